"""Contacts, names and words of a class (actors, outcomes, channels, data): each must stand in the cited text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from clausewatch.meaning.gate import classes, frames
from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.plainwords import PLAIN
from clausewatch.meaning.gate.quantities import quantities
from clausewatch.meaning.gate.sources import sources
from clausewatch.meaning.gate.wording import STOP, members, stem

_CONTACT = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+){1,6}|\bhttps?://[^\s)>\"”]{1,300}|\bwww\.[^\s)>\"”]{1,300}|\+\d[\d ()/-]{5,20}\d", re.IGNORECASE)  # fmt: skip


def contacts(case: Case) -> Iterator[str]:
    for match in _CONTACT.finditer(case.claim.text):
        words = match[0].lower().rstrip(".,;:")
        if words not in case.said:
            yield f"the contact “{words}” is not in the cited text"


_SITE = re.compile(r"\b(?:www\.|https?:|[\w-]+\.(?:com|org|net|eu|io|ai|example)\b)")
_PERSONS = frozenset("person people human individual consumer user customer you".split())


Check = Callable[[Case], Iterator[str]]


# Classes whose members general English may bear ("global" for "worldwide"); whom and what it falls on must be named.
_LOOSE = frozenset(["SCOPE"])


def sectors(case: Case) -> Iterator[str]:
    """Trades and public bodies that a claim is about ("Hospitals may not ...") and the text is not."""
    for start, end in members(case.claim, "SECTORS"):
        first = case.claim.words[start]
        plural = case.claim.words[end - 1].low.endswith("s") and not first.low.endswith("'s")
        known = all(each.low in case.provider for each in case.claim.words[start:end])
        if plural and not known and _subject(case, start, end) and not _borne(case, start, end):
            yield f"the sector “{' '.join(each.low for each in case.claim.words[start:end])}” is not in the cited text"


def _borne(case: Case, start: int, end: int) -> bool:
    """Whether the text has the trade, with what says which ("insurance companies" is not "companies")."""
    at = start
    while at and case.claim.words[at - 1].content and start - at < 2:
        at -= 1
    named = all(case.covers(each) for each in range(at, start))
    if named and at < start and end - start == 1 and case.claim.words[start].low in _FIRMS:
        return True
    return named and all(case.claim.words[each].stem in case.stems for each in range(start, end))


# "Delivery companies" are those that deliver: what says which is enough.
_FIRMS = frozenset("companies firms businesses services providers".split())


def typed(name: str, label: str, *, asserted: bool | None = None) -> Check:
    """A rule that every member of a class of words in the claim is borne by the text.

    With `asserted`, only of those that the claim is about or that get something (true), or of the others (false).
    """

    def check(case: Case) -> Iterator[str]:
        bears = case.covers if name in _LOOSE else case.names
        for start, end in members(case.claim, name):
            if asserted is not None and _asserted(case, start, end) is not asserted:
                continue
            words = case.claim.words[start:end]
            counted = all(case.counted(at) for at in range(start, end))
            if (
                counted
                or all(each.low in case.provider for each in words)
                or _other_sense(case, name, start, end)
            ):
                continue
            joined = "_".join(each.stem for each in words)
            if end - start > 1 and joined in case.stems:
                continue
            # "Third" is no content word, but a third party is none of the parties.
            telling = (
                at
                for at in range(start, end)
                if case.claim.words[at].content or words[at - start].low == "third"
            )
            if all(bears(at) for at in telling) or _follows(case, name, start):
                continue
            yield f"{label} “{' '.join(each.low for each in words)}” is not in the cited text"

    return check


def _other_sense(case: Case, name: str, start: int, end: int) -> bool:
    """Whether the word stands in the claim in a sense that does not belong to the class."""
    words = case.claim.words
    first, before = words[start], words[start - 1].low if start else ""
    after = words[end].low if end < len(words) else ""
    if (
        name in _AS_LISTED
        and end - start == 1
        and first.low.removesuffix("s") not in _listed(name) | {"busines"}
    ):
        return first.low not in _listed(name)
    return (
        _verbal(case, name, start, end)
        or (first.stem in _GENERIC and after in _CLAUSES)
        or (first.low == "free" and case.claim.text[first.end :].startswith(" to "))
        or (first.low == "fine" and before in ("is", "are", "be"))
        or (first.low.startswith("call") and (after in ("off", "for") or before.endswith(("'s", "s'", "’"))))
        or (first.low == "form" and start > 1 and words[start - 2].low == "in")
        or (first.low == "name" and before in ("under", "in") and after != "of")
        or (first.low == "quarter" and after == "of")
        or (first.low == "app" and before == "the")
        or first.raw == "us"
        or (name == "CHANNELS" and after in _CARRIERS)
        or (name == "ACTORS" and first.low in ("third", "third-party") and _attribute(case, end))
    )


def _attribute(case: Case, end: int) -> bool:
    """Whether "third-party" only says which of those whom the text has ("third-party developers")."""
    return end < len(case.claim.words) and case.claim.words[end].content and case.names(end)


# "The phone company" is no way of reaching someone.
_CARRIERS = frozenset("company companies operator operators carrier carriers network networks".split())
_STAFF = frozenset(map(stem, ("employee", "employees", "staff", "worker", "workers")))
_YOUR_EMPLOYER = re.compile(r"\byour (?:\w+ )?(?:employer|organi[sz]ation|company|workplace)\b")


def _follows(case: Case, name: str, start: int) -> bool:
    """Whether the word follows from what the text has in other words."""
    first, before = case.claim.words[start], case.claim.words[start - 1].low if start else ""
    if first.low == "website":
        return bool(_SITE.search(case.said))
    if first.low in _TIMES:
        return any(
            each.value == _TIMES[first.low] for text in case.statements for each in quantities(text.text)
        )
    if first.low in _BANNED and before in ("is", "are", "the", "a", "its", "this"):
        return _bans(case)
    if name == "CONSEQUENCES" and first.stem in _DEALING:
        return _bans(case) and bool(frames.NO.search(case.plain_claim)) and bool(_DEALT.search(case.said))
    if name == "CONSEQUENCES" and start and case.claim.words[start - 1].low in _PERSONS | _WHOEVER:
        return first.stem in _OF_USERS and bool(_SUBORDINATE.search(case.plain_claim))
    if name == "ACTORS" and stem(first.low.partition("'")[0]) in _STAFF and _YOUR_EMPLOYER.search(case.said):
        return True
    return name == "ACTORS" and _one_user(case, start)


# What the user does is no consequence for the user: "once somebody reports it".
_OF_USERS = frozenset(map(stem, ("report", "delete", "remove", "close", "terminate", "sue", "sell")))
_WHOEVER = frozenset("somebody someone anybody anyone users who they whoever parent parents".split())
_SUBORDINATE = re.compile(r"\b(?:if|when|whenever|once|after|until|unless|who|whoever)\b")
_TOWARDS = frozenset(["to", "with", "by", "from", "against", "before"])


def _asserted(case: Case, start: int, end: int) -> bool:
    """Whether the claim is about the party as such ("Hospitals may not ...") or lets it have something ("to the police").

    General English must not bear it either, and "a hospital" may be one of those whom the text speaks to.
    """
    words = case.claim.words
    if all(case.covers(at) for at in range(start, end)):
        return False
    at = _head(case, start)
    before = words[at - 1].low if at else ""
    if before in ("a", "an"):
        return False
    if before in ("the", "your", "their", "any", "all", "other", "its"):
        before = words[at - 2].low if at > 1 else ""
    return before in _TOWARDS or _subject(case, start, end)


def _head(case: Case, start: int) -> int:
    """Where the phrase of a noun begins: before it at most two words that say which."""
    words, at = case.claim.words, start
    while at and words[at - 1].content and start - at < 2 and words[at - 1].low not in _FORMS:
        at -= 1
    return at


def _subject(case: Case, start: int, end: int) -> bool:
    """Whether the words open the claim and a verb or a further subject follows."""
    words = case.claim.words
    following = words[end].low if end < len(words) else ""
    return _head(case, start) <= 1 and (following in _FORMS or following in ("and", "or"))


_FORMS = frozenset("may can must will shall should cannot are is were was have has do does get need".split())

_AS_LISTED = frozenset(["SCOPE"])
_TIMES = {"twice": 2, "double": 2, "triple": 3}
# Who may provide nothing to others may sell nothing to them.
_DEALING = frozenset(map(stem, ["sell", "rent"]))
_DEALT = re.compile(
    r"\b(?:provid|transfer|shar|distribut|giv|licens|commercial|business|revenue|resell|redistribut|make available)\w*"
)


@cache
def _listed(name: str) -> frozenset[str]:
    listed: str = getattr(classes, name)
    return frozenset(listed.split())


def _one_user(case: Case, start: int) -> bool:
    """ "A bank that ..." where the text speaks to "you" or bans a use: one of those whom it binds, told as a case.

    "Banks may not ..." says that the text is about banks, and is no such case.
    """
    words = case.claim.words
    at = start
    while at and words[at - 1].content and start - at < 2:
        at -= 1
    article = words[at - 1].low if at else ""
    opening = (
        at < 2
        or words[at - 2].low in ("if", "when", "where", "that", "whether")
        or case.claim.text[words[at - 2].end : words[at - 1].start].strip() != ""
    )
    if article not in ("a", "an") or not opening:
        return False
    told = [case.statements[place] for place, _, _ in sources(case)]
    others = (
        each
        for each in told
        for place, _ in members(each, "ACTORS")
        if place == 0 or each.words[place - 1].low in ("a", "the", "an")
    )
    return next(others, None) is None and bool(_ADDRESSED.search(case.said) or _bans(case))


_ADDRESSED = re.compile(r"\b(?:you|users?|customers?|developers?)\b")


# "A company that buys Acme": the clause says which, and its words are held to the text.
_GENERIC = frozenset(map(stem, ("company", "firm", "institution", "third", "worker", "supplier")))
_CLAUSES = frozenset(["that", "who", "whose", "which", "working"])
_BANNED = frozenset(["banned", "barred", "blocked", "bans", "ban"])


def _bans(case: Case) -> bool:
    """Whether the text forbids something, and the claim says "banned" of a use and not of a person."""
    account = re.search(r"\b(?:account|user|author|poster|member)s?\s+(?:[\w’']+\s+){0,3}(?:banned|blocked)\b(?! from \w+ing\b)|\bbans? (?:the |their |your |any )?(?:user|author|account|poster|member)", case.plain_claim)  # fmt: skip
    return account is None and bool(frames.BANNING_LEAD.search(" ".join((case.said, *case.headings))))


_VERBS = frozenset("face address name contact voice image partner file score profile record log bank shop police judge author press utility".split())  # fmt: skip
_AUXILIARY = frozenset(
    "will may can to must should not cannot you we who that they it users customers people".split()
)


def _verbal(case: Case, name: str, start: int, end: int) -> bool:
    """Whether a word that names a thing or a person is a verb here ("to face", "may address")."""
    if name not in ("ACTORS", "DATA", "SCOPE", "CHANNELS") or start == 0 or end - start > 1:
        return False
    return case.claim.words[start - 1].low in _AUXILIARY and case.claim.words[start].low in _VERBS


def narrower_names(case: Case) -> Iterator[str]:
    """A product that the text names only with a second name ("Acme Health") is not the product of the first alone."""
    printed = " ".join(each.text for each in case.statements)
    for match in re.finditer(r"\b([A-Z][\w-]+)(?! [A-Z])(?!['’])\b", case.claim.text):
        # "On Acme content" is about the content.
        if match[1].lower() in case.provider and _attributes(case, match.end(1)):
            continue
        whole = re.findall(rf"(?<!['’]s )\b{re.escape(match[1])}((?: [A-Z][a-z]+)?)(?=\W|$)", printed)
        tails = {each.strip().lower() for each in whole}
        led = match.start() and case.claim.text[: match.start()].rstrip().rsplit(" ", 1)[-1] in _LEADING
        if led and whole and "" not in tails and not any(stem(each) in case.claim.stems for each in tails):
            yield f"the text speaks of “{match[1]} {next(iter(tails)).title()}” only"


def _attributes(case: Case, end: int) -> bool:
    """Whether the word that ends here stands before a thing in small letters that the text names."""
    after = next((at for at, each in enumerate(case.claim.words) if each.start == end + 1), None)
    return after is not None and case.claim.words[after].content and case.names(after)


_LEADING = frozenset(["to", "with", "on", "in", "from", "use", "using"])
_LISTED = re.compile(
    r"([\w-]+),? (?:and|or) (?:an? |the |its |their |your )?([\w-]+)|([\w-]+), (?:an? |the )?([\w-]+)(?=,? (?:and|or) )"
)


def listings(case: Case) -> Iterator[str]:
    """Members of a list beside members that stand in the text must stand there too."""
    foreign = {case.claim.words[at].low for at in case.uncovered}
    for match in _LISTED.finditer(case.claim.text):
        one, other = (match[1] or match[3]).lower(), (match[2] or match[4]).lower()
        end = match.end(2) if match[2] else match.end(4)
        for member, beside in ((one, other), (other, one)):
            if member == other and _says_which(case, end):
                continue
            if (
                member in foreign
                and stem(member) not in PLAIN
                and stem(beside) in case.stems
                and beside not in STOP
            ):
                yield f"“{member}”, listed beside “{beside}”, is not in the cited text"


def _says_which(case: Case, end: int) -> bool:
    """Whether the word that ends here only says which of the thing after it ("codes and strong passwords"), which the text has."""
    after = next((at for at, each in enumerate(case.claim.words) if each.start == end + 1), None)
    return after is not None and case.claim.words[after].content and case.names(after)


_NAME = re.compile(r"(?<![\w@./-])([A-Z][\w&-]*)(?:['’]s)?")


def names(*, own: bool) -> Check:
    """A rule on proper names that nothing cited and no name of the publisher has: of those that may be its company's, or of others."""

    def check(case: Case) -> Iterator[str]:
        for match in _foreign_names(case):
            acts = bool(_OWNS_OR_ACTS.match(case.claim.text[match.end(1) :]))
            if (acts and not case.company) is own:
                yield f"the name “{match[1]}” is not in the cited text"

    return check


_OWNS_OR_ACTS = re.compile(
    r"['’]s\b|\s+(?:may|can|will|must|shall|should|does|has|is|who|cannot|never|also|[a-z]+s)\b"
)


def _foreign_names(case: Case) -> Iterator[re.Match[str]]:
    for match in _NAME.finditer(case.claim.text):
        low = match[1].lower()
        begins = match.start() == 0 or case.claim.text[match.start() - 2 : match.start()] in (
            ". ",
            '."',
            ": ",
        )
        if begins or low in STOP or low in case.provider or case.says(low):
            continue
        parts = [each for each in re.split(r"[-&]", low) if each]
        if len(parts) > 1 and all(case.says(each) or each in STOP for each in parts):
            continue
        if len(low) > 1 and not low[0].isdigit() and not low.isdigit():
            yield match
