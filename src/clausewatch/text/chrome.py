"""Marking what is no part of the document: menus, banners, dialogs, footers. General signs only; in doubt a part stays.

The constants were set by reading the errors on the 81 whole pages of the extraction corpus's development half.
"""

from __future__ import annotations

import re
from functools import lru_cache

from clausewatch.text.banners import asks_consent
from clausewatch.text.hidden import controlled_ids, hidden_reason, is_panel
from clausewatch.text.prose import has_heading, has_sentence, plain_entries
from clausewatch.text.stamp import is_stamped
from clausewatch.text.tree import AROUND, HELD, OPAQUE, Node, Tree
from clausewatch.text.twins import settle_twins

_CHROME_TAGS = frozenset({"nav", "footer", "aside", "menu", "dialog", "search", "head"})
_CHROME_ROLES = frozenset(
    {
        "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar",
        "toolbar", "tooltip", "listbox", "status", "progressbar",
    }
)  # fmt: skip
_CONSENT = re.compile(r"(?:cookie|consent|gdpr|ccpa|cmp)")
_CONSENT_PART = re.compile(
    r"(?:cookie|consent|gdpr|ccpa|cmp|privacy)(?:[\w-]{0,80}?[-_])?(?:banner|bar|notice|popup|pop-up|modal|dialog|overlay|"
    r"wall|prompt|box|layer|settings|preferences|manager|container|message|alert|root|sdk|law-info)|onetrust|cybot"
)
_CHROME_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|megamenu|breadcrumbs?|crumbs?|skip(?:-?(?:link|nav|to-content))?|"
    r"footer|site-?header|topbar|sidebar|side-?nav|newsletter|subscribe|signup|social|share|sharing|related|recommended|"
    r"feedback|helpful|pagination|pager|promo|advert|ads?|banner|popup|modal|dialog|language|languages|lang|locale|"
    r"dropdown|toast|notification|cta|toolbar|search)(?=$|[\s_-])"
)
_SUBJECT_NAMES = re.compile(
    r"(?:^|[\s_-])(?:newsletter|subscribe|signup|social|share|sharing|feedback|promo|advert|ads?|notification|language|languages)(?=$|[\s_-])"
)
"""Names that a policy gives its own sections as well: whom data are shared with, what is sent, what ads are made of."""
_ASIDE_ROLES = frozenset({"complementary", "status"})
_FEW = 8
STRUCK = "struck out"
_STRUCK = frozenset({"s", "del", "strike"})
_TELLING_TAGS = OPAQUE | _CHROME_TAGS | _STRUCK | {"noscript", "header", "form"}
"""Any other element without attributes gives no reason."""
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,40}?\bline-through", re.IGNORECASE)


def mark_chrome(tree: Tree) -> None:
    """Sets `drop` on every element that is certainly or very probably not the document's text."""
    controlled = controlled_ids(tree)
    total = max(1, tree.body.words)
    at, nodes = 0, tree.nodes
    while at < len(nodes):
        node = nodes[at]
        at += 1
        if not node.drop and (node.attrs or node.tag in _TELLING_TAGS):
            node.drop = _reason(node, total, controlled)
        if node.drop:
            for inner in nodes[at : node.end]:
                if not inner.drop and inner.parent is not None:
                    inner.drop = inner.parent.drop
            at = node.end
    settle_twins(tree)
    _reveal(tree)


def _reason(node: Node, total: int, controlled: frozenset[str]) -> str:
    tag = node.tag
    if tag in OPAQUE or tag in {"head", "noscript"}:
        return "opaque"
    hidden = hidden_reason(node)
    if hidden and not _kept_hidden(node, hidden, total, controlled):
        return hidden
    if tag in _CHROME_TAGS or node.attrs.get("role", "") in _CHROME_ROLES:
        return "" if _is_substance(node, total) else f"landmark:{tag}"
    if tag == "header":
        return "" if _is_own_header(node) else "landmark:header"
    if tag == "form":
        small = node.words < min(80, total // 2) and _holds(node, "input")
        return "form" if small and not has_sentence(node) else ""
    if _is_struck(node):
        # An `s` never closed goes on to the page's end.
        return STRUCK if node.words < 0.5 * total else ""
    return _by_name(node, total)


def _kept_hidden(node: Node, hidden: str, total: int, controlled: frozenset[str]) -> bool:
    if node.tag in {"html", "body", "main"}:
        return True
    if hidden == "screen-reader":
        return node.tag in {"h1", "h2", "h3", "h4"} and not _within(node, ("a", "button", "nav"))
    return is_panel(node, controlled) or (
        hidden == "aria-hidden" and node.words > 0.5 * total and node.words > 200
    )


def _is_substance(node: Node, total: int) -> bool:
    """A landmark that holds the document all the same: most of the page's words, or prose inside the main part."""
    prose = node.words - node.linked
    role = node.attrs.get("role", "")
    if node.tag in {"nav", "menu", "dialog", "head", "search"} or role in {"dialog", "alertdialog"}:
        return (prose > 0.6 * total and prose > 300) or (node.tag == "dialog" and _is_shown_note(node))
    if prose > 0.5 * total and prose > 150:
        return True
    if (node.tag in {"aside", "footer"} or role in _ASIDE_ROLES) and _within(node, ("main", "article")):
        plain = node.tag in {"aside", "footer"} and node.links == 0 and node.words >= _FEW
        return plain or (node.linked <= 0.5 * node.words and has_sentence(node))
    return False


def _is_shown_note(node: Node) -> bool:
    """A dialog that the markup itself opens in the midst of the document, and that says something and asks nothing."""
    if "open" not in node.attrs or not _within(node, ("main", "article")):
        return False
    return has_sentence(node) and not asks_consent(node)


def _is_own_header(node: Node) -> bool:
    """A header of the document or of a section of it, not of the site (HTML Standard, 4.3.8)."""
    if _within(node, ("main", "article")) or _holds(node, "h1"):
        return True
    return has_heading(node) and (_within(node, ("section",)) or has_sentence(node))


def _is_struck(node: Node) -> bool:
    return node.tag in _STRUCK or (
        "style" in node.attrs and _STRUCK_STYLE.search(node.attrs["style"]) is not None
    )


def _by_name(node: Node, total: int) -> str:
    attrs = node.attrs
    if not attrs or node.tag in {"html", "body", "main", "article", "h1", "h2"}:
        return ""
    if "class" not in attrs and "id" not in attrs:
        return ""
    tokens = node.tokens()
    consent, chrome = _named(tokens) if len(tokens) > _KEPT_TOKENS else _named_kept(tokens)
    if consent and node.words < 0.4 * total:
        return "consent" if _holds(node, "button") or _holds(node, "input") or _holds(node, "a") else ""
    if chrome and node.words < 0.3 * total:
        linky = node.linked >= 0.5 * node.words
        named = linky or (node.words < 60 and (asks_consent(node) or not _says_something(node, tokens)))
        return "named" if named and not is_stamped(node) else ""
    return ""


def _says_something(node: Node, tokens: str) -> bool:
    """A sentence; a table's cells; entries of a list that are neither links nor buttons, where the name may be its subject."""
    if has_sentence(node):
        return True
    cells, entries = plain_entries(node)
    return cells > 1 or (entries > 1 and _SUBJECT_NAMES.search(tokens) is not None)


def _named(tokens: str) -> tuple[bool, bool]:
    """Whether class and id name a consent banner's part, and a part of the site around the document."""
    consent = _CONSENT.search(tokens) and _CONSENT_PART.search(tokens)
    return bool(consent), bool(_CHROME_NAMES.search(tokens))


_KEPT_TOKENS = 200
_named_kept = lru_cache(maxsize=4096)(_named)
"""A site repeats its classes: what short ones mean is kept."""


def _within(node: Node, tags: tuple[str, ...]) -> bool:
    return any(node.within & AROUND[tag] for tag in tags)


def _holds(node: Node, tag: str) -> bool:
    return bool(node.holds & HELD[tag])


def _reveal(tree: Tree) -> None:
    """A page that hides all its text until a script runs is read as if it did not."""
    seen = 0
    for node in tree.nodes:
        if not node.drop:
            seen += node.own
            if seen >= 150:
                return
    tops = [
        node
        for node in tree.nodes
        if node.drop == "hidden" and (not node.parent or node.parent.drop != "hidden")
    ]
    biggest = max(tops, key=lambda node: node.words - node.linked, default=None)
    if biggest is None or biggest.words - biggest.linked < max(200, 2 * seen):
        return
    for node in tree.nodes[biggest.order : biggest.end]:
        if node.drop == "hidden":
            node.drop = ""
