"""Which elements a reader of the page cannot see, and which of those are a document's folded panels all the same."""

from __future__ import annotations

import re
from functools import lru_cache

from clausewatch.text.tree import Node, Tree

_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASSES = frozenset(
    {"hidden", "d-none", "is-hidden", "hide", "u-hidden", "display-none", "invisible"}
)
_READER_ONLY = frozenset(
    {
        "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screenreader", "screen-reader-only",
        "a11y-hidden", "u-visually-hidden", "offscreen", "screen-reader", "accessibility-text", "visually-hide",
    }
)  # fmt: skip
_PANEL = re.compile(
    r"accordion|collaps|panel|tab-?(?:pane|content)|faq|answer|toggle|expand|disclosure|details|unfold|fold"
)
_OVERLAY = re.compile(
    r"modal|dialog|popup|menu|drawer|tooltip|dropdown|lightbox|offcanvas|overlay|flyout|cookie|consent|search"
)
_CONTROLS = ("aria-controls", "data-target", "data-bs-target", "data-toggle-target")
_TOGGLES = ("aria-expanded", "data-toggle", "data-bs-toggle")
_OPENS = frozenset({"aria-expanded", "onclick", *_CONTROLS})
_TOGGLE_ROLES = frozenset({"tab", "button"})
_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "button", "summary", "dt"})
_OVERLAY_ROLES = frozenset({"dialog", "alertdialog", "menu", "tooltip", "listbox", "navigation", "search"})


def hidden_reason(node: Node) -> str:
    """How the element itself is taken from view ("hidden", "aria-hidden", "screen-reader"), or nothing."""
    if node.unseen is None:
        node.unseen = _unseen(node.attrs) if node.attrs else ""
    return node.unseen


def _unseen(attrs: dict[str, str]) -> str:
    if "hidden" in attrs or ("style" in attrs and _NOT_SHOWN.search(attrs["style"])):
        return "hidden"
    if attrs.get("aria-hidden") == "true":
        return "aria-hidden"
    names = attrs.get("class")
    if not names:
        return ""
    return _by_class(names) if len(names) > _KEPT_NAMES else _by_class_kept(names)


def _by_class(class_names: str) -> str:
    names = class_names.lower().split()
    if not _READER_ONLY.isdisjoint(names) and not any(":not-sr-only" in name for name in names):
        return "screen-reader"
    if not _HIDDEN_CLASSES.isdisjoint(names) and not _shown_elsewhere(names):
        return "hidden"
    return ""


_KEPT_NAMES = 200
_by_class_kept = lru_cache(maxsize=4096)(_by_class)
"""A site repeats its classes: what short ones mean is kept."""


def _shown_elsewhere(names: list[str]) -> bool:
    """Responsive classes show the element on some screens: `hidden md:block`, `d-none d-lg-flex`."""
    return any(
        re.search(r"(?:^|:|-)(?:block|flex|grid|inline|table|contents|initial)", name) for name in names
    )


def controlled_ids(tree: Tree) -> frozenset[str]:
    """The ids that a heading's button, a tab or a toggle opens; links count only when they are such a control."""
    found: set[str] = set()
    for node in tree.nodes:
        attrs = node.attrs
        if not attrs or node.drop:
            continue
        for name in _CONTROLS:
            if name in attrs:
                found.update(attrs[name].replace("#", "").split())
        if "href" in attrs and (attrs.get("role") in _TOGGLE_ROLES or not attrs.keys().isdisjoint(_TOGGLES)):
            found.update(attrs["href"].replace("#", "").split())
    return frozenset(found)


def is_panel(node: Node, controlled: frozenset[str]) -> bool:
    """True for a folded part of the document: prose opened by a heading, button or tab, not a menu or dialog."""
    if node.attrs.get("role", "") in _OVERLAY_ROLES or node.tag == "nav":
        return False
    if node.words < 5 or node.linked > 0.5 * node.words:
        return False
    tokens = node.tokens()
    if _OVERLAY.search(tokens) and not _PANEL.search(tokens):
        return False
    if (
        node.attrs.get("id", "") in controlled
        or node.attrs.get("role") == "tabpanel"
        or _PANEL.search(tokens)
    ):
        return True
    before = node.neighbour(-1)
    return before is not None and (_is_title(before) or _holds_title(before))


def _is_title(node: Node) -> bool:
    return (
        node.tag in _TITLES or not node.attrs.keys().isdisjoint(_OPENS) or node.attrs.get("role") == "button"
    )


def _holds_title(node: Node) -> bool:
    return node.words < 30 and any(_is_title(kid) for kid in node.elements())
