"""Who the document's own names stand for: its alias table, read from its definitions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.rules.names import flat
from clausewatch.nouns.document import Outline, Text
from clausewatch.nouns.finding import Party

# Definitions stand at the head of a document or under their own heading; this bound keeps hostile pages cheap.
READ_DEFINITIONS = 400_000

_BRACKETED = re.compile(r"\((?:[^()\n\"]{0,80})?(?P<names>\"[^()\n]{1,160})\)")
_MEANS = re.compile(
    r"(?:^|[.;:\n] ?)[^\"\n.]{0,24}(?P<names>\"[^\"\n]{1,60}\"(?:,? (?:or|and|,)? ?\"[^\"\n]{1,60}\")*),? (?:shall )?(?:means?|refers? to|is|are|includes?|stands? for) (?P<what>[^.;\n]{2,220})",
    re.MULTILINE,
)
_BEFORE = 160
_NAMES = re.compile(r"\"([^\"\n]{1,60})\"")
_ENTITY = re.compile(
    r"(?:\b[A-Z][\w&.-]*(?: [A-Z&][\w&.-]*){0,5},? (?:Inc|LLC|L\.L\.C|Ltd|Limited|GmbH|PBC|SAS|S\.A\.S|AS|A/S|ApS|Oy|S\.p\.A|N\.V|Pty|LP|LLP|B\.V|AB|SA|AG|Corp|Corporation|OpCo|plc|PTE|Pte|Co|K\.K|S\.r\.l)\b\.?)|\baffiliates\b"
)
_YOU = re.compile(
    r"\byou\b|\byour (?:organi[sz]ation|company|employer)|\b(?:person|individual|entity|organi[sz]ation|company|business|party|people)\b[^.;]{0,80}\b(?:us(?:e|es|ing)|access\w*|agree\w*|accept\w*|sign\w*|register\w*|order\w*|purchas\w*|subscrib\w*|enter\w*)|\bparty (?:identified|named|that)",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\W*(?:the |an? |any |all |each |your )?(?:[a-z-]+ ){0,2}(?:persons?|individuals?|entity|entities|organi[sz]ations?|company|business|customers?|you\b|people|developers?|employees?)\b",
    re.IGNORECASE,
)
_HEAD = 4000
_DEVELOPER = re.compile(r"\b(?:develop\w*|build\w*|integrat\w*|deploy\w*|api)\b", re.IGNORECASE)
_END_USER = re.compile(
    r"\b(?:end[- ]users?|authori[sz]ed (?:by|users?)|individuals? (?:who|that|authori[sz]ed|permitted)|natural persons?|members?|employees)\b",
    re.IGNORECASE,
)
_BUSINESS_NAME = re.compile(
    r"^(?:customer|client|subscriber|company|licensee|controller|organi[sz]ation|buyer|merchant|you)$",
    re.IGNORECASE,
)
_DEVELOPER_NAME = re.compile(
    r"^(?:developer|operator|deployer|builder|partner developer|integrator|publisher)s?$", re.IGNORECASE
)
_USER_NAME = re.compile(
    r"^(?:(?:end|authori[sz]ed|registered|permitted)[- ])?(?:users?|members?|visitors?|consumers?|account holders?)$",
    re.IGNORECASE,
)
_THIRD_NAME = re.compile(
    r"^(?:third[- ]part(?:y|ies)|merchants?|sellers?|researchers?|requesters?|reporters?|advertisers?)$",
    re.IGNORECASE,
)
_THINGS = re.compile(r"\b(?:services?|terms|agreement|content|data|software|polic(?:y|ies)|products?|platform|fees?|inputs?|outputs?|website|site|app|license|licence|law|laws|documentation|information|rights|account|order|term|date|territory|materials|cookies)\b", re.IGNORECASE)  # fmt: skip
_WE_NAMES = frozenset({"we", "us", "our", "ours"})
_YOU_NAMES = frozenset({"you", "your", "yours"})


def aliases(text: Text, outline: Outline, platform: str, company: str) -> tuple[tuple[str, Party], ...]:
    """Names in lower case with the party they stand for, sorted; "you" only where the document says whom it means.

    Read from bracketed names ('Acme Inc. ("Acme", "we")'), from '"Customer" means ...', and from what the platform and its
    company are called. The first definition of a name holds. Names of things (services, fees) are not parties.
    """
    content = flat_lines(text.content[:READ_DEFINITIONS]) if outline.provisions or text.content else ""
    found: dict[str, Party] = {}
    for name in (company, platform):
        if name:
            found.setdefault(flat(name).lower(), Party.PLATFORM)
    entities: list[tuple[str, int]] = []
    for name, party, at in (*_bracketed(content), *_means(content)):
        low = name.lower().strip(" .,")
        if low in _WE_NAMES or not 1 < len(low) <= 60 or (low in _YOU_NAMES and party is Party.USER):
            continue
        if party is None:
            entities.append((low, at))
        else:
            found.setdefault(low, party)
    given = {flat(name).lower() for name in (company, platform)}
    spoken = any(party is Party.PLATFORM for name, party in found.items() if name not in given)
    _add_entities(found, entities, opens=not spoken)
    return tuple(sorted(found.items()))


def _add_entities(found: dict[str, Party], entities: list[tuple[str, int]], *, opens: bool) -> None:
    """Companies named without "we" are the platform when they share its first name, or open the document where none is known."""
    known = {name.split()[0] for name, party in found.items() if party is Party.PLATFORM}
    if opens and entities and entities[0][1] < _HEAD:
        known.add(entities[0][0].split()[0])
    for name, _ in entities:
        if name.split()[0] in known:
            found.setdefault(name, Party.PLATFORM)


def flat_lines(content: str) -> str:
    """The content with plain quotes, lines kept."""
    return "\n".join(flat(line) for line in content.split("\n"))


def _bracketed(content: str) -> Iterator[tuple[str, Party | None, int]]:
    for hit in _BRACKETED.finditer(content):
        names = _NAMES.findall(hit["names"])
        before = re.split(r"[\n();]", content[max(0, hit.start() - _BEFORE) : hit.start()])[-1]
        party = _party_of_group(names, before)
        if party is not None or _names_entity(names, before):
            yield from ((name, party, hit.start()) for name in names)


def _party_of_group(names: list[str], before: str) -> Party | None:
    low = {name.lower() for name in names}
    if low & _WE_NAMES:
        return Party.PLATFORM
    named = next((party for name in names if (party := _by_name(name)) is not None), None)
    if low & _YOU_NAMES:
        return named or (
            Party.CUSTOMER
            if re.search(r"organi[sz]ation|company|entity|business", before, re.IGNORECASE)
            else Party.USER
        )
    return named


def _names_entity(names: list[str], before: str) -> bool:
    """Whether the words before the bracket are a company's, so that the bracket gives its short name."""
    return _ENTITY.search(before[-90:]) is not None and not any(_THINGS.search(name) for name in names)


def _means(content: str) -> Iterator[tuple[str, Party | None, int]]:
    for hit in _MEANS.finditer(content):
        for name in _NAMES.findall(hit["names"]):
            party = _by_meaning(name, hit["what"])
            if party is not None:
                yield name, party, hit.start()
            elif _ENTITY.match(hit["what"]) and not _THINGS.search(name):
                yield name, None, hit.start()


def _by_name(name: str) -> Party | None:
    for pattern, party in (
        (_BUSINESS_NAME, Party.CUSTOMER),
        (_DEVELOPER_NAME, Party.DEVELOPER),
        (_USER_NAME, Party.USER),
        (_THIRD_NAME, Party.THIRD_PARTY),
    ):
        if pattern.search(name) and name.lower() != "you":
            return party
    return None


def _by_meaning(name: str, what: str) -> Party | None:
    low = name.lower()
    if low in _WE_NAMES:
        return Party.PLATFORM
    named = _by_name(name)
    if low in _YOU_NAMES or named is Party.CUSTOMER:
        business = re.search(r"organi[sz]ation|compan|entity|business|customer", what, re.IGNORECASE)
        person = re.search(r"\b(?:person|individual|you)\b", what, re.IGNORECASE)
        return Party.CUSTOMER if named is Party.CUSTOMER or (business and not person) else Party.USER
    if named is not None:
        return named
    if _THINGS.search(name) or not _PERSON.match(what):
        return None
    if _END_USER.search(what[:60]):
        return Party.USER
    if _YOU.search(what):
        return Party.DEVELOPER if _DEVELOPER.search(what) else Party.CUSTOMER
    return None
