"""Choosing the part of a page that is the document, without selectors."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from clausewatch.text.banners import drop_consent
from clausewatch.text.edges import trim
from clausewatch.text.parts import narrow
from clausewatch.text.tree import AROUND, Node, Tree

_PEER = 0.1
"""The share of a page's prose from which another landmark of the same kind is no mere teaser."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The elements whose kept inside is the document, in order, and why they were chosen."""

    roots: tuple[Node, ...]
    why: str


def choose(tree: Tree, url: str = "", title: str = "") -> Choice:
    """The part of the page that is the document. Expects `mark_chrome` to have run.

    The largest main landmark (else article) that holds most of the page's prose, and the page's title with its date
    where those stand before it; the whole body when no landmark does. Consent dialogs, menus
    and the like at either edge are dropped on the way. Where the page holds several documents, only the one that the
    fragment of `url`, else `title`, names.
    """
    prose = _prose_before(tree)
    root = _landmark(tree, prose) or tree.body
    narrowed = narrow(tree, root, url, title)
    drop_consent(tree, root, prose)
    trim(tree, root, prose)
    heading = None if narrowed else _title_outside(tree, root)
    why = _why(tree, root, prose) + ("; one of the several documents in it" if narrowed else "")
    return Choice((heading, root) if heading is not None else (root,), why)


def _why(tree: Tree, root: Node, prose: list[int]) -> str:
    if root is tree.body:
        return "the whole body: no main part or single article holds most of the prose"
    share = (prose[root.end] - prose[root.order]) / max(1, prose[tree.body.end] - prose[tree.body.order])
    return f"the {root.attrs.get('role') or root.tag} part, which holds {share:.0%} of the page's prose"


def _prose_before(tree: Tree) -> list[int]:
    """Words outside links in kept elements, summed up to each element's order."""
    own = [
        0 if node.drop or node.tag == "a" or node.within & AROUND["a"] else node.chars for node in tree.nodes
    ]
    return list(accumulate(own, initial=0))


def _landmark(tree: Tree, prose: list[int]) -> Node | None:
    def weight(node: Node) -> int:
        return prose[node.end] - prose[node.order]

    body = weight(tree.body)
    for share, found in ((0.5, _all(tree, "main")), (0.6, _all(tree, "article"))):
        best = max(found, key=weight, default=None)
        if best is not None and weight(best) > share * body:
            # Several articles may be one document in parts, or several documents: then none of them is it alone.
            peers = [node for node in found if not best.order <= node.order < best.end]
            return best if not any(weight(node) > _PEER * body for node in peers) else None
    return None


def _all(tree: Tree, name: str) -> list[Node]:
    return [node for node in tree.serving_as(name) if not node.drop]


def _title_outside(tree: Tree, root: Node) -> Node | None:
    """The block around the page's first-level heading when it stands before the chosen part and holds little else."""
    kept = [node for node in tree.tagged("h1") if not node.drop]
    if any(root.order <= node.order < root.end for node in kept):
        return None
    heads = [node for node in kept if node.order < root.order and node.words]
    if len(heads) != 1:
        return None
    around = heads[0]
    for above in heads[0].ancestors():
        if above.end > root.order or above.words > 60 or above.linked > 0.3 * above.words:
            break
        around = above
    return around
