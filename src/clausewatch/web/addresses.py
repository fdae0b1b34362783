"""Where every page is: the only place that writes paths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from clausewatch.nouns.catalog import Source
from clausewatch.nouns.finding import TopicId
from clausewatch.nouns.identity import DocumentId, PlatformId, ProvisionId, RecordId, VersionId, WatchId

SHORT = 12
"""How much of a version's identifier an address shows: 48 bits are unique within any document."""

RESERVED = frozenset({"history", "diff", "provision"})
"""Names under a document that are pages of their own; a provision so called is addressed under `provision/`."""

ALERTS = "/alerts/"
"""How soon alerts arrived."""

_SCHEMES = frozenset({"http", "https", "mailto"})


def platform_path(platform: PlatformId) -> str:
    return f"/platform/{_part(platform)}/"


def facts_path(platform: PlatformId) -> str:
    """The platform's quick facts."""
    return f"{platform_path(platform)}facts/"


def platform_regulations_path(platform: PlatformId) -> str:
    """How far the platform's documents speak of what each regulation is about."""
    return f"{platform_path(platform)}regulations/"


def topic_path(topic: TopicId, part: int = 1) -> str:
    """Every platform's stance on the topic; with `part` the page that has the clauses of that part of them."""
    return f"/topic/{_part(topic)}/{f'?page={part}' if part > 1 else ''}"


def regulation_path(entry: str) -> str:
    """One article or section, and what it bears on."""
    return f"/regulation/{_part(entry)}/"


def registry_path(platform: PlatformId, topic: TopicId) -> str:
    """The platform's provisions on the topic, as the registry lists them."""
    return f"/registry/?platform={_part(platform)}&topic={_part(topic)}"


def document_path(document: DocumentId, version: VersionId | None = None) -> str:
    """The document's page; with a version, as it stood then."""
    platform, _, name = document.partition("/")
    path = f"/platform/{_part(platform)}/{_part(name)}/"
    return path if version is None else f"{path}?at={_part(version[:SHORT])}"


def passage_path(document: DocumentId, provision: ProvisionId, version: VersionId | None = None) -> str:
    """Where the provision stands within its document: on the leaf that holds it, where the text is long."""
    return f"{leaf_path(document, provision, version)}#{_part(provision)}"


def leaf_path(document: DocumentId, provision: ProvisionId, version: VersionId | None = None) -> str:
    """The leaf of the document's page that holds the provision; the whole page where the text is not long."""
    path = document_path(document, version)
    return f"{path}{'?' if version is None else '&'}in={_part(provision)}"


def whole_path(document: DocumentId, version: VersionId | None = None) -> str:
    """The document's page with the whole text, however long it is."""
    path = document_path(document, version)
    return f"{path}{'?' if version is None else '&'}whole=1"


def provision_path(document: DocumentId, provision: ProvisionId, version: VersionId | None = None) -> str:
    """The provision's own page."""
    middle = "provision/" if provision in RESERVED else ""
    path = f"{document_path(document)}{middle}{_part(provision)}/"
    return path if version is None else f"{path}?at={_part(version[:SHORT])}"


def compared_path(
    document: DocumentId, provision: ProvisionId, statement: int, version: VersionId | None = None
) -> str:
    """The provision's page where it is compared by that statement, counted from 1."""
    path = provision_path(document, provision, version)
    return f"{path}{'?' if version is None else '&'}statement={statement}#others"


def history_path(document: DocumentId) -> str:
    return f"{document_path(document)}history/"


def diff_form_path(document: DocumentId) -> str:
    """Where the form that chooses two versions is sent."""
    return f"{document_path(document)}diff/"


def diff_path(
    document: DocumentId,
    old: VersionId,
    new: VersionId,
    *,
    inline: bool = False,
    changed: bool = False,
) -> str:
    """Two versions of the document, side by side or inline."""
    path = f"{diff_form_path(document)}{_part(old[:SHORT])}..{_part(new[:SHORT])}"
    options = [("view", "inline")] * inline + [("changed", "1")] * changed
    return f"{path}?{urlencode(options)}" if options else path


def at_path(path: str, name: str, number: int) -> str:
    """That entry of a list which may be shown in parts: on the part that holds it, at the entry."""
    return f"{part_path(path, name, number)}#{name}-{number}"


def part_path(path: str, name: str, number: int) -> str:
    """The part of the list that holds that entry."""
    return f"{path}{'&' if '?' in path else '?'}{name}={number}"


def undivided_path(path: str) -> str:
    """The list on one page, however long it is."""
    return f"{path}{'&' if '?' in path else '?'}whole=1"


def change_path(record: RecordId) -> str:
    return f"/change/{_part(record)}/"


def change_report_path(record: RecordId, form: str) -> str:
    """The record's report, as `pdf` or `docx`."""
    return f"/change/{_part(record)}.{form}"


def platform_report_path(platform: PlatformId, form: str) -> str:
    """The platform's profile."""
    return f"{platform_path(platform)}report.{form}"


def diff_report_path(
    document: DocumentId, old: VersionId, new: VersionId, form: str, *, changed: bool = False
) -> str:
    """The redline of two versions, as a file."""
    return f"{diff_path(document, old, new)}.{form}{'?changed=1' if changed else ''}"


def review_path(platform: PlatformId = "", page: int = 1) -> str:
    """The queue of what nobody reviewed yet, of all platforms or of one."""
    return _asking("/review/", platform=platform, page=str(page) if page > 1 else "")


def health_path(page: int = 1) -> str:
    return _asking("/health/", page=str(page) if page > 1 else "")


def baselines_path(page: int = 1) -> str:
    """What was accepted, and what changed since."""
    return _asking("/baselines/", page=str(page) if page > 1 else "")


def corrections_path(page: int = 1) -> str:
    return _asking("/corrections/", page=str(page) if page > 1 else "")


def timemap_path(document: DocumentId) -> str:
    """The list of the document's versions in time (RFC 7089)."""
    return f"/timemap/link/{quote(document, safe='/')}"


def timegate_path(document: DocumentId) -> str:
    """What leads to the version that stood at a given time."""
    return f"/timegate/{quote(document, safe='/')}"


def log_leaf_path(number: int) -> str:
    """A leaf of the log, with its proof."""
    return f"/log/leaf/{number}/"


def document_pack_path(
    document: DocumentId, version: VersionId | None = None, provision: ProvisionId = ""
) -> str:
    """The evidence pack of a version of the document, or of one provision of it."""
    path = f"{document_path(document)}evidence.wacz"
    return _asking(path, at=version[:SHORT] if version else "", provision=provision)


def change_pack_path(record: RecordId) -> str:
    """The evidence pack of a change."""
    return f"{change_path(record)}evidence.wacz"


def chart_path(kind: str, subject: str, look: str, form: str, mark: str) -> str:
    """A chart's picture or specification. `mark` names what it shows, so that it may be kept for good."""
    return f"/chart/{_part(kind)}/{quote(subject, safe='/')}/{_part(look)}.{_part(form)}?v={_part(mark)}"


def script_path(mark: str) -> str:
    """The script that draws charts in a browser; `mark` names its versions."""
    return f"/chart/vega.js?v={_part(mark)}"


def watch_feed_path(watch: WatchId) -> str:
    return f"/watch/{_part(watch)}/feed.atom"


def watch_json_feed_path(watch: WatchId) -> str:
    return f"/watch/{_part(watch)}/feed.json"


def leave_path(watch: WatchId, token: str) -> str:
    """Where the watch is left by whoever holds its token."""
    return _asking(f"/watch/{_part(watch)}/unsubscribe", token=token)


def card_path(page: str) -> str:
    """The picture that stands for the page at that address."""
    return f"/card{page}"


def safe_href(href: str) -> str | None:
    """`href` when a click on it is harmless: http, https or mailto, nothing hidden in it; else None."""
    if not href.isprintable() or href != href.strip():
        return None
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme.lower() not in _SCHEMES:
        return None
    if parts.scheme.lower() != "mailto" and not parts.netloc:
        return None
    return href


def originals(sources: Iterable[Source]) -> tuple[tuple[str, str], ...]:
    """Each address of a document that is harmless to open, with what tells it from the others: its host, with the path where
    hosts are not enough; empty where there is but one."""
    urls = tuple(dict.fromkeys(each.url for each in sources if safe_href(each.url)))
    if len(urls) < 2:
        return tuple((url, "") for url in urls)
    parts = [urlsplit(url) for url in urls]
    hosts = Counter(each.netloc.rpartition("@")[2] for each in parts)
    found = []
    for url, each in zip(urls, parts, strict=True):
        host = each.netloc.rpartition("@")[2]
        query = f"?{each.query}" if each.query else ""
        found.append((url, host if hosts[host] == 1 else f"{host}{each.path}{query}"))
    return tuple(found)


def _asking(path: str, **fields: str) -> str:
    given = {name: value for name, value in fields.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


@lru_cache(maxsize=20_000)
def _part(name: str) -> str:
    """The name as a part of a path. A list names the same platforms and documents again and again."""
    return quote(name, safe="")
