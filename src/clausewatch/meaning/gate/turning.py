"""Words of a claim in whose place the cited text has the contrary: "stays" for "is deleted", "refundable" for "non-refundable"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate import frames
from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.pairing import done_by
from clausewatch.meaning.gate.relations import related
from clausewatch.meaning.gate.senses import DENYING, Clause, clauses, content, personal, sign
from clausewatch.meaning.gate.sources import sources
from clausewatch.meaning.gate.wording import read, stem

# What a document says is done with a thing, and its contrary. Of a pair only one side may stand in a sentence: where the text
# has both, nothing is said.
_PAIRS = """
endorse endorses vouch vouches warrant warrants guarantee guarantees | disclaim disclaims disclaimed
keep kept retain retained store stored stay stays remain remains preserve | delete deleted deletion erase erased remove removed removal destroy destroyed wipe purge discard
retain retains retained keep keeps kept | waive waives waived lose loses lost forfeit forfeits surrender relinquish
disclose discloses disclosed reveal reveals share shares | secret
start starts begin begins commence | end ends stop stops cease expire expires lapse
continue continues resume | stop stops end ends cease terminate terminates discontinue
open | close closes closed shut
enable enabled activate activated | disable disabled deactivate deactivated
public publicly | private privately confidential
visible | hidden invisible
include includes included | exclude excludes excluded
accept accepts accepted | reject rejects rejected refuse refuses refused decline declines
increase increases raise raises rise rises | decrease decreases reduce reduces lower lowers
charge charges charged bill billed | refund refunds refunded reimburse
voluntary optional | mandatory compulsory obligatory
join joins | leave leaves
beginning start outset | end expiry expiration
free unpaid | paid
automatically | manually
irrevocably irrevocable | revoke revokes revoked revocable revocably
advance upfront beforehand | arrears
controller controllers | processor processors
assign assigns assigned | keep keeps kept retain retains retained
consumer consumers | business businesses trader traders
temporary temporarily | permanent permanently
"""
_WAIVE = stem("waive")
_GIVES = frozenset(["give", "gives", "giving", "gave"])
_CONTRARY: dict[str, frozenset[str]] = {}
_ALIKE: dict[str, frozenset[str]] = {}
for _line in _PAIRS.strip().splitlines():
    _one, _other = (frozenset(map(stem, each.split())) for each in _line.split("|"))
    for _here, _there in ((_one, _other), (_other, _one)):
        for _key in _here - _there:
            _CONTRARY[_key] = _CONTRARY.get(_key, frozenset()) | (_there - _here)
            _ALIKE[_key] = _ALIKE.get(_key, frozenset()) | _here


def contraries(case: Case) -> Iterator[str]:
    """A word for what is done with a thing, where a clause that the claim tells has its contrary and the text no word of the same side."""
    for at, word in enumerate(case.claim.words):
        after = case.claim.words[at + 1].low if at + 1 < len(case.claim.words) else ""
        key = _WAIVE if word.low in _GIVES and after == "up" else word.stem
        against = _CONTRARY.get(key, frozenset())
        if not against or _ALIKE[key] & case.stems or against & case.claim.stems:
            continue
        if after.endswith("ing") or (word.low in _PAYING and _PRICED.search(case.said)):
            continue
        told = [each for each in _told(case) if against & each.stems]
        if told and all(bool(_NOT.search(case.claim.text)) == bool(_NOT.search(each.text)) for each in told):
            yield f"“{word.low}” is the contrary of what the cited text has"


# Where the text has a price as well as something free, what is paid may be the priced thing.
_PAYING = frozenset("pay pays paying payer payment payments payable".split())
_PRICED = re.compile(r"(?<!free of )\b(?:charge|fee|cost|price)")


def _told(case: Case) -> Iterator[Clause]:
    """The clauses of the sentences told, where these have the share of the claim's words that makes them its own."""
    own = content(case)
    for at, start, end in sources(case):
        inside = [each for each in clauses(read(case.statements[at].text[start:end].strip())) if each.words]
        stems = frozenset().union(*(each.stems for each in inside))
        meanings = frozenset().union(*(each.meanings for each in inside))
        held = sum(
            case.claim.words[each].stem in stems or bool(case.claim.groups[each] & meanings) for each in own
        )
        if held >= LEAST * len(own):
            yield from inside


# "In" before a shorter stem is mostly no denial ("inform").
_SHORT = 4
_PRIVATIVES = ("non", "un", "in", "im", "ir")


def privatives(case: Case) -> Iterator[str]:
    """What the text has only with a prefix that denies it ("non-refundable"), told by a claim that denies nothing."""
    if frames.NO.search(case.claim.text) or case.claim.stems & DENYING:
        return
    for at in content(case):
        key = case.claim.words[at].stem
        turned = {f"{each}{key}" for each in _PRIVATIVES} & case.stems if len(key) > _SHORT else frozenset()
        turned |= {stem(f"un{case.claim.words[at].low}")} & case.stems
        bears = related(case.claim.words[at].low).like & case.stems
        # "Not ... uninterrupted" denies the denial.
        twice = turned and all(frames.NO.search(each.text) for each in _clauses_with(case, frozenset(turned)))
        if turned and not twice and key not in case.stems and not bears:
            yield f"the cited text has “{case.claim.words[at].low}” only denied"


def _clauses_with(case: Case, stems: frozenset[str]) -> list[Clause]:
    return [each for reading in case.statements for each in clauses(reading) if stems & each.stems]


# Share of a claim's words that a sentence must have for a contrary in it to be the claim's.
LEAST = 0.4
_NOT = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|without|cannot|neither|nor|unless|until|\w+n['’]t)\b",
    re.IGNORECASE,
)


_OF_TWO = re.compile(
    r",? (?:and |but )?not (?:by |to |with |from )?(?:the |an? )?(?P<other>[\w-]+)(?:,|\.|;| (?:is|are|will|shall|must|may|can)\b)",
    re.IGNORECASE,
)
_APART = re.compile(r"\b(?:not|never|nor|rather than|instead of|unlike|no)\b", re.IGNORECASE)


_RULED_OUT = re.compile(
    r",(?: and| but)? not (?!limited|later|less|more|only|exceed|to exceed|just|merely)(?P<what>[^.;,:]{3,60})(?=[.;,]|$)"
)


_AND_NOT = re.compile(r"(?P<what>[^.;,]{3,60}),? (?:and|but) not (?P<other>[^.;,]{3,60})", re.IGNORECASE)


def _affirmed(case: Case) -> Iterator[str]:
    """ "Not by an arbitrator" where the text has "by an arbitrator and not a judge"."""
    for each in case.statements:
        for match in _AND_NOT.finditer(each.text):
            kept = [
                word
                for word in each.words
                if match.start("what") <= word.start < match.end("what") and word.content
            ][-1:]
            apart = {
                word.stem
                for word in each.words
                if word.content and match.start("other") <= word.start < match.end("other")
            }
            if kept and kept[0].stem in case.claim.stems and not apart & case.claim.stems:
                yield f"“{kept[0].low}” is not what the cited text rules out"


def contrasts(case: Case) -> Iterator[str]:
    """ "Apple is responsible" where the text has "Acme, not Apple, will be responsible"; and the other way round."""
    if _APART.search(case.claim.text) or "cannot" in case.plain_claim:
        yield from _affirmed(case)
        return
    first = next((each for each in case.claim.words if each.content), None)
    ruled_out = {
        sign(case, word)
        for each in case.statements
        for match in _OF_TWO.finditer(each.text)
        for word in each.words
        if word.start == match.start("other") and (personal(case, word) or word.raw[0].isupper())
    }
    named = {sign(case, each) for each in case.claim.words if each is first or each.low == "itself"}
    done = {sign(case, doer) for _, doer in done_by(case, case.claim)}
    if ruled_out & (named | done):
        yield "the claim says it of whom the cited text rules out"
    for each in case.statements:
        for match in _RULED_OUT.finditer(each.text):
            apart = [
                word
                for word in each.words
                if match.start("what") <= word.start < match.end("what") and word.content
            ]
            alone = [word for word in apart if sum(other.stem == word.stem for other in each.words) == 1]
            if any(word.stem in case.claim.stems for word in alone):
                yield f"the cited text has “{match[0].strip(' ,.')}”"


_LACKING = re.compile(
    r"\b(?:without|with no|needs? no|has no|have no|requires? no|free (?:of|from)|lacks?)(?! (?:notice|warning|prior|advance|limit))\b(?P<what>[^.;,:]{3,60})",
    re.IGNORECASE,
)
_LACK_IN_TEXT = re.compile(
    r"\b(?:not|never|no|none|nothing|neither|nor|cannot|without|unless|only|except\w*|free|waiv\w+|if|may|can|optional\w*|disclaim\w*|exclu\w+|need not|\w+n['’]t|regardless|limit\w*|otherwise)\b",
    re.IGNORECASE,
)


# What the text allows only with a thing; a claim that allows it without says the contrary.
_NEEDED = re.compile(
    r"\bonly\b[^.;]*\b(?:if|with|when|after)\b|\bunless\b|\b(?:may|must|will|shall) not\b[^.;]*\bwithout\b|\bcannot\b[^.;]*\bwithout\b|\bmust (?!not)|\brequire[sd]?\b|\bwith (?:your|their|prior|explicit|express)\b",
    re.IGNORECASE,
)


_SPARED = re.compile(r"\b(?:without|no|not|never)\b", re.IGNORECASE)
# "Without access, ... only": what lacks is a condition there.
_LIMITS = re.compile(r"\b(?:only|unless|must|needs?(?! no)|requires?(?! no))\b", re.IGNORECASE)


def lackings(case: Case) -> Iterator[str]:
    """ "Without consent", "needs no password" where every sentence that has the thing only affirms it."""
    match = _LACKING.search(case.claim.text)
    if match is None or _LIMITS.search(case.claim.text) or frames.NO.search(case.claim.text[: match.start()]):
        return
    inside = [
        each
        for each in case.claim.words
        if match.start("what") <= each.start < match.end("what") and each.content
    ]
    things = [each for each in inside if not each.low.endswith("ing")][:1]
    for thing in things:
        meant = read(thing.low).meanings
        having = [
            each
            for reading in case.statements
            for each in clauses(reading)
            if thing.stem in each.stems or meant & each.meanings
        ]
        flat = not any(_LACK_IN_TEXT.search(each.text) for each in having)
        free = not frames.NO.search(case.claim.text.replace(match[0], " "))
        needed = (
            free
            and any(_NEEDED.search(each.text) for each in having)
            and not any(_SPARED.search(each.text) and not _NEEDED.search(each.text) for each in having)
        )
        if having and (flat or needed):
            yield f"“{match[0].strip()}”: the cited text has “{thing.low}” and denies nothing of it"


_NONE_OF = re.compile(
    r"\b(?:no|without (?:any|an?)|not\b(?![^.;,]{0,40}\b(?:responsible|liable|for|of)\b)[^.;,]{0,40}?\bany) (?!more|less|later|longer|fewer|event|way|case|circumstances?|one|other|such|further|matter)(?P<what>(?:[\w’'-]+, (?:[\w’'-]+, )*)?(?:[\w’'-]+ (?:or )?)?[\w’'-]+)\b",
    re.IGNORECASE,
)


def nouns_denied(case: Case) -> Iterator[str]:
    """What the sentences told have only as "no ...", in a claim that denies nothing ("there are no credits", "users get a credit")."""
    if frames.NO.search(case.claim.text) or _NOT.search(case.claim.text) or case.claim.stems & DENYING:
        return
    own = {case.claim.words[at].stem: case.claim.words[at].low for at in content(case)}
    for at, start, end in sources(case):
        reading = case.statements[at]
        for match in _NONE_OF.finditer(reading.text, start, end):
            needed = match[0].lower().startswith("without") and frames.NO.search(
                reading.text, start, match.start()
            )
            if needed:
                continue
            first, last = match.span("what")
            for each in reading.words:
                if not (first <= each.start < last and each.content and each.stem in own):
                    continue
                if sum(word.stem == each.stem for other in case.statements for word in other.words) == 1:
                    yield f"“{own[each.stem]}” is in the cited text “{match[0]}”"


_EVEN = re.compile(r"\beven (?:with|if|when|where|after)\b(?P<what>[^.;,]{3,60})", re.IGNORECASE)
_WITHOUT = re.compile(
    r"\b(?:without|unless|except (?:with|if|when|where)|only (?:with|if|when|where|after))\b(?P<what>[^.;,]{3,80})",
    re.IGNORECASE,
)


def concessions(case: Case) -> Iterator[str]:
    """ "Even with permission" where the text has "without permission": what it makes an exception of changes something."""
    match = _EVEN.search(case.claim.text)
    if match is None or frames.NO.search(match["what"]) or re.search(r"\beven\b|\bregardless\b", case.said):
        return
    mine = read(match["what"])
    stems = {each.stem for each in mine.words if each.content}
    for found in _WITHOUT.finditer(case.said):
        theirs = {each.stem for each in read(found["what"]).words if each.content}
        if stems & theirs:
            yield f"“{match[0].strip()}” is in the claim, the cited text has “{found[0].strip()}”"
            return
