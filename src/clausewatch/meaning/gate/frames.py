"""Who may, must or will do what: the operative verbs of a claim, and how the cited text has the same verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from clausewatch.meaning.gate.case import PROVIDER_WORDS, USER_WORDS, Case
from clausewatch.meaning.gate.wording import Reading, Word, stem


class Force(StrEnum):
    MAY = "may"
    SHOULD = "should"
    WILL = "will"
    DOES = "does"
    MUST = "must"

    @property
    def rank(self) -> int:
        """How much a sentence of this force promises or demands; what is practised binds as what is promised."""
        return {"may": 1, "should": 2}.get(self.value, 3)


class Who(StrEnum):
    PROVIDER = "the provider"
    USER = "the user"
    OTHER = "someone else"
    UNSAID = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """An operative verb with its force, polarity and subject.

    `at` is the verb's place among the words; `main` is false in a subordinate clause; `waived` says that a duty is denied ("need not", "does not have to").
    """

    force: Force
    negated: bool
    who: Who
    verb: str
    stem: str
    meanings: frozenset[str]
    main: bool
    at: int
    waived: bool = False


_FORCES = {
    "may": Force.MAY, "can": Force.MAY, "could": Force.MAY, "might": Force.MAY, "cannot": Force.MAY, "can't": Force.MAY,
    "must": Force.MUST, "shall": Force.MUST, "mustn't": Force.MUST, "should": Force.SHOULD, "ought": Force.SHOULD,
    "shouldn't": Force.SHOULD, "will": Force.WILL, "won't": Force.WILL, "we'll": Force.WILL, "you'll": Force.WILL, "it'll": Force.WILL,
}  # fmt: skip
_PHRASES = {
    ("need", "not"): Force.MUST, ("has", "to"): Force.MUST, ("have", "to"): Force.MUST, ("need", "to"): Force.MUST, ("needs", "to"): Force.MUST,
    ("required", "to"): Force.MUST, ("obliged", "to"): Force.MUST, ("allowed", "to"): Force.MAY, ("permitted", "to"): Force.MAY,
    ("entitled", "to"): Force.MAY, ("free", "to"): Force.MAY, ("right", "to"): Force.MAY, ("able", "to"): Force.MAY,
    ("agree", "to"): Force.MUST, ("agrees", "to"): Force.MUST, ("advised", "to"): Force.SHOULD, ("encouraged", "to"): Force.SHOULD,
    ("choose", "to"): Force.MAY, ("responsible", "for"): Force.MUST, ("agree", "not"): Force.MUST, ("agrees", "not"): Force.MUST,
    ("bound", "to"): Force.MUST, ("obligated", "to"): Force.MUST, ("duty", "to"): Force.MUST, ("obligation", "to"): Force.MUST,
    ("undertakes", "to"): Force.MUST, ("undertake", "to"): Force.MUST, ("commits", "to"): Force.MUST, ("commit", "to"): Force.MUST,
    ("committed", "to"): Force.MUST, ("promises", "to"): Force.MUST, ("pledges", "to"): Force.MUST, ("compelled", "to"): Force.MUST,
    ("supposed", "to"): Force.SHOULD, ("urged", "to"): Force.SHOULD, ("recommended", "to"): Force.SHOULD,
    ("authorised", "to"): Force.MAY, ("authorized", "to"): Force.MAY, ("option", "to"): Force.MAY, ("liberty", "to"): Force.MAY,
    ("licence", "to"): Force.MAY, ("license", "to"): Force.MAY, ("permission", "to"): Force.MAY, ("discretion", "to"): Force.MAY, ("power", "to"): Force.MAY, ("going", "to"): Force.WILL,
    ("liable", "for"): Force.MUST, ("accountable", "for"): Force.MUST, ("answerable", "for"): Force.MUST,
    ("asked", "to"): Force.SHOULD, ("asked", "not"): Force.SHOULD, ("urged", "not"): Force.SHOULD, ("advised", "not"): Force.SHOULD,
    ("promises", "not"): Force.MUST, ("undertakes", "not"): Force.MUST, ("promise", "not"): Force.MUST, ("undertake", "not"): Force.MUST, ("required", "not"): Force.MUST,
    ("forbidden", "to"): Force.MAY, ("forbidden", "from"): Force.MAY, ("prohibited", "from"): Force.MAY, ("barred", "from"): Force.MAY, ("banned", "from"): Force.MAY,
}  # fmt: skip
_DUTIES = frozenset("has have need needs required obliged obligated bound duty obligation compelled".split())
_BANS = frozenset(["prohibited", "barred", "banned", "forbidden"])
STATES = frozenset(["responsible", "liable", "accountable", "answerable"])
NEGATIVE = frozenset("not never no nobody neither nor cannot can't don't doesn't won't mustn't isn't aren't shouldn't nothing none didn't".split())  # fmt: skip
_NOBODY = frozenset(["no", "nobody", "neither", "none", "nothing"])
AFTER = frozenset("not never been be being also only then still even to have had has just already therefore always both first try".split())  # fmt: skip
LIGHT = frozenset(
    "make makes take takes give gives put puts keep keeps let lets use have has do does go get gets enter".split()
)
_GIVING = frozenset(map(stem, ("give", "grant", "have", "has", "get", "obtain", "confer", "receive")))
_CONVERSE = frozenset("receive receives get gets hear hears learn learns obtain owe owes bear have has need needs take seek seeks ask asks request requests know".split())  # fmt: skip
_SUBORDINATE = frozenset(
    "who whom whose which that if unless where when whenever once what after before until because whether however".split()
)
# What stands after "does not mean that" is not said by itself.
_MEANS = frozenset(
    map(stem, ("mean", "means", "meant", "signify", "imply", "implies", "guarantee", "warrant"))
)
_RELATIVE = frozenset(["that", "who", "which", "what", "whoever", "whose"])
_ADVERBS = frozenset("also only then still even never always not just promptly".split())
# "A user accepts", but "tied to user accounts".
_ARTICLES = frozenset("a an the each every any no this that one".split())
_BE = frozenset(["is", "are", "be", "been", "was", "were", "gets", "get", "being", "am"])
_DO = frozenset(["do", "does", "don't", "doesn't", "did", "didn't"])
BREAKS = re.compile(r"[.;:!?](?:\s|$)|\n")
_COMMA = re.compile(r"[,;:.!?]|\n")
_PARTICIPLE = re.compile(r"\w+(?:ed|en|wn|ld|nt|ught|aid|ept|ade)$|^(?:put|read|cut)$")
BANNED = re.compile(
    r"\b(?:is|are) (?:strictly |expressly )?(?:forbidden|prohibited|banned|barred|not allowed|not permitted)\b"
)
BAN = re.compile(r"^\W*(?:do not|don[’']t|never|avoid)\b", re.IGNORECASE)
NO = re.compile(
    r"\b(?:not|never|no|nobody|cannot|\w+n['’]t|ban(?:s|ned)?|prohibited|forbidden|barred)\b", re.IGNORECASE
)
BANNING_LEAD = re.compile(r"\b(?:not|never|cannot|can[’']t|don[’']t|prohibited|forbidden|barred|refrain|prohibits?|abuse)\b", re.IGNORECASE)  # fmt: skip


_VERBS_IN_LY = frozenset("apply reapply comply reply rely supply multiply imply fly".split())


def adverb(low: str) -> bool:
    """Whether a word looks like an adverb of manner."""
    return low.endswith("ly") and low not in _VERBS_IN_LY


def claim_frames(case: Case) -> tuple[Frame, ...]:
    """The claim's own operative verbs, in order."""
    return frames_of(case.claim, case)


def who(word: Word, case: Case) -> Who:
    """The party that a word names as a subject; possessives ("our", "Acme's") name none."""
    low = word.low
    if low in ("us", "our", "ours", "your", "yours") or low.endswith("'s"):
        return Who.UNSAID
    low = low.partition("'")[0]
    if low in PROVIDER_WORDS or low in case.provider:
        return Who.PROVIDER
    return Who.USER if low in USER_WORDS else Who.UNSAID


def converse(frame: Frame) -> bool:
    """Verbs whose subject is on the other side of the same event ("receive" for "send")."""
    return frame.verb in _CONVERSE


def frames_of(reading: Reading, case: Case) -> tuple[Frame, ...]:
    """The operative verbs of a reading, in order."""
    words, found, index = reading.words, [], 0
    while index < len(words):
        force, length = force_at(words, index)
        if force is None:
            frame = _present(reading, index, case)
        else:
            own = words[index].low in STATES
            verb = index if own else verb_after(words, index + length)
            frame = None
            if verb is not None and who(words[verb], case) is Who.UNSAID:
                frame = _frame(reading, case, (index, verb), force, negated=denied_at(reading, index, length))
                frame = replace(frame, waived=frame.negated and waives(words, index, length))
        if frame is not None:
            found.append(frame)
        index += length
    return tuple(found)


def force_at(words: tuple[Word, ...], index: int) -> tuple[Force | None, int]:
    pair = (words[index].low, words[index + 1].low if index + 1 < len(words) else "")
    if pair in _PHRASES:
        return _PHRASES[pair], 2
    return _FORCES.get(words[index].low), 1


def denied_at(reading: Reading, index: int, length: int) -> bool:
    words = reading.words
    after = [each.low for each in words[index : index + length + 1]]
    if length == 2 and index:
        after.append(words[index - 1].low)
    if length == 2 and index > 1:
        after.append(words[index - 2].low)
    if words[index].low in STATES:
        after += _before_state(words, index)
    if length == 2 and index > 2 and words[index].low in ("obligation", "duty"):
        after.append(words[index - 3].low)
    if length == 2 and words[index].low in _POWERS:
        after += _before_power(words, index)
    negated = any(each in NEGATIVE for each in after) or _nobody(reading, index)
    return negated != (words[index].low in _BANS)


def waives(words: tuple[Word, ...], index: int, length: int) -> bool:
    """Whether a denial at these words of force is of the duty ("not required to keep") and not of the act ("required not to keep")."""
    if length != 2 or words[index].low not in _DUTIES:
        return False
    if words[index + 1].low == "not":
        return words[index].low == "need"
    return index + 2 >= len(words) or words[index + 2].low not in NEGATIVE


def _before_state(words: tuple[Word, ...], index: int) -> list[str]:
    """The words back to the auxiliary: "aren't responsible or liable"."""
    found: list[str] = []
    for word in reversed(words[max(0, index - 6) : index]):
        found.append(word.low)
        held = word.low in _BE and word.low not in ("be", "been", "being")
        if held or word.low in _FORCES or word.low in NEGATIVE:
            break
    return found


_POWERS = frozenset("right option power permission authority liberty discretion duty obligation".split())


def _before_power(words: tuple[Word, ...], index: int) -> list[str]:
    """The denial of the verb that gives a right: "does not grant Acme the right to"."""
    near = words[max(0, index - 7) : index]
    giving = next(
        (
            at
            for at, each in enumerate(near)
            if each.stem in _GIVING and near[at + 1 : at + 2] and near[at + 1].low != "up"
        ),
        None,
    )
    return [] if giving is None else [each.low for each in near[max(0, giving - 2) : giving]]


def _nobody(reading: Reading, index: int) -> bool:
    """A negative subject: "nobody under 16 may"."""
    for back in range(index - 1, max(-1, index - 8), -1):
        if _COMMA.search(reading.text, reading.words[back].end, reading.words[back + 1].start):
            return False
        if reading.words[back].low in ("and", "but", "or"):
            return False
        if reading.words[back].low in _NOBODY:
            return True
    return False


def verb_after(words: tuple[Word, ...], index: int) -> int | None:
    while index < len(words) and (
        words[index].low in AFTER or adverb(words[index].low) or _joins_adverbs(words, index)
    ):
        index += 1
    return index if index < len(words) else None


def _joins_adverbs(words: tuple[Word, ...], index: int) -> bool:
    """ "jointly and severally"."""
    return (
        words[index].low == "and"
        and adverb(words[index - 1].low)
        and index + 1 < len(words)
        and adverb(words[index + 1].low)
    )


def capped(words: tuple[Word, ...], verb: int) -> bool:
    """Whether a verb is capped after it: who may hold no more than one may not hold more."""
    after = [each.low for each in words[verb + 1 : verb + 3]]
    return len(after) == 2 and after[0] in ("no", "not") and after[1] in ("more", "fewer", "less")


def _frame(reading: Reading, case: Case, at: tuple[int, int], force: Force, *, negated: bool) -> Frame:
    start, verb = at
    words, meanings = reading.words, set(reading.groups[verb]) | {reading.words[verb].stem}
    negated |= capped(words, verb)
    if words[verb].low in LIGHT:
        for nxt in range(verb + 1, min(verb + 4, len(words))):
            negated |= words[nxt].low == "no"
            if words[nxt].content:
                meanings |= set(reading.groups[nxt]) | {words[nxt].stem}
                break
    return Frame(
        force, negated, subject(reading, case, start, verb), words[verb].low, words[verb].stem, frozenset(meanings),
        main=_is_main(reading, start), at=verb,
    )  # fmt: skip


def _is_main(reading: Reading, at: int) -> bool:
    for back in range(at - 1, max(-1, at - 12), -1):
        if _COMMA.search(reading.text, reading.words[back].end, reading.words[back + 1].start):
            return True
        if reading.words[back].low == "that" and back and reading.words[back - 1].stem in _MEANS:
            return False
        if reading.words[back].low in _RELATIVE:
            return at - back > 3
        if reading.words[back].low in _SUBORDINATE:
            return False
    return True


def subject(reading: Reading, case: Case, at: int, verb: int) -> Who:
    """The party before the verb in its clause; in a passive the one after "by"; unsaid where no party is named."""
    words = reading.words
    before = verb - 1
    while before > 0 and (words[before].low in NEGATIVE or words[before].low in _ADVERBS):
        before -= 1
    if verb and words[before].low in _BE and _PARTICIPLE.search(words[verb].low):
        for index in range(verb + 1, min(verb + 7, len(words) - 1)):
            if words[index].low == "by":
                return who(words[index + 1], case)
        return Who.UNSAID
    # "Apps, which may update": what it is said of is no party, however near one stands.
    if at and words[at - 1].low == "which":
        return Who.UNSAID
    for index in range(at - 1, max(-1, at - 15), -1):
        if BREAKS.search(reading.text, words[index].end, words[index + 1].start + 1):
            return Who.UNSAID
        governed = index > 0 and words[index - 1].low in _GOVERNS
        found = Who.UNSAID if governed else who(words[index], case)
        if found is not Who.UNSAID or words[index].low in ("it", "they", "he", "she"):
            return found
        owner = words[index - 1].low if index else ""
        if index == at - 1 and not governed and words[index].content and words[index].low not in _ADVERBS and not adverb(words[index].low):  # fmt: skip
            return Who.USER if owner == "your" and words[index].stem in _BODIES else Who.OTHER
    return Who.UNSAID


# A party after one of these is not the subject: "apps downloaded from Acme may".
_GOVERNS = frozenset(["from", "of", "with", "by"])
_BODIES = frozenset(
    ["organis", "organiz", "compani", "compan", "business", "busines", "employ", "employer", "enterpris"]
)


def _present(reading: Reading, index: int, case: Case) -> Frame | None:
    """A finite verb without a modal: "we collect", "Acme does not sell", "is not used", "Do not send"."""
    words = reading.words
    low = words[index].low
    if index == 0:
        return _imperative(reading, case)
    if low in _BE or low in _DO or low in _ADVERBS or low in ("to", "and", "or", "s"):
        return None
    back, negated = index - 1, False
    while back > 0 and (words[back].low in _ADVERBS or words[back].low in _DO or adverb(words[back].low)):
        negated |= words[back].low in NEGATIVE
        back -= 1
    if words[back].low in _BE and _PARTICIPLE.search(low):
        negated |= back > 1 and words[back - 1].low == "to" and words[back - 2].low == "not"
        if any(each.low in _FORCES for each in words[max(0, back - 4) : back]):
            return None
        return _frame(reading, case, (back, index), Force.DOES, negated=negated or _nobody(reading, back))
    party = who(words[back], case)
    finite = (
        (low.endswith("s") and not low.endswith(("ss", "'s")) and words[index].raw[0].islower())
        or words[back].low in ("we", "you", "users", "customers")
        or words[index - 1].low in (*_DO, "not")
    )
    finite &= not low.endswith("ed")
    compound = (
        words[back].low in USER_WORDS and not words[back].low.endswith("s") and words[back].low != "you"
    )
    finite &= not compound or back == 0 or words[back - 1].low in _ARTICLES
    if party is Who.UNSAID or not finite or not (words[index].content or low in LIGHT):
        return None
    if reading.text[words[back].end : words[back + 1].start].strip():
        return None
    found = _frame(reading, case, (index, index), Force.DOES, negated=negated)
    followed = any(force_at(words, at)[0] is not None for at in range(index + 1, min(index + 4, len(words))))
    return replace(found, who=party, main=found.main and not followed)


def _imperative(reading: Reading, case: Case) -> Frame | None:
    if not BAN.match(reading.text):
        return None
    places = range(1, len(reading.words))
    verb = next((at for at in places if reading.words[at].content or reading.words[at].low in LIGHT), None)
    if verb is None:
        return None
    return replace(_frame(reading, case, (0, verb), Force.MAY, negated=True), negated=True, who=Who.USER)
