"""The checks of the gate: each looks at one kind of element of a claim and says in words what the cited text does not bear."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from clausewatch.meaning.gate import frames, limits, literal
from clausewatch.meaning.gate.case import Case, plain
from clausewatch.meaning.gate.frames import Force, Frame, Use, Who
from clausewatch.meaning.gate.quantities import Bound, Quantity, quantities
from clausewatch.meaning.gate.wording import STOP, Reading, members, read, stem

Check = Callable[[Case], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its name; it yields a reason for each element that is not borne."""

    name: str
    check: Check


def _quotations(case: Case) -> Iterator[str]:
    for words in case.misquoted:
        yield f"the quotation “{words}” does not stand so in the cited text"


def _numbers(case: Case) -> Iterator[str]:
    printed = [each for reading in case.statements for each in quantities(_unnumbered(reading.text))]
    printed += quantities(case.around.text)
    for number in quantities(_unquoted(case.claim.text)):
        same = [each for each in printed if _equal(number, each)]
        if not same:
            yield f"the number “{number.words}” is not in the cited text" + _given(number, printed)
        elif all(_bounds_differ(number, each) for each in same):
            yield f"“{number.words}” is {number.bound} in the claim, {same[0].bound} in the text"
        elif number.per and all(each.per != number.per for each in same):
            yield f"“{number.words}” is per {number.per} in the claim, not in the text"
        else:
            yield from _misplaced(case, number, same, printed)


_SEGMENT = re.compile(r"[;:.](?:\s|$)|\n|, and |, or |, ")


def _misplaced(case: Case, number: Quantity, same: list[Quantity], printed: list[Quantity]) -> Iterator[str]:
    """A number that the text has, but of another matter: beside other numbers of its kind, their words must not fit better."""
    time = number.unit in ("s", "month")
    rivals = [
        each
        for each in printed
        if not _equal(number, each)
        and (each.unit in (number.unit, "") or (time and each.unit in ("s", "month")))
    ]
    if not rivals or len(same) > 1:
        return
    claimed = _words_near(case.claim, number)
    mine = _beside(case, same[0]) & claimed
    for rival in rivals:
        theirs = _beside(case, rival) & claimed
        if theirs - mine and not mine - theirs:
            yield f"“{number.words}” is said of another matter in the text"
            return


_MEASURES = frozenset(map(stem, "one two three four five six seven eight nine ten eleven twelve fourteen fifteen eighteen twenty thirty forty fifty sixty ninety hundred year years day days month months week weeks hour hours old age least most later than within minimum maximum per".split()))  # fmt: skip


def _words_near(reading: Reading, number: Quantity) -> set[str]:
    """The stems in the number's part of the claim; of the whole claim where it has one number."""
    text, start, end = reading.text, 0, len(reading.text)
    if len(quantities(text)) > 1:
        cuts = [0, *(each.end() for each in _SEGMENT.finditer(text)), len(text)]
        start, end = next((a, b) for a, b in zip(cuts, cuts[1:], strict=False) if a <= number.start < b)
    return {each.stem for each in reading.words if each.content and start <= each.start < end}


def _beside(case: Case, number: Quantity) -> set[str]:
    """The stems in the number's part of the sentence."""
    found: set[str] = set()
    for reading in case.statements:
        if number not in quantities(_unnumbered(reading.text)):
            continue
        text = _unnumbered(reading.text)
        cuts = [0, *(each.end() for each in _SEGMENT.finditer(text)), len(text)]
        for start, end in zip(cuts, cuts[1:], strict=False):
            if start <= number.start < end:
                found |= {
                    each.stem
                    for each in read(text[start:end]).words
                    if each.content and not each.low[0].isdigit()
                }
    return found - _MEASURES


_RATE = re.compile(
    r"\b(?:(?:each|every|per) (day|week|month|quarter|year|hour)|(dai|week|month|quarter|year|hour)ly|(annual)(?:ly)?)\b"
)


def _rates(case: Case) -> Iterator[str]:
    """How often: "each month" is not "each year"."""
    printed = {_unit(each) for each in _RATE.finditer(case.said)}
    units = {word.low for each in case.statements for word in each.words}
    for match in _RATE.finditer(case.plain_claim):
        unit = _unit(match)
        if unit not in printed and not (f"{unit}s" in units or unit in units):
            yield f"“{match[0]}” is not in the cited text"


def _unit(match: re.Match[str]) -> str:
    found = match[1] or match[2] or match[3]
    return {"annual": "year", "dai": "day"}.get(found, found)


_ENUMERATOR = re.compile(
    r"^\s*(?:\(?[a-z0-9]{1,3}[.)]\s+|\d+(?:\.\d+)+\.?\s*|[A-Z]\.\d+(?:\.[a-z0-9]+)*\.?\s*)"
)
_SECTION = re.compile(r"\b(?:sections?|articles?|clauses?|appendix|annex|paragraphs?) [\d.]+", re.IGNORECASE)


def _unnumbered(text: str) -> str:
    return _ENUMERATOR.sub("", text)


def _unquoted(text: str) -> str:
    return _SECTION.sub(" ", text)


def _given(number: Quantity, printed: list[Quantity]) -> str:
    other = next(
        (each.words for each in printed if each.unit == number.unit or each.value == number.value), ""
    )
    return f", which has “{other}”" if other else ""


def _equal(claimed: Quantity, printed: Quantity) -> bool:
    if claimed.value != printed.value:
        return (claimed.unit, printed.unit) in ((("month"), ""), ("", "month")) and _age_equal(
            claimed, printed
        )
    if claimed.unit and claimed.unit != printed.unit:
        return False
    if claimed.unit and "business" in (claimed.kind, printed.kind) and claimed.kind != printed.kind:
        return False
    return not (
        claimed.kind == "calendar" and claimed.unit == "month" and not printed.kind and claimed.value > 1
    )


def _age_equal(claimed: Quantity, printed: Quantity) -> bool:
    """ "13" beside "13 years old"."""
    years, bare = (claimed, printed) if claimed.unit else (printed, claimed)
    return years.value == bare.value * 12


def _bounds_differ(claimed: Quantity, printed: Quantity) -> bool:
    """At least against at most. An age may be told from either side ("under 18", "18 or older"), a time with a word may not."""
    if Bound.OPEN in (claimed.bound, printed.bound) or claimed.bound == printed.bound:
        return False
    return bool(claimed.unit) and claimed.unit in ("s", "%") or claimed.unit in ("USD", "EUR", "GBP")


_COMPARED = (
    (re.compile(r"\b(?:the greater of|the higher of|whichever is (?:greater|higher|more|larger)|if (?:that|it) is (?:more|higher|greater)|or [^.;]{0,30}if (?:higher|more|greater))\b"), "the greater"),
    (re.compile(r"\b(?:the lesser of|the lower of|the smaller of|whichever is (?:less|lower|smaller)|or less|lower ceiling|if (?:that|it) is (?:less|lower))\b"), "the lesser"),
)  # fmt: skip


def _comparisons(case: Case) -> Iterator[str]:
    for (here, name), (there, _) in ((_COMPARED[0], _COMPARED[1]), (_COMPARED[1], _COMPARED[0])):
        if here.search(case.plain_claim) and not here.search(case.said) and there.search(case.said):
            yield f"the claim takes {name} of two amounts, the text the other"


def _one_of_two(case: Case) -> Iterator[str]:
    """Half of "the greater of A and B" is not the text's amount."""
    either = [pattern for pattern, _ in _COMPARED if pattern.search(case.said)]
    amounts = {each.value for each in quantities(case.claim.text) if each.unit in _MONEY}
    printed = {
        each.value for reading in case.statements for each in quantities(reading.text) if each.unit in _MONEY
    }
    if either and amounts & printed and not any(pattern.search(case.plain_claim) for pattern, _ in _COMPARED):
        if not re.search(
            r"\b(?:or|and|more|less|higher|lower|most|least)\b[^.]*\b(?:paid|payments?|fees?)|\b(?:paid|payments?|fees?)\b[^.]*\bor\b",
            case.plain_claim,
        ):
            yield "the claim has one of two amounts of which the text takes the greater or the lesser"


_MONEY = frozenset(["USD", "EUR", "GBP", "JPY", "INR", "CHF", "CAD", "AUD"])
_ANCHOR = re.compile(
    r"\b(?:from|after|following|of|since|before|prior to|counted from)\s+((?:[\w'-]+\s*){1,7})", re.IGNORECASE
)


def _anchors(case: Case) -> Iterator[str]:
    """From when a time runs: none of the words that say so may be foreign to the text."""
    for number in quantities(case.claim.text):
        if number.unit not in ("s", "month") or number.per:
            continue
        match = _ANCHOR.match(case.claim.text, min(number.end + 1, len(case.claim.text)))
        if match is None:
            continue
        start, end = match.start(1), match.end(1)
        inside = [
            at for at, word in enumerate(case.claim.words) if start <= word.start < end and word.content
        ]
        foreign = [case.claim.words[at].low for at in inside if at in case.uncovered]
        if inside and foreign and len(foreign) >= len(inside) - 1:
            yield f"the text does not count from “{' '.join(foreign)}”"


_CONTACT = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+){1,6}|\bhttps?://[^\s)>\"”]{1,300}|\bwww\.[^\s)>\"”]{1,300}|\+\d[\d ()/-]{5,20}\d", re.IGNORECASE)  # fmt: skip


def _contacts(case: Case) -> Iterator[str]:
    for match in _CONTACT.finditer(case.claim.text):
        words = match[0].lower().rstrip(".,;:")
        if words not in case.said:
            yield f"the contact “{words}” is not in the cited text"


_PERSONS = frozenset("person people human individual consumer user customer you".split())


def _typed(name: str, label: str) -> Check:
    """A rule that every member of a class of words in the claim is borne by the text."""

    def check(case: Case) -> Iterator[str]:
        for start, end in members(case.claim, name):
            words = case.claim.words[start:end]
            if all(each.low in case.provider for each in words) or _verbal(case, name, start, end):
                continue
            joined = "_".join(each.stem for each in words)
            if end - start > 1 and joined in case.stems:
                continue
            if words[0].low == "fine" and start and case.claim.words[start - 1].low in ("is", "are", "be"):
                continue
            if all(case.covers(at) for at in range(start, end)) or (
                words[0].low in _BANNED
                and start
                and case.claim.words[start - 1].low in ("is", "are")
                and _bans(case)
            ):
                continue
            yield f"{label} “{' '.join(each.low for each in words)}” is not in the cited text"

    return check


_BANNED = frozenset(["banned", "barred", "blocked", "bans", "ban"])


def _bans(case: Case) -> bool:
    """Whether the text forbids something, and the claim says "banned" of a use and not of a person."""
    account = re.search(r"\b(?:account|user|author|poster|member)s?\b[^.]{0,20}\b(?:banned|blocked)|\bbans? (?:the |their |your |any )?(?:user|author|account|poster|member)", case.plain_claim)  # fmt: skip
    return account is None and bool(frames.BANNING_LEAD.search(" ".join((case.said, *case.headings))))


_VERBS = frozenset("face address name contact voice image partner file score profile record log bank shop police judge author press utility".split())  # fmt: skip
_AUXILIARY = frozenset(
    ["will", "may", "can", "to", "must", "should", "not", "cannot", "you", "we", "who", "that"]
)


def _verbal(case: Case, name: str, start: int, end: int) -> bool:
    """Whether a word that names a thing or a person is a verb here ("to face", "may address")."""
    if name not in ("ACTORS", "DATA", "SCOPE", "CHANNELS") or start == 0 or end - start > 1:
        return False
    return case.claim.words[start - 1].low in _AUXILIARY and case.claim.words[start].low in _VERBS


_EACH = r"\b(?:all|any|every|each|everyone|everybody|everything|anyone|anybody|anything|anywhere|whatever|whichever|entire|no|none|in general)\b"
_UNIVERSAL: tuple[tuple[str, str, str], ...] = (
    (r"\b(?:all|every|everyone|everybody|everything)\b", _EACH, "applies to all"),
    (r"\bany\b(?! (?:more|longer|further))", _EACH, "applies to any"),
    (r"\b(?:never|at no time|under no circumstances|in no case|in no event)\b", r"\b(?:never|at no time|no circumstances|in no event|in no case|ever|at any time)\b", "never"),
    (r"\b(?:always|at all times|in all cases|in every case|invariably|without exception|unconditionally|under any (?:conditions?|circumstances?)|in (?:all|any) circumstances?)\b", r"\b(?:always|at all times|in all cases|in every case|without exception|unconditionally|under any (?:conditions?|circumstances?)|in (?:all|any) circumstances?)\b", "always"),
    (r"^only\b(?! (?:if|when|where|with|after))", r"\b(?:only|solely|exclusively|alone|must|shall|restrict\w*|limit\w*|need|invalid|not valid)\b", "only"),
    (r"\b(?:only|solely|exclusively|sole)\b(?! (?:discretion|expense))", r"\b(?:only|solely|exclusively|sole|alone|except|unless|without|limited to|other than|strictly|before|prior|must|shall|restrict\w*|limit\w*|need|needed|requires?|next|not|no)\b", "only"),
    (r"\b(?:immediately|instantly|straight ?away|at once|right away)\b", r"\b(?:immediate(?:ly)?|instant(?:ly)?|straight ?away|at once|right away|without (?:undue )?delay|forthwith)\b", "at once"),
    (r"\bwithout (?:any |prior |advance |further |first )*(?:notice|warning|notification|telling|notifying|informing)|\bwith no (?:prior )?(?:notice|warning)", r"\bwithout (?:any |prior |advance |further |giving |providing )*(?:notice|warning|notification|notifying|informing|liability)|\bno (?:prior |advance )?(?:notice|warning)|\bnot (?:\w+ ){0,4}(?:notice|notify)|\bcannot provide notice", "without notice"),
    (r"\b(?:regardless|irrespective|no matter|whatever(?! (?:is|was|you|they|it|we)\b)|whichever(?! is)|whether or not|even if|even inside|even where|even when|even for|even though|even after|even within|wherever you)\b", r"\b(?:regardless|irrespective|no matter|whatever|whichever|whether or not|even if|even where|even when|even though|even after|notwithstanding|including)\b", "without regard to circumstances"),
    (r"\bwith no (?:\w+ ){0,3}exceptions?\b|\bno exceptions?\b", r"\bno exceptions?\b|\bwithout exception\b", "without exception"),
    (r"\bfor any breach\b", r"\bany (?:\w+ )?breach", "for any breach"),
    (r"\bfor any (?:reason|ground)|\bon any (?:ground|basis)|\bat will\b", r"\bany (?:or no )?(?:reason|breach|ground|time)|\bno reason|\bdiscretion|\bfor convenience", "for any reason"),
    (r"\bat any time\b|\bwhenever (?:it|they|you) (?:like|want|wish)", r"\bat any time|\bany ?time|\bfrom time to time|\bdiscretion|\bwithout notice", "at any time"),
    (r"\b(?:guarantees?|ensures?|promises?)\b", r"\b(?:guarantee|ensure|promise|warrant|commit|undertake|assure|will)\w*\b", "a guarantee"),
)  # fmt: skip
_PAIRS = tuple((re.compile(mine), re.compile(text), label) for mine, text, label in _UNIVERSAL)


def _universals(case: Case) -> Iterator[str]:
    claim = case.plain_claim
    for mine, text, label in _PAIRS:
        match = mine.search(claim)
        if (
            match
            and label == "never"
            and limits.CLAIM_EXCEPT.search(claim[max(0, match.start() - 45) : match.start()])
        ):
            continue
        if match and label in ("applies to all", "applies to any") and _ranges_differ(case, claim, match):
            yield f"“{match[0]}” is said of more than in the cited text"
        if match and not text.search(case.said):
            yield f"“{match[0].strip()}” says “{label}”, the cited text does not"
        elif match and label == "never" and limits.CLAIM_EXCEPT.search(_said_limits(case)):
            if not re.search(r"\b(?:never|at no time)\b", case.said):
                yield "“never” is in the claim, the cited text makes exceptions"


_EACH_OF = re.compile(r"\b(?:all|any|every|each|entire|no)\b")


def _ranges_differ(case: Case, claim: str, match: re.Match[str]) -> bool:
    """Whether none of the text's "all", "any" or "each" stands before what the claim's "all" stands before."""
    mine = _next_words(claim, match.end())
    if not mine or match[0] not in ("all", "every", "any"):
        return False
    theirs = [_next_words(case.said, each.end()) for each in _EACH_OF.finditer(case.said)]
    return bool(theirs) and not any(_alike(mine, each) for each in theirs)


def _next_words(text: str, at: int) -> tuple[str, ...]:
    return tuple(each.low for each in read(text[at : at + 60]).words[:5] if each.content)


def _alike(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return any(
        stem(a) == stem(b) or bool(read(a).meanings & read(b).meanings) for a in mine[:3] for b in theirs
    )


def _said_limits(case: Case) -> str:
    return " ".join(
        each.words for reading in case.statements for each in limits.limits(reading) if each.exceptive
    )


_WIDENED = re.compile(
    r"\b(?:including|included|even|as well as|along with|together with)\s+((?:[\w'-]+\s*){1,8})"
)


def _widenings(case: Case) -> Iterator[str]:
    """What a claim takes in with "including" must stand in the text."""
    for match in _WIDENED.finditer(case.plain_claim):
        inside = [each for each in read(match[1]).words if each.content]
        foreign = [
            each.low
            for each in inside
            if each.stem not in case.stems and not read(each.low).meanings & case.meanings
        ]
        if foreign and len(foreign) * 2 >= len(inside):
            yield f"the claim takes in “{match[1].strip()}”, the cited text does not"
    if re.search(r"\w+ included\b", case.plain_claim) and re.search(
        r"\bnot apply|\bexcept|\bexclud", case.said
    ):
        yield "the claim includes what the text excepts"


_LEADS = re.compile(
    r"\b(?:leads? to|results? in|will get (?:you|your|the|their)|gets? (?:you|your account) \w+ed|or else|ends? in|will cost you|on pain of|at the risk of|is punished)\b"
)
_LED = re.compile(r"\b(?:leads? to|result(?:s|ing)? in|or else|may|will|lose|forfeit)\b[^.]*\b(?:terminat|suspen|los|forfeit|clos|ban|delet|remov|restrict|fee|interest|revo)")  # fmt: skip


def _outcomes(case: Case) -> Iterator[str]:
    """What an act leads to, where the text tells of no outcome."""
    match = _LEADS.search(case.plain_claim)
    if match and not _LED.search(case.said) and not re.search(r"\b(?:leads? to|results? in)\b", case.said):
        yield f"“{case.plain_claim[match.start() : match.start() + 60]}”: the cited text tells of no such outcome"


_LEGAL = re.compile(
    r"\b(?:(?:is|are|be|was|being|seems?|looks?|clearly|likely|therefore) (?:\w+ )?(?:illegal|unlawful|unenforceable|enforceable|void|voidable|invalid|unfair|lawful|legal|compliant|unconstitutional|negligent)"
    r"|(?:breach|violat|infring|contraven)(?:es|e|ed|ing|ion)?s?\b(?=[^.]{0,50}\b(?:law|act|gdpr|directive|regulation|rights?|ccpa|rules|code|statute|constitution)\b)"
    r"|compl(?:y|ies|iant|iance)|hold up|stand up|binding in|satisf(?:y|ies) (?:the|all)?|in line with|in breach of|contrary to|against the law|conflicts? with|criminal offen[cs]e|is an offen[cs]e|meets? (?:the )?(?:requirements|standards)|not (?:be )?upheld|(?:could|would|can) (?:be )?(?:challenged|upheld|struck))\b"
)  # fmt: skip


def _conclusions(case: Case) -> Iterator[str]:
    claim = case.plain_claim
    match = _LEGAL.search(claim)
    if match is None:
        return
    found = read(match[0])
    key = [each for each in found.words if each.content]
    if not key or any(each.stem not in case.stems for each in key) or (_LEGAL.search(case.said) is None):
        if not _permitted_by_text(case, match[0]):
            yield f"“{match[0].strip()}” is a legal conclusion that the cited text does not draw"


def _permitted_by_text(case: Case, words: str) -> bool:
    """ "unlawful" may tell "legally prohibited" where it limits rather than judges."""
    limiting = re.search(
        rf"\b(?:unless|if|where|when|except|to the extent)\b[^.;]*{re.escape(words)}", case.plain_claim
    )
    return bool(limiting) and bool(re.search(r"\blaw|legal", case.said))


_MOTIVE = re.compile(
    r"\b(?P<why>because|in order to|so as to|for fear|motivated|aims? to|aiming to|wants? to|wanting|wishes to|hopes? to|intends? to|seeks? to|with the aim|with a view|designed to|meant to|the reason is|owing to|thanks to|as it (?:wants|needs|fears)|for the sake|in the interests?|since it|to (?:win|protect|avoid|increase|maximi[sz]e|save|reduce|cover|attract|keep|gain|boost|prevent|secure|recoup|raise|cut|promote|encourage|discourage|deter|make money|earn|limit|shield|preserve|stay|grow|comply|finance|fund|pay for))\b\s*(?P<what>[^.;]*)"
)  # fmt: skip
_CAUSAL = re.compile(r"\b(?:because|since|due to|as a result|in order to|so as to|for (?:the )?(?:purposes?|reasons?)|so that|therefore|to (?=\w))")  # fmt: skip
# Share of a motive's words that the text must have; the lowest in a supported claim of data/gate is .75.
MOTIVE_SHARE = 0.7


def _motives(case: Case) -> Iterator[str]:
    for match in _MOTIVE.finditer(case.plain_claim):
        if _subject_to_need(case.plain_claim, match.start()):
            continue
        inside = [each for each in read(f"{match['why']} {match['what']}").words if each.content]
        borne = [each for each in inside if _has(case, each.low)]
        causal = match["why"] == "because" and not _CAUSAL.search(case.said)
        if inside and (len(borne) < MOTIVE_SHARE * len(inside) or causal):
            yield f"the reason “{match[0].strip()[:80]}” is not in the cited text"


def _subject_to_need(claim: str, at: int) -> bool:
    """ "needs to", "have to", "able to", "has 30 days ... to": the infinitive is no purpose."""
    return bool(re.search(r"\b(?:need|needs|have|has|had|able|right|required|allowed|permitted|not|agree|agreed|going|bound|obliged|entitled|free|used|how|due|up|notice|you)\s*$", claim[max(0, at - 12) : at]))  # fmt: skip


def _has(case: Case, low: str) -> bool:
    return stem(low) in case.stems or bool(read(low).meanings & case.meanings) or low in case.provider


def _narrower_names(case: Case) -> Iterator[str]:
    """A product that the text names only with a second name ("Acme Health") is not the product of the first alone."""
    printed = " ".join(each.text for each in case.statements)
    for match in re.finditer(r"\b([A-Z][\w-]+)(?! [A-Z])(?!['’])\b", case.claim.text):
        whole = re.findall(rf"(?<!['’]s )\b{re.escape(match[1])}((?: [A-Z][a-z]+)?)(?=\W|$)", printed)
        tails = {each.strip().lower() for each in whole}
        if whole and "" not in tails and not any(stem(each) in case.claim.stems for each in tails):
            if match.start() and case.claim.text[: match.start()].rstrip().rsplit(" ", 1)[-1] in (
                "to",
                "with",
                "on",
                "in",
                "from",
                "use",
                "using",
            ):
                yield f"the text speaks of “{match[1]} {next(iter(tails)).title()}” only"


_LISTED = re.compile(
    r"([\w-]+),? (?:and|or) (?:an? |the |its |their |your )?([\w-]+)|([\w-]+), (?:an? |the )?([\w-]+)(?=,? (?:and|or) )"
)


def _listings(case: Case) -> Iterator[str]:
    """Members of a list beside members that stand in the text must stand there too."""
    foreign = {case.claim.words[at].low for at in case.uncovered}
    for match in _LISTED.finditer(case.claim.text):
        one, other = (match[1] or match[3]).lower(), (match[2] or match[4]).lower()
        for member, beside in ((one, other), (other, one)):
            if (
                member in foreign
                and stem(member) not in _PLAIN_STEMS
                and stem(beside) in case.stems
                and beside not in STOP
            ):
                yield f"“{member}”, listed beside “{beside}”, is not in the cited text"


_NAME = re.compile(r"(?<![\w@./-])([A-Z][\w&-]*)(?:['’]s)?")


def _names(case: Case) -> Iterator[str]:
    """Proper names that no statement, heading or name of the publisher has."""
    for match in _NAME.finditer(case.claim.text):
        low = match[1].lower()
        begins = match.start() == 0 or case.claim.text[match.start() - 2 : match.start()] in (
            ". ",
            '."',
            ": ",
        )
        if begins or low in STOP or low in case.provider or _has(case, low):
            continue
        parts = [each for each in re.split(r"[-&]", low) if each]
        if len(parts) > 1 and all(_has(case, each) or each in STOP for each in parts):
            continue
        if len(low) > 1 and not low[0].isdigit() and not low.isdigit():
            yield f"the name “{match[1]}” is not in the cited text"


def _modals(case: Case) -> Iterator[str]:
    ban = _BANNED_USE.search(case.plain_claim)
    if (
        ban
        and not frames.BANNING_LEAD.search(" ".join((case.said, *case.headings)))
        and not _UNLESS.search(case.said)
    ):
        yield f"“{ban[0]}”: the cited text forbids nothing"
    option = _OPTION.search(case.plain_claim)
    if (
        option
        and not _OPTION.search(case.said)
        and not re.search(r"\b(?:may|can|choose|choice|option|want)\b", case.said)
    ):
        yield f"“{option[0]}” makes optional what the cited text does not"
    all_uses = [each for each in frames.support_frames(case) if each.main]
    for frame in frames.claim_frames(case):
        if not frame.main or frame.stem in _ATTRIBUTES:
            continue
        found = frames.uses(case, frame)
        reason = _force_reason(case, frame, found, all_uses) or _side_reason(case, frame, found)
        if reason:
            yield reason


_BANNED_USE = re.compile(r"\b(?:prohibited|banned|barred|forbidden|not allowed|not permitted|off limits)\b")
_OPTION = re.compile(r"\b(?:may choose|left to (?:you|them|it)|optional|voluntar\w+|is free to|are free to|if (?:you|they|it) (?:like|wish|want))\b")  # fmt: skip


def _force_reason(case: Case, frame: Frame, found: tuple[Use, ...], others: list[Frame]) -> str:
    forces = {each.force for each in found} or {each.force for each in others}
    acts = bool(found) or frame.force is not Force.DOES
    if not forces or not acts:
        return ""
    loosest, strictest = min(each.rank for each in forces), max(each.rank for each in forces)
    if not frame.negated and frame.force.rank > strictest and not _practice(frame):
        return f"“{frame.force.value} {frame.verb}” is stronger than the cited text, which has “{_lowest(forces).value}”"
    if frame.negated and found and frame.force is not Force.SHOULD and forces == {Force.SHOULD}:
        return f"“{frame.force.value} not {frame.verb}” is stronger than the cited text, which has “should”"
    plain_use = any(each.force is Force.DOES and each.who is not frame.who for each in found)
    lowered = (
        frame.force in (Force.MAY, Force.SHOULD)
        and not frame.negated
        and found
        and not plain_use
        and not frames.converse(frame)
    )
    if (
        lowered
        and frame.force.rank < loosest
        and not any(each.negated for each in found)
        and not limits.CLAIM_EXCEPT.search(case.said)
    ):
        return f"“{frame.force.value} {frame.verb}” is weaker than the cited text"
    return ""


def _practice(frame: Frame) -> bool:
    """A passive or a state in the present ("is barred"): it tells what holds, not what someone promises."""
    return frame.force is Force.DOES and frame.who is not Who.PROVIDER


def _lowest(forces: set[Force]) -> Force:
    return min(forces, key=lambda each: each.rank)


_ATTRIBUTES = frozenset(map(stem, ("writes", "says", "states", "declares", "explains", "reads")))
_PERMITS = frozenset(stem(each) for each in ("exceed", "kept", "permitted", "allowed", "prohibited", "barred", "banned", "forbidden", "required", "needed"))  # fmt: skip
_UNLESS = re.compile(
    r"\b(?:unless|except\w*|save (?:for|where|that)|apart from|aside|other than|without|until|exempt\w*|excluding|prior)\b"
)
_ONLY = re.compile(r"\b(?:only|if|when|once|where|needs?|until|provided|as long as|after)\b")


def _side_reason(case: Case, frame: Frame, found: tuple[Use, ...]) -> str:
    """Polarity and party of the same verb in the text."""
    if not found:
        return ""
    if frame.stem in _PERMITS or _younger(case):
        return ""
    if frame.waived:
        duty = any(each.force is Force.MUST and not each.negated for each in found)
        return f"the claim denies a duty to “{frame.verb}” that the text sets" if duty else ""
    claim_unless, text_unless = bool(_UNLESS.search(case.plain_claim)), bool(_UNLESS.search(case.said))
    turned = claim_unless != text_unless and (bool(_ONLY.search(case.plain_claim)) or text_unless)
    if not turned and all(each.negated != frame.negated for each in found):
        return f"“{frame.verb}” is {'denied' if frame.negated else 'affirmed'} in the claim, the other way round in the text"
    whos = {each.who for each in found}
    both = {Who.PROVIDER, Who.USER}
    if frame.who in both and not frames.converse(frame) and whos and whos <= both and frame.who not in whos:
        return f"“{frame.verb}” is said of {frame.who.value}, in the text of {next(iter(whos)).value}"
    return ""


def _younger(case: Case) -> bool:
    """ "Nobody under 16 may" tells "you must be at least 16 to"."""
    young = re.search(r"\b(?:nobody|no one|under|younger|below)\b", case.plain_claim)
    return bool(young and re.search(r"\b(?:at least|or older|or over|minimum)\b", case.said))


def _exceptions(case: Case) -> Iterator[str]:
    for limit in limits.dropped(case):
        yield f"the {'exception' if limit.exceptive else 'condition'} “{limit.words[:90]}” is left out"
    scope = limits.unscoped(case)
    if scope:
        yield f"the scope “{scope}” is left out"
    added = limits.added(case)
    if added:
        yield f"the exception “{added}” is not in the cited text"
    lost = limits.unqualified(case)
    if lost:
        yield f"the qualifier “{lost}” is left out"


# A sentence that has this share of its words from the text word for word is no free paraphrase: there a foreign word
# stands in the place of another. Tuned on data/gate and tests/meaning/gate_claims.jsonl; .6 to .7 are alike.
LITERAL = 0.66
# More foreign words than this, or a larger share, are not a paraphrase any more. Tuned on the same.
MOST_FOREIGN = 6
MOST_SHARE = 0.6
# Words of plain speech that assert nothing by themselves.
_PLAIN = frozenset("cover stand earn count happen let set bring turn need require enough elsewhere near still inside happen face world kind move leave left come call hold look back try start stay entitled likely simply keep give add switch change decide outside advise prohibit ban forbid bar point tenth half third quarter document write say state promise page text read accord tell website list want wish find".split())  # fmt: skip


def _foreign(case: Case) -> Iterator[str]:
    words = case.claim.words
    content = [at for at, each in enumerate(words) if each.content]
    literal = sum(words[at].stem in case.stems or words[at].low in case.provider for at in content)
    foreign = [words[at].low for at in case.uncovered if stem(words[at].low) not in _PLAIN_STEMS]
    if foreign and literal >= LITERAL * len(content):
        yield f"“{foreign[0]}” stands in an otherwise literal sentence, but not in the cited text"
    elif len(foreign) > MOST_FOREIGN or (len(foreign) > 1 and len(foreign) > MOST_SHARE * len(content)):
        yield f"nothing in the cited text bears “{' '.join(foreign[:6])}”"


_PLAIN_STEMS = frozenset(stem(each) for each in _PLAIN)


RULES: tuple[Rule, ...] = (
    Rule("quotation", _quotations),
    Rule("number", _numbers),
    Rule("comparison", _comparisons),
    Rule("one of two", _one_of_two),
    Rule("anchor", _anchors),
    Rule("rate", _rates),
    Rule("contact", _contacts),
    Rule("name", _names),
    Rule("narrower name", _narrower_names),
    Rule("listing", _listings),
    Rule("actor", _typed("ACTORS", "the party or sector")),
    Rule("consequence", _typed("CONSEQUENCES", "the consequence")),
    Rule("outcome", _outcomes),
    Rule("data", _typed("DATA", "the matter")),
    Rule("channel", _typed("CHANNELS", "the channel")),
    Rule("scope", _typed("SCOPE", "the scope")),
    Rule("time", _typed("TIMES", "the time")),
    Rule("universal", _universals),
    Rule("widening", _widenings),
    Rule("conclusion", _conclusions),
    Rule("motive", _motives),
    Rule("modal", _modals),
    Rule("literal", literal.turned),
    Rule("limit", _exceptions),
    Rule("foreign", _foreign),
)
