"""Facts that point elsewhere: e-mails, phones, addresses, links, settings, laws, documents, places, recipients, sectors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.rules.gazetteer import LAWS, PLACES, RECIPIENTS, SECTORS, is_law
from clausewatch.meaning.sieve import Sieve
from clausewatch.nouns.finding import Fact, FactKind

_I = re.IGNORECASE
_DIGIT = re.compile(r"\d")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_URL = re.compile(
    r"https?://[^\s<>\"')\]]{3,300}|(?<![\w@./-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}(?:com|org|net|ai|io|eu|gov|edu|co|info|app|dev)(?:/[^\s<>\"')\]]{0,200})?(?![\w@-])",
    _I,
)
_PHONE = re.compile(
    r"(?<![\w/.-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,4}){1,4}(?![\w/-])"
)
_PHONE_CUE = re.compile(r"\b(?:tel|phone|telephone|call|fax|hotline)\b", _I)
_ADDRESS = re.compile(
    r"\b(?:\d{1,5}[a-z]?,? (?:[A-Z][\w'.-]{0,30} ){0,4}(?:[Rr]ue|RUE|[Aa]venue|[Bb]oulevard|Street|St\.?|Ave\.?|Road|Rd\.?|Lane|Drive|Dr\.?|Way|Square|Quay|Place|Court|Parkway|Blvd\.?|Suite|Floor|Stra(?:ss|ß)e)\b"
    r"|P\.? ?O\.? Box \d{1,6}|[A-Z][a-zäöüß]{2,30}(?:stra(?:ss|ß)e|weg|platz|allee) \d{1,4})[^;.\n]{0,120}?(?=[;.\n]|$|\s(?:and|or|with|to)\b)"
)
_SETTING = Sieve(
    r"(?<!\w)(?:(?:[A-Z][\w&'-]{1,24} ){0,2}(?:Settings|Account|Profile|Preferences|Privacy|Privacy & Security|Data Controls|Security|Menu)(?:\s?(?:>|→|›|»)\s?[A-Z][\w&' -]{1,40}?(?=$|[.,;:)\"]|\s?(?:>|→|›|»)|\s(?:and|or|to|in|page|menu)\b)){1,5})"
    r"|\b(?:account|privacy|data|cookie|ad|browser|device|notification|profile|consent|security)(?:'s)? (?:settings|preferences|controls)\b"
    r"|\b[A-Z][A-Za-z]{1,20}(?: [A-Z][A-Za-z]{1,20}){0,3} (?:setting|toggle|portal)\b"
)
_LAW_NAMED = Sieve(
    r"\b(?:(?:Regulation|Directive|Decision) \(?(?:EU|EC|EEC)\)? ?(?:No\.? ?)?\d{2,4}/\d{2,4}|\d{1,3} (?:U\.? ?S\.? ?C\.?|C\.?F\.?R\.?)(?: (?:§{1,2}|[Ss]ections?|Part))? ?\d[\w.-]{0,12}(?:\(\w{1,4}\)){0,3}|(?:law|Law) no\.? ?\d[\w-]{1,12}"
    r"|(?:Article|Art\.|Section|§) ?\d{1,4}(?:\(\w{1,3}\)){0,3} (?:of )?(?:the )?(?:UK )?(?:GDPR|DSA|EU AI Act|AI Act|CCPA|BGB|DMCA|UrhG)\b)"
)
_LAW_PROPER = Sieve(
    r"\b(?:[A-Z][\w'&-]{1,30} (?:(?:of|and|for|on|to|the|in) )?){1,7}(?:Act|Regulations?|Directive|Convention|Code|Rules?)\b"
    r"(?: (?:on|of|[Cc]oncerning|[Rr]elating to|for) (?:the )?[A-Z][\w'-]{1,30}(?:,? (?:(?:of|and|for|on|to|the|in) ){0,2}[A-Z][\w'-]{1,30}){0,8})?"
    r"(?: of \d{4}| \d{4}|(?= \(\d))?"
)
_DOCUMENT = Sieve(
    r"\b(?:[A-Z][\w&'/-]{1,24} (?:(?:of|and|for|to) )?){0,5}(?:Polic(?:y|ies)|Terms(?: of (?:Service|Use|Sale))?|Agreement|Addendum|DPA|Guidelines|Order Form|Privacy (?:Notice|Statement)|Standards|Code of Conduct|Schedule [A-Z\d]{1,3}|Exhibit [A-Z\d]{1,3}|Annex [A-Z\d]{1,3}|Help Cent(?:er|re)|Trust Cent(?:er|re)|SCCs|Standard Contractual Clauses)\b"
    r"|\b(?:[Ss]ections?|SECTION|[Cc]lauses?|[Aa]rticles?) (?:\d{1,3}(?:\.\d{1,3}){0,3}|[A-Z](?:\.\d{1,3}){1,3}(?:\.[a-z])?)\b"
)
_POINTING = re.compile(
    r"(?:(?:This|These|Our|Your|The|the|Any|All|Such|Each|See|In|Under|Unless|If|By|For|As|To|Subject to|Please) )*"
)
_BARE_DOCUMENTS = frozenset(
    {"Terms", "Agreement", "Policy", "Addendum", "Standards", "Guidelines", "Policies"}
)
_SHARING = Sieve(
    r"\b(?:shar|disclos|transfer|provid|sen[dt]|sell|sold|giv|receiv|report|transmit|access)", _I
)
_VENUE = re.compile(r"\b(?:courts?|venue|arbitrat\w+|tribunal|brought in|jurisdiction)\b", _I)
# "CONTACT US" in a text in capitals is no country.
_SHOUTED = re.compile(r"\b[A-Z]{2,} $")
_LAW_OF = re.compile(r"\b(?:law|laws|governed)\b", _I)


def references(text: str) -> Iterator[Fact]:
    """Facts that point elsewhere, of a text with plain quotes and spaces."""
    if "@" in text:
        for hit in _EMAIL.finditer(text):
            yield Fact(FactKind.EMAIL, hit.start(), hit.end() - _trail(hit[0]), hit[0].rstrip(".").lower())
    if "." in text:
        for hit in _URL.finditer(text):
            end = hit.end() - _trail(hit[0])
            if text[max(0, hit.start() - 1) : hit.start()] != "@":
                yield Fact(FactKind.LINK, hit.start(), end, text[hit.start() : end])
    if _DIGIT.search(text):
        yield from _contacts(text)
    yield from _plain(_SETTING, FactKind.SETTING, text)
    yield from _laws(text)
    yield from _documents(text)
    yield from _places(text)
    yield from _recipients(text)
    for hit in SECTORS[0].finditer(text):
        yield Fact(FactKind.SECTOR, hit.start(), hit.end(), SECTORS[1](hit[0]))


def _trail(words: str) -> int:
    return len(words) - len(words.rstrip(".,;:"))


def _plain(pattern: Sieve, kind: FactKind, text: str) -> Iterator[Fact]:
    for hit in pattern.finditer(text):
        yield Fact(kind, hit.start(), hit.end(), " ".join(hit[0].split()))


def _contacts(text: str) -> Iterator[Fact]:
    if _PHONE_CUE.search(text) or "+" in text:
        for hit in _PHONE.finditer(text):
            digits = sum(c.isdigit() for c in hit[0])
            if 7 <= digits <= 15 and (
                hit[0].startswith("+") or _PHONE_CUE.search(text[max(0, hit.start() - 60) : hit.start()])
            ):
                yield Fact(FactKind.PHONE, hit.start(), hit.end(), re.sub(r"[^\d+]", "", hit[0]))
    for hit in _ADDRESS.finditer(text):
        yield Fact(FactKind.ADDRESS, hit.start(), hit.end(), " ".join(hit[0].split()))


def _laws(text: str) -> Iterator[Fact]:
    taken: list[tuple[int, int]] = []
    for pattern in (_LAW_NAMED, LAWS[0]):
        for hit in pattern.finditer(text):
            yield from _law(text, hit.start(), hit.end(), taken)
    for hit in _LAW_PROPER.finditer(text):
        pointing = _POINTING.match(hit[0])
        start = hit.start() + (pointing.end() if pointing else 0)
        if is_law(text[start : hit.end()], text[hit.end() : hit.end() + 20]):
            yield from _law(text, start, hit.end(), taken)


def _law(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> Iterator[Fact]:
    if not any(start < after and before < end for before, after in taken):
        taken.append((start, end))
        yield Fact(FactKind.LAW, start, end, LAWS[1](text[start:end]))


def _documents(text: str) -> Iterator[Fact]:
    for hit in _DOCUMENT.finditer(text):
        pointing = _POINTING.match(hit[0])
        start = hit.start() + (pointing.end() if pointing else 0)
        words = " ".join(text[start : hit.end()].split())
        if words in _BARE_DOCUMENTS:
            continue
        role = (
            "section"
            if words[0] in "SsCcAa"
            and words.split()[0].lower().rstrip("s") in ("section", "clause", "article")
            else ""
        )
        yield Fact(FactKind.DOCUMENT, start, hit.end(), words, role)


def _places(text: str) -> Iterator[Fact]:
    for hit in PLACES.finditer(text):
        if hit[0] == "US" and _SHOUTED.search(text[max(0, hit.start() - 24) : hit.start()]):
            continue
        near = text[max(0, hit.start() - 70) : hit.end() + 30]
        role = "venue" if _VENUE.search(near) else "governing law" if _LAW_OF.search(near) else ""
        yield Fact(FactKind.PLACE, hit.start(), hit.end(), " ".join(hit[0].split()), role)


def _recipients(text: str) -> Iterator[Fact]:
    if not _SHARING.search(text):
        return
    for hit in RECIPIENTS.finditer(text):
        yield Fact(FactKind.RECIPIENT, hit.start(), hit.end(), hit[0].lower())
