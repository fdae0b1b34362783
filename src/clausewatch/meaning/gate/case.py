"""A claim laid beside what it may rest on: the cited statements, the headings over them and the names of the provider."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from clausewatch.meaning.gate.quantities import quantities
from clausewatch.meaning.gate.relations import related
from clausewatch.meaning.gate.roles import by_name
from clausewatch.meaning.gate.wording import STOP, Reading, borne, phrase_class, read, stem
from clausewatch.nouns.finding import Claim

PROVIDER_WORDS = frozenset(["we", "us", "our", "ours", "ourselves"])
USER_WORDS = frozenset("you your yours user users customer customers developer developers subscriber subscribers member members licensee".split())  # fmt: skip
COMPANY_ENDINGS = frozenset("inc ltd llc plc gmbh ag sa corp limited corporation company ai labs platforms technologies com io".split())  # fmt: skip
_DENIAL = re.compile(r"\b(?:not|never|no|cannot|nobody|none|without|\w+n['’]t)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:we|us|our|ours)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Case:
    """Claim, statements and surroundings as readings; `provider` are lower-case names for the party that publishes, `company` is its printed name if told.

    `claim` is the claim without the quotations that stand so in the statements, which need no further proof; `whole`
    has them. `misquoted` are quotations that stand nowhere.
    """

    claim: Reading
    whole: Reading
    misquoted: tuple[str, ...]
    statements: tuple[Reading, ...]
    around: Reading
    headings: tuple[str, ...]
    provider: frozenset[str]
    company: str

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of statements, headings and names, also of words written together."""
        found = frozenset().union(*(each.stems for each in (*self.statements, self.around)))
        return found | {each.replace("_", "") for each in found}

    @cached_property
    def meanings(self) -> frozenset[str]:
        return frozenset().union(*(each.meanings for each in (*self.statements, self.around)))

    @cached_property
    def said(self) -> str:
        """The statements as one text in lower case with plain quotes; statements end with a break."""
        return " \n ".join(plain(each.text) for each in self.statements)

    @cached_property
    def plain_claim(self) -> str:
        """What the claim says in its own words, in lower case with plain quotes."""
        return plain(self.claim.text)

    def covers(self, index: int) -> bool:
        """Whether the claim's word stands in the support, by its form, a word of the same or of a narrower meaning."""
        word = self.claim.words[index]
        return self.names(index) or self._related(word.low, word.stem)

    @cached_property
    def _denies(self) -> bool:
        return bool(_DENIAL.search(self.claim.text))

    def names(self, index: int) -> bool:
        """Whether the claim's word stands in the support by its form or a meaning listed with the gate: no looser likeness."""
        word = self.claim.words[index]
        if (
            word.stem in self.stems
            or word.low.partition("'")[0] in self.provider
            or self.claim.groups[index] & self.meanings
        ):
            return True
        if self._denies and any(
            f"{each}{word.stem}" in self.stems for each in ("un", "non", "in", "im", "ir")
        ):
            return True
        wider = borne().get(word.stem, frozenset())
        return bool(wider & self.stems) or bool(wider & self.meanings)

    def _related(self, low: str, key: str) -> bool:
        """Whether the text has a word that general English takes for the same as this one, or for a kind of it."""
        return key in self._implied or bool(related(low).like & self.stems)

    @cached_property
    def _implied(self) -> frozenset[str]:
        """Stems of the words that the text's words are alike to, or kinds of."""
        lows = {word.low for each in (*self.statements, self.around) for word in each.words if word.content}
        found = (related(low) for low in lows)
        return frozenset().union(*(each.like | each.wider for each in found))

    def says(self, low: str) -> bool:
        """Whether the support has a lower-case word, by its form, a group it shares or as a name of the publisher."""
        if stem(low) in self.stems or low in self.provider or read(low).meanings & self.meanings:
            return True
        return self._related(low, stem(low))

    @cached_property
    def uncovered(self) -> tuple[int, ...]:
        """Places of the claim's content words that nothing in the support bears."""
        return tuple(
            index
            for index, word in enumerate(self.claim.words)
            if word.content
            and not word.low[0].isdigit()
            and not self.covers(index)
            and not self.counted(index)
        )

    @cached_property
    def _spans(self) -> tuple[tuple[int, int], ...]:
        return tuple((each.start, each.end) for each in quantities(self.claim.text))

    def counted(self, index: int) -> bool:
        """Whether the word is part of a quantity, which has its own rule."""
        word = self.claim.words[index]
        return any(start <= word.start < end for start, end in self._spans)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case, straight quotes, one space between words."""
    return re.sub(r"\s+", " ", text.translate(_STRAIGHT)).strip().lower()


_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "\u00a0": " ", "–": "-", "—": "-", "\u200b": None, "\u2060": None})  # fmt: skip


_MARKS = re.compile(r"[\"“”„«»]")


@lru_cache(maxsize=256)
def quotations(text: str) -> tuple[str, ...]:
    """The outermost quotations of a text, marks included; curly marks may nest."""
    found: list[str] = []
    start, depth = -1, 0
    for mark in _MARKS.finditer(text):
        opens = mark[0] in "“„«" or (mark[0] == '"' and depth == 0)
        if opens:
            start = mark.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                found.append(text[start : mark.end()])
    return tuple(found)


def misquoted(claim: Claim) -> tuple[str, ...]:
    """The quotations of a claim that no statement or heading has."""
    said, around = printed(tuple(each.text for each in claim.cited), claim.path)
    return tuple(
        each[1:-1].strip()
        for each in quotations(claim.text)
        if (words := _bare(each)) and words not in said and words not in around
    )


@lru_cache(maxsize=256)
def printed(cited: tuple[str, ...], path: tuple[str, ...]) -> tuple[str, str]:
    """Statements and headings as two plain texts; the sentences of one provision ask for the same again and again."""
    return " \n ".join(map(plain, cited)), plain(" . ".join(path))


def _bare(quotation: str) -> str:
    return plain(quotation)[1:-1].strip().rstrip(".,;:!? ")


def _without_quotations(claim: Claim) -> tuple[str, tuple[str, ...]]:
    """The claim's own words, and the quotations that no statement or heading has."""
    wrong = misquoted(claim)
    own = claim.text
    for quotation in quotations(claim.text):
        if quotation[1:-1].strip() not in wrong and len(_bare(quotation).split()) > 2:
            own = own.replace(quotation, " ")
    return own, wrong


def lay_out(claim: Claim) -> Case:
    """The case of a claim; nothing is decided yet."""
    statements = tuple(read(each.text) for each in claim.cited)
    texts = [each.text for each in claim.cited]
    own, misquoted = _without_quotations(claim)
    provider = _names(f"{claim.platform} {claim.company}") | _defined(" ".join(texts))
    if not claim.company:
        provider |= _presumed(claim, provider)
    return Case(
        claim=read(by_name(own, texts)),
        whole=read(by_name(claim.text, texts)),
        misquoted=misquoted,
        statements=statements,
        around=read(" . ".join((*claim.path, claim.platform, claim.company))),
        headings=claim.path,
        provider=provider,
        company=claim.company,
    )


@lru_cache(maxsize=512)
def _names(printed: str) -> frozenset[str]:
    found = {each.lower() for each in re.findall(r"[^\W_]+", printed)}
    whole = {each.lower() for each in printed.split()}
    return frozenset(each for each in found | whole if each not in STOP and each not in COMPANY_ENDINGS)


_OWN_TITLES = ("Company", "Provider", "Supplier", "Licensor", "Processor")


def _defined(printed: str) -> frozenset[str]:
    """Titles that the text has for its publisher: "Company" where it is always printed so."""
    return frozenset(
        each.lower()
        for each in _OWN_TITLES
        if each in printed
        and re.search(rf"(?<=[a-z,] ){each}\b(?! [A-Z])", printed)
        and not re.search(rf"\b{each.lower()}\b", printed)
    )


_CAPITAL = re.compile(r"(?<![\w@./-])([A-Z][\w-]*(?:[A-Z][\w-]*)?)(['’]s)?\b")
_TOWARDS = re.compile(
    r"\b(?:tell|inform|notify|contact|contacting|indemnify|sues?|owes?|pay|pays|by|gives?|against)\s$"
)
_ACTS = re.compile(r"\s+(?:may|can|could|might|will|would|shall|must|should|does|has|is|reserves|cannot|never|also|[a-z]+s)\b")  # fmt: skip


def _capitals(text: str) -> list[tuple[str, int]]:
    return [(each[1], each.end()) for each in _CAPITAL.finditer(text)]


def _presumed(claim: Claim, known: frozenset[str]) -> frozenset[str]:
    """Names that a claim gives to the publisher where the text says "we" and no company is told.

    A capitalised word that no statement has is taken for the company's name if it owns something ("Acme's") or acts
    ("Acme may"), and the text speaks of itself in the first person or prints no other name.
    """
    printed = {stem(each) for cited in claim.cited for each in re.findall(r"[^\W_]+", cited.text)}
    if any(each.lower() in known and _ACTS.match(claim.text, end) for each, end in _capitals(claim.text)):
        return frozenset()
    found: set[str] = set()
    first_person = any(_FIRST_PERSON.search(each.text) for each in claim.cited)
    for match in _CAPITAL.finditer(claim.text):
        low = match[1].lower()
        if low in STOP or low in known or stem(low) in printed or (match.start() == 0 and read(low).meanings):
            continue
        begins = match.start() == 0
        if (begins and low.endswith("s") and not match[2]) or (stem(low),) in phrase_class("ACTORS"):
            continue
        addressed = first_person and _TOWARDS.search(claim.text[: match.start()])
        if addressed or match[2] or (_ACTS.match(claim.text, match.end()) and first_person):
            found.add(low)
    return frozenset(found) if len(found) == 1 else frozenset()
