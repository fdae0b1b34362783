"""Recovering a document that stands only in a script: data islands in JSON, or string literals of a script.

Strings are taken in the order in which they stand; those that are prose or belong to the same list as prose are kept,
those that name things (types, keys, addresses) are not. What looks like markup is read as markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from clausewatch.text.bounds import bounded
from clausewatch.text.builder import Builder
from clausewatch.text.chrome import mark_chrome
from clausewatch.text.counting import letter_count
from clausewatch.text.flow import emit
from clausewatch.text.language import language_of
from clausewatch.text.tree import parse

# No literal begins at an escaped quote; else a source of nothing but such would be scanned to its end from each.
_LITERAL = re.compile(
    r'(?<!\\)(?:"((?:[^"\\\n]|\\.){2}[^"\\\n]*(?:\\.[^"\\\n]*)*)"|\'((?:[^\'\\\n]|\\.){2}[^\'\\\n]*(?:\\.[^\'\\\n]*)*)\'|'
    r"`((?:[^`\\]|\\.){2}[^`\\]*(?:\\.[^`\\]*)*)`)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "t": " ", "r": "\n", "b": " ", "f": " ", "v": " ", "0": " ", "\n": ""}
_MARKUP = re.compile(
    r"<(?:p|div|h[1-6]|ul|ol|li|br|b|strong|em|i|a|span|table|section|article)\b[^<>]*>", re.IGNORECASE
)
_NUMBERING = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})(?:\.\d{1,3})*[.)]?")
_NUMBER_KEYS = frozenset({"n", "no", "num", "number", "marker", "label", "index", "ordinal", "bullet"})
_NAMING_KEYS = frozenset(
    {
        "id", "_id", "key", "type", "_type", "kind", "slug", "route", "url", "href", "src", "path", "class", "classname",
        "style", "lang", "locale", "layout", "template", "component", "__typename", "nodetype", "icon", "image",
        "alt", "target", "rel", "variant", "color", "theme", "sid", "token", "hash", "description", "seo", "meta",
        "keywords", "contenttype", "mimetype", "listitem", "marks", "_key",
    }
)  # fmt: skip
_HEADING_TYPES = re.compile(r"h(?:ead(?:ing|er|line)?)?[-_]?([1-6])?|title|subtitle", re.IGNORECASE)
_ITEM_TYPES = re.compile(r"li|item|list[-_]?item|bullet", re.IGNORECASE)
_CODE_SIGNS = re.compile(r"[{};=<>]|=>|\bfunction\b|\bvar\b|\breturn\b")
_SPACES = re.compile(r"\s")
_MAX_SCRIPT = 8_000_000


@dataclass(slots=True)
class Leaf:
    """A string of the payload: the group (innermost listed object) that it belongs to, that object's kind, its key."""

    text: str
    group: int
    kind: str
    key: str


def recover(scripts: Iterable[tuple[str, str]], url: str) -> Builder | None:
    """The richest document found in the page's scripts, or None when none of them holds prose."""
    best: Builder | None = None
    for kind, source in scripts:
        if len(source) < 400 or len(source) > _MAX_SCRIPT or "ld+json" in kind:
            continue
        html = _markup(_document(source))
        if not html:
            continue
        tree = parse(bounded(html))
        mark_chrome(tree)
        built = emit([tree.body], url)
        tree.release()
        if not _reads(built):
            continue
        if best is None or built.length > best.length:
            best = built
    return best if best is not None and best.length else None


def _reads(built: Builder) -> bool:
    """True when most of what was found stands in sentences of one known language: lists of labels do not."""
    content = built.text().content
    long = sum(
        block.end - block.start for block in built.blocks if _is_prose(content[block.start : block.end])
    )
    return long > 0.6 * max(1, len(content)) and language_of(content) != ""


def _document(source: str) -> list[Leaf]:
    """The leaves of the script's document, from its first prose to its last, in order."""
    leaves = list(_json_leaves(source)) or list(_literals(source))
    prose = [_is_prose(leaf.text) for leaf in leaves]
    groups = {leaf.group for leaf, good in zip(leaves, prose, strict=True) if good}
    if not groups:
        return []
    first, last = prose.index(True), len(prose) - 1 - prose[::-1].index(True)
    kept: list[Leaf] = []
    for at, leaf in enumerate(leaves):
        inside = first - 6 <= at <= last + 2
        if inside and (prose[at] or leaf.group in groups or _is_short_text(leaf)):
            kept.append(leaf)
    return kept


def _is_prose(text: str) -> bool:
    words = text.split()
    cjk = 0 if text.isascii() else sum("\u3040" <= char <= "\u9fff" for char in text[:400])
    if len(words) < 6 and cjk < 12:
        return False
    if cjk == 0 and letter_count(text) <= 0.6 * len(text):
        return False
    most = max(1, len(words) // 12)
    signs = _CODE_SIGNS.finditer(re.sub(r"<[^<>]*>|&\w+;", " ", text))
    return sum(1 for _ in islice(signs, most + 1)) <= most


def _is_short_text(leaf: Leaf) -> bool:
    """Headings and short items: words with a capital, or the number of a clause under a key that says so."""
    text = leaf.text.strip()
    if leaf.key in _NUMBER_KEYS:
        return bool(_NUMBERING.fullmatch(text))
    if leaf.key in _NAMING_KEYS or not text or len(text) > 160 or text.startswith(("/", "#", "http", "$")):
        return False
    return bool(_SPACES.search(text)) or text[0].isupper() or "\u3040" <= text[0] <= "\u9fff"


def _markup(leaves: list[Leaf]) -> str:
    """The leaves as HTML: one element for each group, a heading or item where its kind says so."""
    parts: list[str] = []
    at = 0
    while at < len(leaves):
        end = at + 1
        while end < len(leaves) and leaves[end].group == leaves[at].group:
            end += 1
        group = [leaf for leaf in leaves[at:end] if leaf.key not in _NAMING_KEYS]
        body = " ".join(_as_html(leaf.text) for leaf in group)
        parts.append(_element(leaves[at].kind, body))
        at = end
    return "".join(parts)


def _element(kind: str, body: str) -> str:
    heading = _HEADING_TYPES.fullmatch(kind)
    if heading:
        level = heading[1] or ("1" if kind.lower() == "title" else "2")
        return f"<h{level}>{body}</h{level}>"
    if _ITEM_TYPES.fullmatch(kind):
        return f"<li>{body}</li>"
    return f"<div>{body}</div>"


def _as_html(text: str) -> str:
    if _MARKUP.search(text) or re.search(r"&(?:#\d+|[a-z]+);", text):
        return text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"\n\s*\n", "<br><br>", escaped).replace("\n", "<br>")


def _json_leaves(source: str) -> Iterator[Leaf]:
    """String leaves of the first JSON value of the script, depth first, in order; nothing when there is none."""
    start = re.search(r"[\[{]", source)
    if start is None or len(source[: start.start()].strip()) > 200:
        return
    try:
        value, _ = json.JSONDecoder().raw_decode(source, start.start())
    except (ValueError, RecursionError):
        return
    number = 0
    stack: list[tuple[object, int, str, str]] = [(value, 0, "", "")]
    while stack:
        item, group, kind, key = stack.pop()
        if isinstance(item, str):
            yield Leaf(_clean(item), group, kind, key)
        elif isinstance(item, list):
            members: list[tuple[object, int, str, str]] = []
            for member in item:
                number += 1
                members.append(
                    (member, number if not _is_inline(member) else group, _kind(member, kind), key)
                )
            stack.extend(reversed(members))
        elif isinstance(item, dict):
            pairs = sorted(item.items(), key=lambda pair: pair[0].lower() not in _NUMBER_KEYS)
            stack.extend((inner, group, kind, str(name).lower()) for name, inner in reversed(pairs))


def _is_inline(member: object) -> bool:
    """A text node of a rich-text format: it continues its paragraph."""
    if not isinstance(member, dict):
        return False
    kind = str(member.get("type") or member.get("nodeType") or member.get("_type") or "").lower()
    return kind in {"text", "span", "hyperlink", "link", "inline"}


def _kind(member: object, above: str) -> str:
    if not isinstance(member, dict):
        return above
    found = member.get("type") or member.get("nodeType") or member.get("style") or member.get("_type") or ""
    kind = str(found)
    level = member.get("level")
    if kind in {"heading", "h"} and isinstance(level, int) and 0 < level < 7:
        return f"h{level}"
    return kind if kind.lower() not in {"text", "span", "hyperlink", "link", "inline"} else above


def _literals(source: str) -> Iterator[Leaf]:
    """String literals of a script that is no JSON, each its own group; strings inside strings are opened once more."""
    number = 0
    for found in _LITERAL.finditer(source):
        text = _clean(_unescape(found[1] or found[2] or found[3] or ""))
        if text.count('"') > 8 and len(text) > 2000:
            inner = list(_json_leaves(text[text.find(":") + 1 :]) if ":" in text[:8] else _json_leaves(text))
            for leaf in inner:
                yield Leaf(leaf.text, number + leaf.group, leaf.kind, leaf.key)
            number += len(inner) + 1
            if inner:
                continue
        number += 1
        yield Leaf(text, number, "", "")


def _unescape(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        code = found[1] or found[2] or found[3]
        if code:
            value = int(code, 16)
            return chr(value) if value < 0x110000 else "\ufffd"
        return _SIMPLE.get(found[4], found[4])

    return _ESCAPE.sub(one, text)


def _clean(text: str) -> str:
    """Without lone surrogates; pairs become the character they stand for."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
