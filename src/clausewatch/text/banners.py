"""Dialogs that ask for consent to cookies, told by their choices where no class name or role gives them away.

The constants were set by reading the errors on the 81 whole pages of the extraction corpus's development half.
"""

from __future__ import annotations

import re
from functools import lru_cache

from clausewatch.text.tree import HELD, Node, Tree, words_of

_ALL = r"(?:all|all\s+(?:optional\s+)?cookies|cookies|optional\s+cookies|only\s+(?:necessary|essential)(?:\s+cookies)?)"
_CHOICES = (
    re.compile(
        rf"(?:accept|allow|agree\s+to|enable)\s+{_ALL}|(?:alle(?:\s+cookies)?|cookies)\s+(?:akzeptieren|annehmen|zulassen|erlauben)|"
        r"(?:tout|accepter\s+tout|tout\s+accepter|accepter\s+(?:tous\s+)?les\s+cookies)|aceptar\s+(?:todo|todas|cookies|todas\s+las\s+cookies)|"
        r"accetta\s+(?:tutti|tutto)(?:\s+i\s+cookie)?|alle?s?\s+(?:cookies\s+)?accepteren|aceitar\s+(?:todos|tudo)(?:\s+os\s+cookies)?|"
        r"接受(?:全部|所有)(?:\s*cookies?)?|すべて(?:の\s*cookie\s*を)?(?:受け入れる|許可)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:reject|deny|decline|refuse|disable)\s+{_ALL}|(?:alle(?:\s+cookies)?|cookies)\s+ablehnen|nur\s+notwendige(?:\s+cookies)?(?:\s+\w+)?|"
        r"(?:tout\s+refuser|refuser\s+(?:tout|tous\s+les\s+cookies)|continuer\s+sans\s+accepter)|rechazar\s+(?:todo|todas|cookies|todas\s+las\s+cookies)|"
        r"rifiuta\s+(?:tutti|tutto)(?:\s+i\s+cookie)?|alle?s?\s+(?:cookies\s+)?(?:weigeren|afwijzen)|rejeitar\s+(?:todos|tudo)(?:\s+os\s+cookies)?|"
        r"拒绝(?:全部|所有)(?:\s*cookies?)?|すべて(?:の\s*cookie\s*を)?拒否",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:manage|customi[sz]e|set|change|save|confirm|update)\s+(?:my\s+|your\s+|cookie\s+|consent\s+)*(?:preferences|choices|settings|cookies)"
        r"(?:\s+and\s+close)?|cookie[\s-]+(?:settings|preferences|einstellungen)|(?:einstellungen|auswahl)\s+(?:speichern|verwalten|bestätigen)|"
        r"(?:gérer|personnaliser|enregistrer)\s+(?:mes\s+|les\s+)?(?:choix|cookies|préférences)|(?:configurar|guardar)\s+(?:cookies|preferencias)",
        re.IGNORECASE,
    ),
)
_SUBJECT = re.compile(
    r"cookie|consent|einwillig|consentement|consentimiento|consenso|toestemming", re.IGNORECASE
)
_AGREE = re.compile(
    r"(?:i\s+)?(?:agree|accept|consent)|ok(?:ay)?|got\s+it|einverstanden|(?:ich\s+stimme\s+)?zu(?:stimmen)?|akzeptieren|j.accepte|accepter|acept(?:ar|o)|"
    r"accett[ao]|akkoord|accepteren|aceit(?:ar|o)|zgadzam\s+się|同意(?:する)?|接受",
    re.IGNORECASE,
)
_LONGEST_CHOICE = 45
_CHOICE_WORDS = 6
_LEFT = frozenset({"", "afterword", "command", "menu"})
"""Why buttons of what is the text itself may be left out."""
_SMALL = 60
_MOST_WORDS = 900
_MOST_SHARE = 0.3
_BEHIND = 0.1
"""What share of the chosen part's prose may stand on the dialog's far side."""


def drop_consent(tree: Tree, root: Node, prose: list[int]) -> None:
    """Drops the dialogs inside the chosen part that stand beside the document: at an edge, never in its midst.

    Such a part names cookies or consent and offers two different choices (accept all, reject all, manage).
    """
    offered = [
        (node, choice)
        for node in _pressed(tree)
        if root.order <= node.order < root.end and not node.drop and (choice := _choice(node)) is not None
    ]
    for node, choice in offered:
        around = _outermost(node, root, prose)
        if around is None or around.drop:
            continue
        others = {what for at, what in offered if around.order < at.order < around.end}
        if others - {choice} and _SUBJECT.search(" ".join(words_of(around))):
            around.drop = "consent"


def asks_consent(node: Node) -> bool:
    """True for a small part that speaks of cookies or consent and offers choices: buttons, or links that lead nowhere."""
    offers = node.anchors > 1 or node.holds & HELD["button"]
    return bool(offers) and node.words <= _SMALL and _SUBJECT.search(" ".join(words_of(node))) is not None


def choices(tree: Tree) -> int:
    """How many buttons and links of the page give, refuse or manage consent."""
    small = (node for node in _pressed(tree) if 0 < node.words <= _CHOICE_WORDS)
    return sum(_choice(node) is not None or _agrees(node) for node in small)


def _pressed(tree: Tree) -> list[Node]:
    """Links, buttons and what serves as a button."""
    return sorted(
        {*tree.tagged("a"), *tree.tagged("button"), *tree.tagged("role=button")}, key=lambda node: node.order
    )


def choices_kept(tree: Tree) -> int:
    """How many different choices the text itself offers: those of a dialog that was left out are none of its."""
    left = (node for node in _pressed(tree) if node.drop in _LEFT)
    return len({choice for node in left if (choice := _choice(node)) is not None})


def _choice(node: Node) -> int | None:
    if not 0 < node.words <= _CHOICE_WORDS:
        return None
    said = " ".join(words_of(node)).strip(" .›»→")
    return None if len(said) > _LONGEST_CHOICE else _choice_kept(said)


@lru_cache(maxsize=4096)
def _choice_kept(said: str) -> int | None:
    """Which choice it is; a site's pages repeat their links, so what short words mean is kept."""
    return next((number for number, choice in enumerate(_CHOICES) if choice.fullmatch(said)), None)


def _agrees(node: Node) -> bool:
    return _AGREE.fullmatch(" ".join(words_of(node)).strip(" .!")) is not None


def _outermost(node: Node, root: Node, prose: list[int]) -> Node | None:
    """The largest element around the choice that is small beside the chosen part and at one of its edges."""
    total = max(1, prose[root.end] - prose[root.order])
    found = None
    for above in node.ancestors():
        if above is root or above.tag in {"main", "article", "body"} or above.words > _MOST_WORDS:
            break
        before = prose[above.order] - prose[root.order]
        after = prose[root.end] - prose[above.end]
        if total - before - after > _MOST_SHARE * total:
            break
        if min(before, after) <= _BEHIND * total:
            found = above
    return found
