"""Who may, must or will do what: the operative verbs of a claim, and how the cited text has the same verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from clausewatch.meaning.gate.case import PROVIDER_WORDS, USER_WORDS, Case
from clausewatch.meaning.gate.wording import Reading, Word


class Force(StrEnum):
    MAY = "may"
    SHOULD = "should"
    WILL = "will"
    MUST = "must"
    DOES = "does"


class Who(StrEnum):
    PROVIDER = "the provider"
    USER = "the user"
    OTHER = "someone else"
    UNSAID = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """An operative verb with its force, polarity and subject."""

    force: Force
    negated: bool
    who: Who
    verb: str
    meanings: frozenset[str]


_FORCES = {
    "may": Force.MAY, "can": Force.MAY, "could": Force.MAY, "might": Force.MAY, "cannot": Force.MAY, "can't": Force.MAY,
    "must": Force.MUST, "shall": Force.MUST, "mustn't": Force.MUST, "should": Force.SHOULD, "ought": Force.SHOULD,
    "shouldn't": Force.SHOULD, "will": Force.WILL, "won't": Force.WILL, "we'll": Force.WILL, "you'll": Force.WILL, "it'll": Force.WILL,
}  # fmt: skip
_LONG = (
    (("has", "to"), Force.MUST), (("have", "to"), Force.MUST), (("need", "to"), Force.MUST), (("needs", "to"), Force.MUST),
    (("required", "to"), Force.MUST), (("obliged", "to"), Force.MUST), (("allowed", "to"), Force.MAY), (("permitted", "to"), Force.MAY),
    (("entitled", "to"), Force.MAY), (("free", "to"), Force.MAY), (("right", "to"), Force.MAY), (("able", "to"), Force.MAY),
    (("agree", "to"), Force.MUST), (("agrees", "to"), Force.MUST), (("advised", "to"), Force.SHOULD), (("encouraged", "to"), Force.SHOULD),
    (("choose", "to"), Force.MAY), (("responsible", "for"), Force.MUST), (("agree", "not"), Force.MUST), (("agrees", "not"), Force.MUST),
    (("prohibited", "from"), Force.MAY), (("barred", "from"), Force.MAY), (("banned", "from"), Force.MAY),
)  # fmt: skip
_BANS = frozenset(["prohibited", "barred", "banned"])
NEGATIVE = frozenset("not never no nobody neither nor cannot can't don't doesn't won't mustn't isn't aren't shouldn't without nothing none didn't".split())  # fmt: skip
_SKIPPED = frozenset("not never be been being also only then still even to have had has just already therefore otherwise always both at least by first".split())  # fmt: skip
_LIGHT = frozenset("make makes take takes give gives put puts keep keeps let lets use have has do does go get gets enter".split())
_CONVERSE = frozenset("receive receives get gets hear hears learn learns obtain owe owes bear have has need needs seek seeks ask asks request requests know lose loses keep keeps read".split())  # fmt: skip
_BREAKS = re.compile(r"[.;:!?](?:\s|$)|\n")
_PARTICIPLE = re.compile(r"\w+(?:ed|en|wn|pt|ld|nt|ught|aid|ept|ade|rne)$|^(?:put|read|cut|sold|held|sent|kept|paid|made)$")
_BE = frozenset(["is", "are", "be", "been", "was", "were", "gets", "get", "being"])
_SUBORDINATE = frozenset("who whom whose which that if unless where when once what".split())
_ADVERBS = frozenset("also only then still even never always not just".split())


def claim_frames(case: Case) -> tuple[Frame, ...]:
    """The claim's own operative verbs, in order."""
    return _frames(case.claim, case)


def support_frames(case: Case) -> tuple[tuple[Frame, ...], ...]:
    """The operative verbs of each statement."""
    return tuple(_frames(each, case) for each in case.statements)


def who(word: Word, case: Case) -> Who:
    low = word.low.removesuffix("'s")
    if low in PROVIDER_WORDS or low in case.provider or word.low in ("we'll", "we've", "we're"):
        return Who.PROVIDER
    return Who.USER if low in USER_WORDS or word.low in ("you'll", "you've", "you're") else Who.UNSAID


def _frames(reading: Reading, case: Case) -> tuple[Frame, ...]:
    words, found, index = reading.words, [], 0
    while index < len(words):
        force, length = _force(words, index)
        if force is None:
            plain_verb = _present(reading, index, case)
            if plain_verb is not None:
                found.append(plain_verb)
            index += 1
            continue
        negated = _negated(words, index, length)
        verb = _verb(words, index + length)
        if verb is not None:
            found.append(_frame(reading, case, index, verb, force, negated))
        index += length
    return tuple(found)


def _force(words: tuple[Word, ...], index: int) -> tuple[Force | None, int]:
    pair = (words[index].low, words[index + 1].low if index + 1 < len(words) else "")
    for phrase, force in _LONG:
        if pair == phrase:
            return force, 2
    return _FORCES.get(words[index].low), 1


def _negated(words: tuple[Word, ...], index: int, length: int) -> bool:
    spread = [each.low for each in words[max(0, index - 2) : index + length + 2]]
    return any(each in NEGATIVE for each in spread) != (words[index].low in _BANS)


def _verb(words: tuple[Word, ...], index: int) -> int | None:
    while index < len(words) and (words[index].low in _SKIPPED or words[index].low.endswith("ly")):
        index += 1
    return index if index < len(words) else None


def _frame(reading: Reading, case: Case, at: int, verb: int, force: Force, negated: bool) -> Frame:
    meanings = set(reading.groups[verb]) | {reading.words[verb].stem}
    if reading.words[verb].low in _LIGHT:
        for nxt in range(verb + 1, min(verb + 4, len(reading.words))):
            if reading.words[nxt].content:
                meanings |= set(reading.groups[nxt]) | {reading.words[nxt].stem}
                break
    return Frame(
        force, negated, subject(reading, case, at, verb), reading.words[verb].low, frozenset(meanings)
    )


def subject(reading: Reading, case: Case, at: int, verb: int) -> Who:
    """The party before the verb in its clause; in a passive the one after "by"; unsaid where neither is a party."""
    words = reading.words
    passive = verb > 0 and words[verb - 1].low in _BE
    if passive:
        for index in range(verb + 1, min(verb + 7, len(words) - 1)):
            if words[index].low == "by":
                return who(words[index + 1], case)
        return Who.UNSAID
    for index in range(at - 1, max(-1, at - 15), -1):
        if _BREAKS.search(reading.text, words[index].end, words[index + 1].start + 1):
            return Who.UNSAID
        found = who(words[index], case)
        if found is not Who.UNSAID and not words[index].low.endswith("'s") and words[index].low not in ("us", "our", "your", "ours", "yours"):
            return found if at - index <= 3 or found is who(words[index], case) else Who.UNSAID
        if words[index].content and at - index <= 2 and words[index].low not in _ADVERBS:
            return Who.OTHER if at - index == 1 and not words[index].low.endswith("ly") else Who.UNSAID
    return Who.UNSAID


def _present(reading: Reading, index: int, case: Case) -> Frame | None:
    """A finite verb without a modal: "we collect", "Acme does not sell", "is not used"."""
    words = reading.words
    if index == 0:
        return _imperative(reading, case)
    before, word = words[index - 1], words[index]
    low = word.low
    if low in _BE or low in _FORCES:
        return None
    back = index - 1
    negated = False
    while back >= 0 and (words[back].low in _ADVERBS or words[back].low.endswith("ly") or words[back].low in ("do", "does", "don't", "doesn't")):  # fmt: skip
        negated |= words[back].low in ("not", "never", "don't", "doesn't")
        back -= 1
    if back < 0:
        return None
    if words[back].low in _BE and _PARTICIPLE.search(low):
        if back and any(each.low in _FORCES for each in words[max(0, back - 4) : back]):
            return None
        return _frame(reading, case, back, index, Force.DOES, negated or _no_before(words, back))
    party = who(words[back], case)
    finite = low.endswith("s") or words[back].low in ("we", "you") or before.low in ("not", "does", "do", "don't", "doesn't")
    owned = words[back].low.endswith("'s") or words[back].low in ("us", "our", "your")
    if party is Who.UNSAID or owned or not finite or not word.content and low not in _LIGHT:
        return None
    if reading.text[words[back].end : words[back + 1].start].strip() or words[back].low in ("user", "customer", "developer") and not low.endswith("s"):
        return None
    frame = _frame(reading, case, index, index, Force.DOES, negated)
    return Frame(frame.force, frame.negated, party, frame.verb, frame.meanings)


def _no_before(words: tuple[Word, ...], index: int) -> bool:
    return index > 0 and words[index - 1].low in ("no", "nobody", "neither", "never", "none")


_BAN = re.compile(r"^\W*(?:do not|don[’']t|never|no |avoid)\b", re.IGNORECASE)


def _imperative(reading: Reading, case: Case) -> Frame | None:
    if not _BAN.match(reading.text):
        return None
    verb = next((at for at in range(1, len(reading.words)) if reading.words[at].content or reading.words[at].low in _LIGHT), None)
    if verb is None:
        return None
    frame = _frame(reading, case, 0, verb, Force.MAY, True)
    return Frame(frame.force, True, Who.USER, frame.verb, frame.meanings)


BANNING_LEAD = re.compile(
    r"(?:\b(?:not|never|cannot|can[’']t|don[’']t|prohibited|forbidden|barred|refrain|prohibit)\b)[^.;]*[:]?\s*$|\bprohibited\b|^\W*do not\b|\bdon[’']t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Use:
    """How the cited text has a verb of the claim."""

    force: Force | None
    negated: bool
    who: Who


def uses(case: Case, frame: Frame) -> tuple[Use, ...]:
    """Every place of the cited text with the frame's verb, with the force, polarity and subject it has there."""
    found: list[Use] = []
    under_ban = bool(BANNING_LEAD.search(case.around.text.split(" . ")[-2] if " . " in case.around.text else ""))
    for at, reading in enumerate(case.statements):
        for index, groups in enumerate(reading.groups):
            if reading.words[index].stem in frame.meanings or groups & frame.meanings:
                found.append(_use(case, reading, index, under_ban and at > 0))
        if reading.text.rstrip().endswith(":") or BANNING_LEAD.search(reading.text):
            under_ban = bool(BANNING_LEAD.search(reading.text)) or under_ban
    return tuple(found)


def _use(case: Case, reading: Reading, index: int, under_ban: bool) -> Use:
    words = reading.words
    for back in range(index, max(-1, index - 25), -1):
        if back < index and _BREAKS.search(reading.text, words[back].end, words[back + 1].start):
            break
        force, length = _force(words, back)
        if force is not None and back + length <= index + 1:
            verb = _verb(words, back + length)
            return Use(force, _negated(words, back, length), subject(reading, case, back, verb if verb is not None else index))
    negated = any(each.low in NEGATIVE for each in words[max(0, index - 4) : index])
    banned = under_ban or bool(_BAN.match(reading.text))
    if banned:
        return Use(Force.MAY, True, Who.USER)
    return Use(Force.DOES, negated, subject(reading, case, index, index))


def converse(frame: Frame) -> bool:
    """Verbs whose subject is on the other side of the same event ("receive" for "send")."""
    return frame.verb in _CONVERSE
