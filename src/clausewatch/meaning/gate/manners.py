"""How something is done and at whose cost: the way that a claim names and the cited text does not, or the text's other one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.gate import frames
from clausewatch.meaning.gate.case import Case
from clausewatch.meaning.gate.elements import Check
from clausewatch.meaning.gate.wording import Reading, read

# Ways in which something is sent, asked for or done: words for it after a preposition, and further signs of it in a text.
_ONE = r"(?:an?|the|its|your|their|our|one's)"
_DOING = r"(?:(?:sending|filling in|filling out|completing|submitting|calling|using|use of) )?"
_WAYS = {
    "mail": (rf"(?:(?:by|via|over|per) {_DOING}(?:{_ONE} )?e-?mail(?:s|ing)?\b(?! address)|(?:is|are|be|being|been|gets?) e-?mailed\b)", r"e-?mail|[\w.+-]{1,64}@\w|electronic"),
    "phone": (rf"(?:by|via|over|on|per) {_DOING}(?:{_ONE} )?(?:(?:tele)?phone|phoning|telephoning|phone calls?|hotline)\b", r"(?:tele)?phon|mobile|device|hotline|call|\+\d[\d ()-]{5,}"),
    "post": (rf"(?:by|via|per) {_DOING}(?:{_ONE} )?(?:(?:registered |certified )?(?:letter|post)|(?:registered|certified|postal) mail|fax)\b", r"post(?:al|age)?\b|letter|(?<!e)(?<!e-)mail(?:ing|ed)?\b|fax|courier|(?<!mail )(?<!ip )address\b"),
    "form": (rf"(?:by|via|with|through|on|using) {_DOING}{_ONE} (?:[\w-]+ ){{0,2}}(?:web ?)?form\b", r"(?:web)?forms?\b|https?:"),
    "settings": (rf"(?:in|from|via|through|using|with|on|under) (?:{_ONE} (?:[\w-]+ ){{0,2}})?(?:settings|dashboard|console|control panel|account page)\b", r"settings?|dashboard|console|panel|page|account|profile|preferences?|log(?:ging)? in|controls?|toggle|switch"),
    "chat": (rf"(?:in|by|via|through|using|over|on) (?:{_ONE} (?:[\w-]+ ){{0,2}})?(?:live chat|chat window|help ?desk)\b", r"chat|support|help ?desk"),
    "word": (r"(?:by word of mouth|in person|verbally|orally)", r"word of mouth|in person|verbal|oral"),
}  # fmt: skip
_TELLS = {kind: re.compile(rf"(?<!\w){words}", re.IGNORECASE) for kind, (words, _) in _WAYS.items()}
_SIGNS = {kind: re.compile(rf"(?<!\w)(?:{signs})", re.IGNORECASE) for kind, (_, signs) in _WAYS.items()}
_MAILBOX = re.compile(r"\w@[\w-]{1,64}\.\w")


def ways(*, other: bool) -> Check:
    """A rule that the text has the way in which a claim says that something is done ("by e-mail", "in the settings").

    With `other`, of texts that name another way; else of those that name none.
    """

    def check(case: Case) -> Iterator[str]:
        around = " \n ".join((case.said, *case.headings))
        named = any(each.search(case.said) for each in _TELLS.values()) or bool(_MAILBOX.search(case.said))
        for kind, tells in _TELLS.items():
            match = tells.search(case.claim.text)
            if match and named is other and not _SIGNS[kind].search(around):
                yield f"“{match[0]}” is not how the cited text says that it is done"

    return check


_COST = re.compile(
    r"\bat (?:(?P<own>his|her|its|their|one's|your|our|my)|the (?P<who>[\w’']+?)['’]s?|(?P<name>[\w’']+?)['’]s?)(?: (?:own|sole|full))* (?:expenses?|costs?|charge)\b"
    r"|\bat the (?:sole )?(?:expense|cost) of (?:the |our |your )?(?P<of>[\w’']+)",
    re.IGNORECASE,
)
_MINE = {"your": frames.Who.USER, "our": frames.Who.PROVIDER}


def costs(case: Case) -> Iterator[str]:
    """At whose cost something is, where the text lays it on the other of provider and user."""
    mine = _paying(case, case.claim)
    text = {side for each in case.statements for side in _paying(case, each)}
    if mine and text and not mine & text:
        yield f"what is at the cost of {next(iter(mine)).value} in the claim is at that of {next(iter(text)).value} in the cited text"


def _paying(case: Case, reading: Reading) -> set[frames.Who]:
    found: set[frames.Who] = set()
    for match in _COST.finditer(reading.text):
        own = (match["own"] or "").lower()
        if own in _MINE:
            found.add(_MINE[own])
            continue
        if own:
            before = [
                side
                for word in reading.words
                if word.start < match.start() and (side := frames.who(word, case)) is not frames.Who.UNSAID
            ]
            found.update(before[-1:])
            continue
        named = read(match["who"] or match["name"] or match["of"]).words
        side = frames.who(named[0], case) if named else frames.Who.UNSAID
        if named and named[0].low == "us":
            side = frames.Who.PROVIDER
        if side is not frames.Who.UNSAID:
            found.add(side)
    return found
