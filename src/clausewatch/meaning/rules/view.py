"""A statement as the rules see it: marked names, without its number and run-in heading, cut into sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from clausewatch.meaning.rules.names import flat, marked
from clausewatch.nouns.finding import Asked

# A statement of a policy is a sentence or an item; what follows this many characters cannot change what it does.
READ_AT_MOST = 1500

# Statements as they were seen, some 3 kB each: the longest document of the shared archive has 1,804.
REMEMBERED = 2048

_NUMBER = re.compile(
    r"\s*(?:(?:\(?(?:[A-Za-z]|[ivxIVX]{1,5}|\d{1,3})(?:\.(?:[A-Za-z]|\d{1,3}))*[.)]|\d{1,2}(?:\.\d{1,2})+)\s+){1,3}"
)
_RUN_IN = re.compile(r"[A-Z\"][\w&,/'()\" -]{2,80}?[.:]\s+(?=[\"\w(])")
_FINITE = re.compile(
    r"\b(?:is|are|was|may|will|must|shall|can|cannot|do|does|don't|should|has|have|agrees?|means?|you|we|such as)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(
    r"(?<=[a-z0-9)\"'][.!?])\s+(?=[A-Z\"(])|(?<=[A-Z]{3}[.!?])\s+(?=[A-Z])|(?<=;)\s+(?=[A-Z])"
)


@dataclass(frozen=True, slots=True)
class View:
    """`sentences` are the statement's, marked; `lead` the sentences of its lead-in, `head` its headings and run-in, marked.

    `bare` is the statement without number and run-in heading, as printed but with plain quotes.
    """

    asked: Asked
    bare: str
    run_in: str
    sentences: tuple[str, ...]
    lead: tuple[str, ...]
    head: str

    @property
    def own(self) -> str:
        return " ".join(self.sentences)

    @property
    def lead_text(self) -> str:
        return " ".join(self.lead)


# "You must not, unless we agree in writing:": what the list is under is said before the proviso.
_PROVISO = re.compile(r"(?<=\w),? (?:unless|except|save)\b[^.;:]{2,240}:\s*$", re.IGNORECASE)


@lru_cache(maxsize=REMEMBERED)
def view(asked: Asked) -> View:
    """The statement as the rules see it. Kept for all who ask about the same statement."""
    text = flat(asked.text[:READ_AT_MOST]).strip()
    number = _NUMBER.match(text)
    rest = text[number.end() :] if number and number.end() < len(text) else text
    run_in = run_in_of(rest)
    bare = rest[len(run_in) :].lstrip(" .:") if run_in else rest
    headings = " > ".join((*asked.path, run_in))
    return View(
        asked,
        bare,
        run_in,
        tuple(marked(part, asked) for part in _SENTENCE_END.split(bare)),
        _lead(replace(asked, text="")) if asked.lead_in else (),
        flat(headings[-600:]).lower(),
    )


@lru_cache(maxsize=512)
def _lead(around: Asked) -> tuple[str, ...]:
    """The sentences of a lead-in, marked: the items of a list share it."""
    lead = _PROVISO.sub(":", flat(around.lead_in[-READ_AT_MOST:]))
    return tuple(marked(part, around) for part in _SENTENCE_END.split(lead)) if lead else ()


def run_in_of(text: str) -> str:
    """The heading that runs into a statement ("Sole Remedy. To the extent ..."): its words, or nothing."""
    found = _RUN_IN.match(text)
    if not found:
        return ""
    words = found[0].rstrip(" .:\n")
    if len(words.split()) > 9 or _FINITE.search(words):
        return ""
    return words
