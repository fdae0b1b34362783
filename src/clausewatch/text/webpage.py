"""HTML to Reading: the document's text, and what the whole page shows for the verdict."""

from __future__ import annotations

import re

from clausewatch.nouns.document import Dropped, Page, Reading, Signals, Text
from clausewatch.nouns.evidence import Verdict
from clausewatch.text.account import dropped_parts
from clausewatch.text.banners import choices, choices_kept
from clausewatch.text.bounds import MOST_TAGS, bounded
from clausewatch.text.builder import Builder
from clausewatch.text.chrome import mark_chrome
from clausewatch.text.cloaked import uncloaked
from clausewatch.text.content import Choice, choose
from clausewatch.text.counting import folded, word_count
from clausewatch.text.decode import decoded
from clausewatch.text.flow import emit
from clausewatch.text.hidden import hidden_reason
from clausewatch.text.language import language_of
from clausewatch.text.payload import recover
from clausewatch.text.shadow import opened
from clausewatch.text.tree import AROUND, OPAQUE, Node, Tree, parse

_VISIBLE_LIMIT = 20_000
_TITLE_CHARS = 1_000
_ENOUGH_WORDS = 120
_CLOSED = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_TOO_MANY = (Verdict.TOO_LARGE, f"the page goes on beyond the {MOST_TAGS:,} tags that are read")
_PRE = AROUND["pre"]
_UNSEEN = OPAQUE | {"head", "noscript", "title"}


def read_html(page: Page) -> Reading:
    """The reading of an HTML page. Never raises, whatever the bytes; no depth of nesting exhausts the stack."""
    whole, utf8 = decoded(page.body, page.charset)
    source = bounded(uncloaked(opened(whole)))
    # Lexbor reads UTF-8: bytes that are need no coding back.
    tree = parse(page.body if utf8 and source is whole else source, page.select, page.remove)
    mark_chrome(tree)
    if tree.selected:
        choice = Choice(tree.selected, "what the declared selectors match")
    else:
        choice = choose(tree, page.url, page.title)
    built = emit(choice.roots, page.url)
    visible, length = _visible(tree)
    recovered = False
    words = _words(built, _ENOUGH_WORDS)
    if words < _ENOUGH_WORDS:
        better = recover(tree.scripts, page.url)
        enough = max(_ENOUGH_WORDS, 2 * words)
        if better is not None and _words(better, enough + 1) > enough:
            built, recovered = better, True
    declared = tree.nodes[0].attrs.get("lang", "") or _html_lang(tree)
    beyond = source is not whole and whole.count("<") > MOST_TAGS
    signals = Signals(
        visible=visible,
        visible_chars=length,
        page_title=tree.title,
        declared_language=declared,
        password_field=any(node.attrs.get("type") == "password" for node in tree.tagged("input")),
        closed=bool(_CLOSED.search(source[-2000:])) or len(source) < 200,
        recovered=recovered,
        chosen="a script's data: the page shows no document" if recovered else choice.why,
        dropped=_dropped(tree, page, choice.roots, beyond=beyond),
        obstacle=_TOO_MANY if beyond else None,
        choices=choices(tree),
        choices_kept=choices_kept(tree),
    )
    tree.release()
    return Reading(_titled(built, tree.title, declared), signals)


def _titled(built: Builder, page_title: str, declared: str) -> Text:
    content = built.text()
    heading = next(
        (block for block in content.blocks[:20] if block.level == 1 and block.kind.value == "heading"), None
    )
    title = heading.of(content.content)[:_TITLE_CHARS].strip() if heading else page_title
    language = language_of(content.content) or declared.split("-", maxsplit=1)[0].lower()
    return Text(content.content, content.blocks, content.links, content.marks, title, language)


def _html_lang(tree: Tree) -> str:
    return next((node.attrs["lang"] for node in tree.nodes[:4] if node.attrs.get("lang")), "")


def _words(built: Builder, most: int) -> int:
    """The words built so far, counted no further than decides."""
    count = 0
    for chunk in built.chunks:
        count += word_count(chunk)
        if count >= most:
            break
    return count


def _visible(tree: Tree) -> tuple[str, int]:
    """What is on screen anywhere in the page, and how long it is."""
    length = -1
    at, nodes = tree.body.order, tree.nodes
    while at < tree.body.end:
        node = nodes[at]
        unseen = node.unseen
        if unseen is None and node.attrs:
            unseen = hidden_reason(node)
        if unseen == "hidden" or node.tag in _UNSEEN:
            at = node.end
        else:
            length += node.shown
            at += 1
    return _opening(tree.body, _VISIBLE_LIMIT), max(0, length)


def _opening(body: Node, limit: int) -> str:
    """The first characters on screen; asks what `hidden_reason` has found before."""
    parts: list[str] = []
    length = 0
    stack: list[Node | str] = [body]
    while stack and length <= limit:
        item = stack.pop()
        if isinstance(item, str):
            words = item.strip()
            if words:
                parts.append(words)
                length += len(words) + 1
        elif item.tag not in _UNSEEN and item.unseen != "hidden":
            kids = item.kids
            if item.within & _PRE or item.tag == "pre":
                kids = [folded(kid) if isinstance(kid, str) else kid for kid in kids]
            stack.extend(reversed(kids) if len(kids) > 1 else kids)
    return " ".join(parts)[:limit]


def _dropped(tree: Tree, page: Page, roots: tuple[Node, ...], *, beyond: bool) -> tuple[Dropped, ...]:
    missed = [Dropped("select matched nothing")] if page.select and not tree.selected else []
    unusable = [Dropped(f"unusable selector {selector}") for selector in tree.bad_selectors]
    far = [Dropped(f"all beyond the first {MOST_TAGS:,} tags")] if beyond else []
    return (*missed, *unusable, *far, *dropped_parts(tree, roots))
