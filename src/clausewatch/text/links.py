"""Addresses of links without what varies between two captures of one page, and which links lead elsewhere.

The general ways in which an address varies while the text stands still: campaign and click marks, sessions, signatures
with their expiry, and build numbers. They are told by shape (long tokens of mixed signs, UUIDs, times in seconds) and by
names of parameters that signing schemes and analytics share (AWS Signature Version 4, Azure SAS, CloudFront, RFC 3986
for the parts of an address).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from clausewatch.nouns.document import Text

_PASSING = re.compile(
    r"utm_\w+|\w*clid|mc_[ce]id|_gl|_ga\w*|_hs\w+|hs\w*tracking|igshid|mkt_tok|ref_?(?:src|url)|spm|scm|yclid|trk\w*|campaign\w*|cmp\w*|src_?id|"
    r"\w*sess(?:ion)?_?(?:id|key|token)?|sid|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|csrf\w*|xsrf\w*|nonce|state|"
    r"x-(?:amz|goog|oss|cos|ms)-[\w-]+|awsaccesskeyid|googleaccessid|key-pair-id|policy|\w*signature|sig|hmac|\w*token|\w*expir(?:es|y|ation)?|hdnea|hdnts|"
    r"_nc_\w+|oh|oe|ccb|se|sp|sr|sv|st|spr|ske|skt|sks|skv|skoid|sktid|"
    r"ts|_?t|timestamp|time|cb|cache_?bust\w*|_|rand(?:om)?|nocache|build|rev|hash|etag",
    re.IGNORECASE,
)
_NAMES_A_THING = re.compile(r"(?:\w*[_-])?(?:id|doc(?:ument)?|file(?:name)?|article|page|path|slug|name|q|url|to|target|lang|hl|locale|version|v)", re.IGNORECASE)  # fmt: skip
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_HEX = re.compile(r"[0-9a-f]{24,}", re.IGNORECASE)
_EPOCH = re.compile(r"1[4-9]\d{8}(?:\d{3})?")
# Small letters, capitals and figures in ever other turns: "k9Qz41", which no name of a page is ("GPT4o", "RFC8058").
_SHORT_TOKEN = re.compile(r"(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9]{6,9}")
_SHORT_TOKEN_RUNS = 5
_TOKEN = re.compile(r"[\w+/=~.-]{20,}")
_SESSION_PART = re.compile(r";(?:jsessionid|phpsessid|sid|session\w*)=[^/;?#]*", re.IGNORECASE)
_COOKIELESS = re.compile(r"/\([A-Z]\([\w-]{8,}\)\)", re.IGNORECASE)
_PORTS = {"http": ":80", "https": ":443"}
# So many links of a page that change one component alike are the page's doing, not an editor's.
_TOGETHER = 3
# A shorter value, or one without a figure, may stand in a path by chance.
_SESSION = 5


class Turn(StrEnum):
    """What became of a link whose words and place are the same."""

    SAME = "same"
    NOISE = "noise"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class LinkTurn:
    """A link of two texts: its words, both addresses as they stood, and what became of it."""

    anchor: str
    old: str
    new: str
    turn: Turn


def anchors(text: Text) -> tuple[tuple[str, str], ...]:
    """Words and address of every link, in order."""
    return tuple((" ".join(text.content[link.start : link.end].split()), link.href) for link in text.links)


def stable_href(href: str) -> str:
    """The address without what passes: scheme, default port, sessions, marks, signatures and tokens.

    A token in the path becomes "~" so that the place it takes is kept; the parameters that are left stand in order of
    their names. Never raises: what is no address comes back as it is, without white space.
    """
    href = "".join(href.split())
    try:
        parts = urlsplit(href)
        host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    except ValueError:
        return href
    if parts.scheme.lower() not in {"", "http", "https"}:
        return href
    host = host.lower().removesuffix(_PORTS.get(parts.scheme.lower(), "\0"))
    path = "/".join(
        "~" if _opaque(segment) else segment for segment in _without_session(parts.path).split("/")
    )
    kept = sorted(pair for pair in parts.query.split("&") if pair and not _passes(*_pair(pair)))
    query = "?" + "&".join(kept) if kept else ""
    marked = "=" in parts.fragment and _passes(*_pair(parts.fragment))
    fragment = f"#{parts.fragment}" if parts.fragment and not marked else ""
    lead = "//" if host else ""
    return f"{lead}{host}{path.rstrip('/') or ('/' if host else path)}{query}{fragment}"


def varying(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> tuple[LinkTurn, ...]:
    """What became of the links of two texts with equal words, given as words and address in order (see `anchors`).

    Links are paired by their words, the nth of one text with the nth of the other. Noise is what only passing parts
    or parameters that name nothing tell apart, and a component that changed alike in several links when it reads as a token or number. Another host,
    another path or another parameter that names a thing is another target.
    """
    later: dict[str, list[str]] = defaultdict(list)
    for anchor, href in reversed(new):
        later[anchor].append(href)
    pairs = [(anchor, href, later[anchor].pop()) for anchor, href in old if later[anchor]]
    before, after = _passing_values(href for _, href in old), _passing_values(href for _, href in new)
    stable = [(_veiled(stable_href(one), before), _veiled(stable_href(two), after)) for _, one, two in pairs]
    common = Counter(change for both in stable if (change := _single_change(*both)))
    return tuple(
        LinkTurn(*pair, Turn.SAME if pair[1] == pair[2] else _turn(*both, common))
        for pair, both in zip(pairs, stable, strict=True)
    )


def _turn(one: str, other: str, common: Counter[tuple[str, str]]) -> Turn:
    if _named_alone(one) == _named_alone(other):
        return Turn.NOISE
    change = _single_change(one, other)
    if change is not None and common[change] >= _TOGETHER and all(map(_numbered, change)):
        return Turn.NOISE
    return Turn.TARGET


def _passing_values(hrefs: Iterable[str]) -> frozenset[str]:
    """The values of passing parameters anywhere in the text: a session that some link names may stand in others' paths."""
    pairs = (_pair(written) for href in hrefs for written in href.partition("?")[2].split("&"))
    return frozenset(
        value
        for name, value in pairs
        if len(value) >= _SESSION and any(map(str.isdigit, value)) and _PASSING.fullmatch(name)
    )


def _veiled(stable: str, passing: frozenset[str]) -> str:
    path, mark, rest = stable.partition("?")
    return "/".join("~" if segment in passing else segment for segment in path.split("/")) + mark + rest


def _named_alone(stable: str) -> str:
    """A stable address with those parameters alone that name a thing."""
    address, mark, fragment = stable.partition("#")
    path, _, query = address.partition("?")
    kept = [pair for pair in query.split("&") if _NAMES_A_THING.fullmatch(_pair(pair)[0])]
    return f"{path}?{'&'.join(kept)}{mark}{fragment}"


def _single_change(one: str, other: str) -> tuple[str, str] | None:
    """The one component in which two addresses differ, or None."""
    a, b = re.split(r"[/?&#]", one), re.split(r"[/?&#]", other)
    if len(a) != len(b):
        return None
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return differing[0] if len(differing) == 1 else None


def _numbered(component: str) -> bool:
    return any(map(str.isdigit, component)) and "." not in component.partition("=")[0]


def _without_session(path: str) -> str:
    return _COOKIELESS.sub("", _SESSION_PART.sub("", path))


def _pair(written: str) -> tuple[str, str]:
    name, _, value = written.partition("=")
    return unquote(name), unquote(value)


def _passes(name: str, value: str) -> bool:
    if _PASSING.fullmatch(name):
        return True
    if _NAMES_A_THING.fullmatch(name):
        return False
    return _opaque(value) or bool(_EPOCH.fullmatch(value))


def _opaque(value: str) -> bool:
    """Whether a value reads as a token: a UUID, long hexadecimal, or long and of mixed signs without words."""
    value = unquote(value)
    stem = re.sub(r"\.\w{2,5}$", "", value)
    if _UUID.fullmatch(stem) or _HEX.fullmatch(stem):
        return True
    if _SHORT_TOKEN.fullmatch(stem):
        return len(re.findall(r"\d+|[a-z]+|[A-Z]+", stem)) >= _SHORT_TOKEN_RUNS
    if not _TOKEN.fullmatch(stem) or re.search(
        r"[-_.](?:[a-z]{3,}|[A-Z][a-z]{2,})[-_.]|^[a-z]+(?:[-_.][a-z0-9]+)+$", stem
    ):
        return False
    kinds = (str.isdigit, str.islower, str.isupper)
    turns = sum(_sort(one) != _sort(two) for one, two in pairwise(stem))
    return (
        sum(any(map(kind, stem)) for kind in kinds) >= 2
        and any(map(str.isdigit, stem))
        and turns * 4 >= len(stem)
    )


def _sort(sign: str) -> int:
    return 0 if sign.isdigit() else 1 if sign.islower() else 2 if sign.isupper() else 3
