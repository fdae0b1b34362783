"""Who may, must or will do what: the operative verbs of a claim, and how the cited text has the same verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from clausewatch.meaning.gate.case import PROVIDER_WORDS, USER_WORDS, Case
from clausewatch.meaning.gate.wording import Reading, Word


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
    ("has", "to"): Force.MUST, ("have", "to"): Force.MUST, ("need", "to"): Force.MUST, ("needs", "to"): Force.MUST,
    ("required", "to"): Force.MUST, ("obliged", "to"): Force.MUST, ("allowed", "to"): Force.MAY, ("permitted", "to"): Force.MAY,
    ("entitled", "to"): Force.MAY, ("free", "to"): Force.MAY, ("right", "to"): Force.MAY, ("able", "to"): Force.MAY,
    ("agree", "to"): Force.MUST, ("agrees", "to"): Force.MUST, ("advised", "to"): Force.SHOULD, ("encouraged", "to"): Force.SHOULD,
    ("choose", "to"): Force.MAY, ("responsible", "for"): Force.MUST, ("agree", "not"): Force.MUST, ("agrees", "not"): Force.MUST,
    ("bound", "to"): Force.MUST, ("obligated", "to"): Force.MUST, ("duty", "to"): Force.MUST, ("obligation", "to"): Force.MUST,
    ("undertakes", "to"): Force.MUST, ("undertake", "to"): Force.MUST, ("commits", "to"): Force.MUST, ("commit", "to"): Force.MUST,
    ("committed", "to"): Force.MUST, ("promises", "to"): Force.MUST, ("pledges", "to"): Force.MUST, ("compelled", "to"): Force.MUST,
    ("supposed", "to"): Force.SHOULD, ("urged", "to"): Force.SHOULD, ("recommended", "to"): Force.SHOULD,
    ("authorised", "to"): Force.MAY, ("authorized", "to"): Force.MAY, ("option", "to"): Force.MAY, ("liberty", "to"): Force.MAY,
    ("discretion", "to"): Force.MAY, ("power", "to"): Force.MAY, ("going", "to"): Force.WILL,
    ("liable", "for"): Force.MUST, ("accountable", "for"): Force.MUST, ("answerable", "for"): Force.MUST,
    ("forbidden", "to"): Force.MAY, ("forbidden", "from"): Force.MAY, ("prohibited", "from"): Force.MAY, ("barred", "from"): Force.MAY, ("banned", "from"): Force.MAY,
}  # fmt: skip
_DUTIES = frozenset("has have need needs required obliged obligated bound duty obligation compelled".split())
_BANS = frozenset(["prohibited", "barred", "banned", "forbidden"])
_STATES = frozenset(["responsible", "liable", "accountable", "answerable"])
NEGATIVE = frozenset("not never no nobody neither nor cannot can't don't doesn't won't mustn't isn't aren't shouldn't nothing none didn't".split())  # fmt: skip
_NOBODY = frozenset(["no", "nobody", "neither", "none", "nothing"])
_AFTER = frozenset("not never been be being also only then still even to have had has just already therefore always both first try".split())  # fmt: skip
_LIGHT = frozenset(
    "make makes take takes give gives put puts keep keeps let lets use have has do does go get gets enter".split()
)
_CONVERSE = frozenset("receive receives get gets hear hears learn learns obtain owe owes bear have has need needs take seek seeks ask asks request requests know".split())  # fmt: skip
_SUBORDINATE = frozenset(
    "who whom whose which that if unless where when whenever once what after before until because whether however".split()
)
_RELATIVE = frozenset(["that", "who", "which", "what", "whoever", "whose"])
_ADVERBS = frozenset("also only then still even never always not just promptly".split())
_BE = frozenset(["is", "are", "be", "been", "was", "were", "gets", "get", "being", "am"])
_DO = frozenset(["do", "does", "don't", "doesn't", "did", "didn't"])
_BREAKS = re.compile(r"[.;:!?](?:\s|$)|\n")
_COMMA = re.compile(r"[,;:.!?]|\n")
_PARTICIPLE = re.compile(r"\w+(?:ed|en|wn|ld|nt|ught|aid|ept|ade)$|^(?:put|read|cut)$")
_BANNED = re.compile(
    r"\b(?:is|are) (?:strictly |expressly )?(?:forbidden|prohibited|banned|barred|not allowed|not permitted)\b"
)
_BAN = re.compile(r"^\W*(?:do not|don[’']t|never|avoid)\b", re.IGNORECASE)
NO = re.compile(r"\b(?:not|never|no|nobody|cannot|\w+n['’]t|ban(?:s|ned)?|prohibited|forbidden|barred)\b", re.IGNORECASE)
BANNING_LEAD = re.compile(r"\b(?:not|never|cannot|can[’']t|don[’']t|prohibited|forbidden|barred|refrain|prohibits?|abuse)\b", re.IGNORECASE)  # fmt: skip


def claim_frames(case: Case) -> tuple[Frame, ...]:
    """The claim's own operative verbs, in order."""
    return _frames(case.claim, case)


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


def _frames(reading: Reading, case: Case) -> tuple[Frame, ...]:
    words, found, index = reading.words, [], 0
    while index < len(words):
        force, length = _force(words, index)
        if force is None:
            frame = _present(reading, index, case)
        else:
            own = words[index].low in _STATES
            verb = index if own else _verb(words, index + length)
            frame = None
            if verb is not None and who(words[verb], case) is Who.UNSAID:
                frame = _frame(reading, case, (index, verb), force, negated=_negated(reading, index, length))
                waived = frame.negated and length == 2 and words[index].low in _DUTIES
                frame = replace(frame, waived=waived)
        if frame is not None:
            found.append(frame)
        index += length
    return tuple(found)


def _force(words: tuple[Word, ...], index: int) -> tuple[Force | None, int]:
    pair = (words[index].low, words[index + 1].low if index + 1 < len(words) else "")
    if pair in _PHRASES:
        return _PHRASES[pair], 2
    return _FORCES.get(words[index].low), 1


def _negated(reading: Reading, index: int, length: int) -> bool:
    words = reading.words
    after = [each.low for each in words[index : index + length + 1]]
    if length == 2 and index:
        after.append(words[index - 1].low)
    if length == 2 and index > 1:
        after.append(words[index - 2].low)
    if words[index].low in _STATES:
        after += _before_state(words, index)
    negated = any(each in NEGATIVE for each in after) or _nobody(reading, index)
    return negated != (words[index].low in _BANS)


def _before_state(words: tuple[Word, ...], index: int) -> list[str]:
    """The words back to the auxiliary: "aren't responsible or liable"."""
    found: list[str] = []
    for word in reversed(words[max(0, index - 6) : index]):
        found.append(word.low)
        if word.low in _BE or word.low in _FORCES or word.low in NEGATIVE:
            break
    return found


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


def _verb(words: tuple[Word, ...], index: int) -> int | None:
    while index < len(words) and (
        words[index].low in _AFTER or words[index].low.endswith("ly") or _joins_adverbs(words, index)
    ):
        index += 1
    return index if index < len(words) else None


def _joins_adverbs(words: tuple[Word, ...], index: int) -> bool:
    """ "jointly and severally"."""
    return (
        words[index].low == "and"
        and words[index - 1].low.endswith("ly")
        and index + 1 < len(words)
        and words[index + 1].low.endswith("ly")
    )


def _frame(reading: Reading, case: Case, at: tuple[int, int], force: Force, *, negated: bool) -> Frame:
    start, verb = at
    words, meanings = reading.words, set(reading.groups[verb]) | {reading.words[verb].stem}
    if words[verb].low in _LIGHT:
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
    for index in range(at - 1, max(-1, at - 15), -1):
        if _BREAKS.search(reading.text, words[index].end, words[index + 1].start + 1):
            return Who.UNSAID
        found = who(words[index], case)
        if found is not Who.UNSAID or words[index].low in ("it", "they", "he", "she"):
            return found
        owner = words[index - 1].low if index else ""
        if index == at - 1 and words[index].content and words[index].low not in _ADVERBS and not words[index].low.endswith("ly"):  # fmt: skip
            return Who.USER if owner == "your" and words[index].stem in _BODIES else Who.OTHER
    return Who.UNSAID


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
    while back > 0 and (
        words[back].low in _ADVERBS or words[back].low in _DO or words[back].low.endswith("ly")
    ):
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
    if party is Who.UNSAID or not finite or not (words[index].content or low in _LIGHT):
        return None
    if reading.text[words[back].end : words[back + 1].start].strip():
        return None
    found = _frame(reading, case, (index, index), Force.DOES, negated=negated)
    followed = any(each.low in _FORCES for each in words[index + 1 : index + 4])
    return replace(found, who=party, main=found.main and not followed)


def _imperative(reading: Reading, case: Case) -> Frame | None:
    if not _BAN.match(reading.text):
        return None
    places = range(1, len(reading.words))
    verb = next((at for at in places if reading.words[at].content or reading.words[at].low in _LIGHT), None)
    if verb is None:
        return None
    return replace(_frame(reading, case, (0, verb), Force.MAY, negated=True), negated=True, who=Who.USER)


@dataclass(frozen=True, slots=True)
class Use:
    """How the cited text has a verb of the claim."""

    force: Force
    negated: bool
    who: Who
    exact: bool


def uses(case: Case, frame: Frame) -> tuple[Use, ...]:
    """Every place of the cited text with the frame's verb; by its own form where it has that, else by its meaning."""
    exact = any(frame.stem == word.stem for each in case.statements for word in each.words)
    found: list[Use] = []
    under_ban = bool(BANNING_LEAD.search(" ".join(case.headings)))
    for at, reading in enumerate(case.statements):
        for index, groups in enumerate(reading.groups):
            word = reading.words[index]
            if word.stem == frame.stem or (
                not exact and (word.stem in frame.meanings or groups & frame.meanings)
            ):
                force, negated, party = _use(case, reading, index, under_ban=under_ban and at > 0)
                party = _heir(case, at, index) if party is Who.UNSAID else party
                found.append(Use(force, negated, party, exact=word.stem == frame.stem))
        if reading.text.rstrip().endswith(":") or at == 0:
            under_ban |= bool(BANNING_LEAD.search(reading.text))
    return tuple(found)


def _commands(reading: Reading, index: int) -> bool:
    """Whether the word begins a whole sentence as a verb without an ending: "Report any incident to us."."""
    word = reading.words[index]
    opens = index == 0 or bool(_BREAKS.search(reading.text, reading.words[index - 1].end, word.start + 1))
    ends = reading.text.rstrip().endswith(".")
    plain = word.raw[0].isupper() and not word.low.endswith(("s", "ed", "ing", "ion", "ment"))
    following = reading.words[index + 1].low if index + 1 < len(reading.words) else ""
    return opens and ends and plain and following in _DETERMINERS


_DETERMINERS = frozenset("a an the any all each every your our us this that these those it them".split())


def _lacking(words: tuple[Word, ...], index: int) -> int | None:
    """Where "without" stands before a verb ("without first telling")."""
    at = index - 1
    while at > 0 and words[index].low.endswith("ing") and (words[at].low in _AFTER or words[at].low.endswith("ly")):
        at -= 1
    return at if at > 0 and words[at].low == "without" and words[index].low.endswith("ing") else None


_TERMS = frozenset(["with", "upon", "after", "giving", "subject"])


def _on_terms(words: tuple[Word, ...], verb: int, index: int) -> bool:
    """Whether the word is what a permission hangs on: who may change prices "with 60 days' notice" must give notice."""
    return any(each.low in _TERMS for each in words[max(verb + 1, index - 5) : index])


_HANGS = re.compile(r"\W*(?:\(?\w{1,4}[.)]\s*)?[a-z]")


def _heir(case: Case, at: int, index: int) -> Who:
    """The party of the lead-in, for a verb that begins a statement which goes on from it ("You agree that you | (b) shall pay")."""
    own, before = case.statements[at], case.statements[at - 1]
    going_on = at and _HANGS.match(own.text) and not before.text.rstrip().endswith((".", "!", "?"))
    if not going_on or any(who(each, case) is not Who.UNSAID for each in own.words[:index]):
        return Who.UNSAID
    parties = [found for each in before.words if (found := who(each, case)) is not Who.UNSAID]
    return parties[-1] if parties else Who.UNSAID


def _use(case: Case, reading: Reading, index: int, *, under_ban: bool) -> tuple[Force, bool, Who]:
    """How the text has the word at `index`; what may not be done without it must be done."""
    gerund = _lacking(reading.words, index)
    if gerund:
        force, negated, party = _use(case, reading, gerund - 1, under_ban=under_ban)
        return (Force.MUST, False, party) if negated else (force, True, party)
    words = reading.words
    if _commands(reading, index):
        return Force.MUST, False, Who.USER
    for back in range(index, max(-1, index - 25), -1):
        if back < index and _BREAKS.search(reading.text, words[back].end, words[back + 1].start):
            break
        force, length = _force(words, back)
        if force is not None and back + length <= index + 1:
            verb = None if words[back].low in _STATES else _verb(words, back + length)
            who_acts = subject(reading, case, back, index if verb is None else verb)
            negated = _negated(reading, back, length)
            if force is Force.MAY and not negated and verb is not None and _on_terms(words, verb, index):
                return Force.MUST, False, who_acts
            return force, negated, who_acts
    near = [
        *words[max(0, index - 4) : index],
        *(words[index + 1 : index + 2] if words[index].low in _LIGHT else ()),
    ]
    negated = any(each.low in NEGATIVE for each in near) or words[index].low.startswith("non-")
    end = _BREAKS.search(reading.text, words[index].end)
    negated |= bool(_BANNED.search(reading.text, words[index].end, end.start() if end else len(reading.text)))
    if under_ban or _BAN.match(reading.text):
        return Force.MAY, True, Who.USER
    return Force.DOES, negated, subject(reading, case, index, index)
