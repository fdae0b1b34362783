"""Small things on a page that are no part of its document: polls, further reading, copyright lines, language pickers.

The constants were set by reading the errors on the 81 whole pages of the extraction corpus's development half, and what
stood before and after the text on the good pages of the verdict corpus's.
"""

from __future__ import annotations

import re

from clausewatch.text.prose import has_sentence, says
from clausewatch.text.stamp import is_stamp
from clausewatch.text.tree import Node, Tree, words_of

MOST_WORDS = 40
_OWN_CHARS = 120
_BEYOND = 0.03
_COLOPHON_WORDS = 80
_LANGUAGES_SHOWN = 4
_POLL = re.compile(
    r"(?:was|is|did|were)\s+(?:you\s+find\s+)?(?:this|these)(?:\s+\w+){0,3}\s+(?:helpful|useful)|found\s+(?:this|it)(?:\s+\w+){0,2}\s+helpful|"
    r"war\s+(?:dies\w*|der|die|das)(?:\s+\w+){0,3}\s+hilfreich|cet(?:te)?\s+(?:article|page)\s+vous\s+a-t-\w+\s+(?:été\s+)?(?:utile|aid)|"
    r"(?:le|te)\s+(?:ha\s+)?(?:resultó|sido|fue)\s+útil|这篇文章(?:是否)?有(?:帮助|用)|是否有帮助",
    re.IGNORECASE,
)
_POLL_SIGNS = ("helpful", "useful", "hilfreich", "a-t-", "útil", "有帮助", "有用")
"""Every poll has one of them; looking for a few words costs a tenth of the pattern."""
_FURTHER = re.compile(
    r"(?:related|more|recommended|similar|popular)\s+(?:articles?|posts?|topics?|reading|resources|pages|stories|content)|read\s+(?:next|more)|"
    r"(?:verwandte|ähnliche|weitere)\s+(?:artikel|beiträge|themen)|articles?\s+(?:associés|connexes|similaires)|artículos\s+relacionados|相关文章|相关推荐",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"(?:print|save|download|share|copy\s+link|menu|close|search|dark|light|dark\s+mode|light\s+mode|(?:un)?subscribe|"
    r"(?:back|skip|jump|go)\s+to\s+(?:top|main|content|main\s+content|the\s+top)|(?:expand|collapse|open|close|show|hide)\s+all|"
    r"log\s?in|sign\s?(?:in|up)|drucken|teilen|suche|imprimer|partager|télécharger|imprimir|compartir|descargar|stampa|condividi|afdrukken)"
    r"(?:\s*[/|]\s*(?:print|save|download|share))*",
    re.IGNORECASE,
)
_COLOPHON = re.compile(r"\W*(?:©|copyright\s*(?:©|\(c\)|\d{4})|\(c\)\s*\d{4})", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:;。！？：；]\s*")
_CLAUSE_END = re.compile(r"(?<=[^\W\d_]{3})[.;]\s+|(?<=\))[.;]\s+|[。；]")
_RIGHTS = re.compile(
    r"rights?\s+(?:are\s+)?reserved|trade\s?-?marks?|rechte\s+vorbehalten|droits\s+(?:\w+\s+)?réservés|derechos\s+reservados|"
    r"diritti\s+(?:\w+\s+)?riservati|rechten\s+voorbehouden|direitos\s+(?:\w+\s+)?reservados|права\s+защищены|版权所有|保留所有|無断転載",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^(?:\s+(?:(?:to|for)\s+)?you)?\W*$|^(?:\s+(?:(?:to|for)\s+)?you)?\s*[?？]\W*", re.IGNORECASE
)
_AROUND_POLL = 6
_REGION = re.compile(r"\([^()]{1,30}\)")
_LANGUAGE = re.compile(
    r"\b(?:english|deutsch|français|español|italiano|português|nederlands|polski|русский|українська|türkçe|svenska|dansk|norsk|suomi|"
    r"čeština|slovenčina|magyar|română|ελληνικά|bahasa\s+indonesia|tiếng\s+việt|català|hrvatski|български)\b|"
    r"日本語|한국어|中文|简体|繁體|العربية|עברית|हिन्दी|ไทย",
    re.IGNORECASE,
)


def drop_furniture(node: Node, root: Node, *, at_edge: bool) -> None:
    """Drops a poll, or a heading of further reading with its links, with the small container around it.

    At an edge of the text (before the first or after the last prose) also a picker of languages and a lone command.
    """
    if node.shown > _OWN_CHARS + 1:
        return
    own = " ".join(kid for kid in node.kids if isinstance(kid, str)).strip()
    if not own or len(own) > _OWN_CHARS:
        return
    if _is_poll(own):
        _without_sentence(node, _outermost(node, root, 40)).drop = "poll"
    elif _FURTHER.fullmatch(own.rstrip(": ")):
        around = _outermost(node, root, 200)
        if around is not node and around.linked >= 0.7 * (around.words - node.words):
            around.drop = "further reading"
    elif at_edge and _ACTION.fullmatch(own):
        node.drop = "command"
    elif at_edge and _picks_language(own):
        node.drop = "languages"


def _is_poll(own: str) -> bool:
    """True when the question is all there is, or the last that is asked, with its answers: never in a longer sentence."""
    folded = own.casefold()
    if not any(sign in folded for sign in _POLL_SIGNS):
        return False
    found = _POLL.search(own)
    if found is None:
        return False
    before = _SENTENCE_END.split(own[: found.start()])[-1]
    after = own[found.end() :]
    rest = _ASKED.sub("", after)
    answers = _AROUND_POLL if rest != after and not says(rest) else 0
    return len(before.split()) <= _AROUND_POLL and len(rest.split()) <= answers


def _without_sentence(node: Node, around: Node) -> Node:
    """The largest element around the node, up to the one given, in which nothing is said beside the node."""
    found = node
    while found is not around and (above := found.parent) is not None:
        beside = (kid for kid in above.kids if kid is not found)
        if any(says(kid) if isinstance(kid, str) else kid.words and has_sentence(kid) for kid in beside):
            break
        found = above
    return found


def _picks_language(own: str) -> bool:
    """True for the names of some languages and nothing else: a sentence that names them is a clause."""
    names = {found.lower() for found in _LANGUAGE.findall(own)}
    return len(names) >= _LANGUAGES_SHOWN and not re.search(r"\w", _REGION.sub("", _LANGUAGE.sub("", own)))


def drop_colophon(tree: Tree, root: Node, prose: list[int]) -> None:
    """Drops a copyright line of the site, with the small container around it, where hardly any prose lies beyond.

    One under a heading of its own is a part of the document, and so is one that tells when it was updated, or that goes on
    with a sentence beyond the reservation of rights and the ownership of marks.
    """
    total = max(1, prose[root.end] - prose[root.order])
    for node in tree.nodes[root.order + 1 : root.end]:
        if not node.chars or node.drop or not 0 < node.words <= _COLOPHON_WORDS:
            continue
        own = next((kid for kid in node.kids if isinstance(kid, str) and not kid.isspace()), "")
        if not _COLOPHON.match(own):
            continue
        around = _without_sentence(node, _outermost(node, root, _COLOPHON_WORDS))
        before, after = prose[around.order] - prose[root.order], prose[root.end] - prose[around.end]
        if (
            min(before, after) <= _BEYOND * total
            and not _under_heading(node)
            and not is_stamp(said := " ".join(words_of(around)))
            and not _goes_on(said)
        ):
            around.drop = "copyright line"


def _goes_on(said: str) -> bool:
    """True when a sentence follows, or a clause of the same one, that is neither a reservation of rights nor about marks."""
    _, *further = _CLAUSE_END.split(said)
    ended = said.rstrip().endswith((".", "。", ";"))
    return any(
        says(f"{part}." if ended or part is not further[-1] else part)
        for part in further
        if not _RIGHTS.search(part)
    )


def _under_heading(node: Node) -> bool:
    """True when a heading stands right before the element, or before what begins with it."""
    at: Node | None = node
    for _ in range(4):
        before = at.neighbour(-1) if at is not None else None
        if before is not None:
            return before.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}
        at = at.parent if at is not None else None
    return False


def _outermost(node: Node, root: Node, most_words: int) -> Node:
    around = node
    for _ in range(6):
        above = around.parent
        if (
            above is None
            or above is root
            or above.words > most_words
            or above.tag in {"main", "article", "body"}
        ):
            break
        around = above
    return around
