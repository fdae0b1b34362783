"""Places by the names that contracts give them, and groups of them: what "governing law in the EU" means."""

from __future__ import annotations

import re

from clausewatch.meaning.rules.gazetteer import PLACES

_EU = (
    "Austria", "Belgium", "Bulgaria", "Croatia", "Cyprus", "Czechia", "Denmark", "Estonia", "Finland", "France", "Germany",
    "Greece", "Hungary", "Ireland", "Italy", "Latvia", "Lithuania", "Luxembourg", "Malta", "Netherlands", "Poland", "Portugal",
    "Romania", "Slovakia", "Slovenia", "Spain", "Sweden",
)  # fmt: skip
_STATES = (
    "Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware", "Florida", "Georgia",
    "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine", "Maryland", "Massachusetts",
    "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska", "Nevada", "New Hampshire", "New Jersey",
    "New Mexico", "New York", "North Carolina", "North Dakota", "Ohio", "Oklahoma", "Oregon", "Pennsylvania", "Rhode Island",
    "South Carolina", "South Dakota", "Tennessee", "Texas", "Utah", "Vermont", "Virginia", "Washington", "West Virginia",
    "Wisconsin", "Wyoming",
)  # fmt: skip
_UK = ("United Kingdom", "England", "Wales", "England and Wales", "Scotland", "Northern Ireland")

GROUPS: dict[str, tuple[str, ...]] = {
    "EU": _EU,
    "EEA": (*_EU, "Iceland", "Liechtenstein", "Norway"),
    "UK": _UK,
    "US": ("United States", *_STATES),
}
"""Names of groups and what belongs to them: the 27 member states of the Union (https://european-union.europa.eu, as of 2026),
those of the European Economic Area, the jurisdictions of the United Kingdom, and the states of the United States."""

_SAME = {
    "czech republic": "czechia",
    "republic of ireland": "ireland",
    "the netherlands": "netherlands",
    "great britain": "united kingdom",
    "u.k.": "united kingdom",
    "uk": "united kingdom",
    "usa": "united states",
    "u.s.": "united states",
    "us": "united states",
    "u.s.a.": "united states",
    "united states of america": "united states",
    "prc": "china",
    "people's republic of china": "china",
}
_ADJECTIVES = {
    "Austrian": "Austria", "Belgian": "Belgium", "Bulgarian": "Bulgaria", "Croatian": "Croatia", "Cypriot": "Cyprus",
    "Czech": "Czechia", "Danish": "Denmark", "Estonian": "Estonia", "Finnish": "Finland", "French": "France",
    "German": "Germany", "Greek": "Greece", "Hungarian": "Hungary", "Irish": "Ireland", "Italian": "Italy",
    "Latvian": "Latvia", "Lithuanian": "Lithuania", "Maltese": "Malta", "Dutch": "Netherlands", "Polish": "Poland",
    "Portuguese": "Portugal", "Romanian": "Romania", "Slovak": "Slovakia", "Slovenian": "Slovenia", "Spanish": "Spain",
    "Swedish": "Sweden", "English": "England", "Scottish": "Scotland", "Swiss": "Switzerland", "Norwegian": "Norway",
    "Japanese": "Japan", "Canadian": "Canada", "Australian": "Australia", "Indian": "India", "Chinese": "China",
    "Brazilian": "Brazil", "Israeli": "Israel", "Korean": "South Korea",
}  # fmt: skip
_LAW_BY_ADJECTIVE = re.compile(
    rf"\b({'|'.join(_ADJECTIVES)}) laws?\b|\blaws? of (?:the )?({'|'.join(_ADJECTIVES)}) Republic\b"
)
_OF = re.compile(
    r"^(?:the )?(?:(?:state|republic|commonwealth|kingdom|federal republic|province) of )?", re.IGNORECASE
)
_COUNTY = re.compile(r" (?:county|state)$")


def folded(place: str) -> str:
    """The place as it is compared: "the State of California" and "California" are one."""
    name = " ".join(place.split()).casefold()
    name = _SAME.get(name, name)
    name = _COUNTY.sub("", _OF.sub("", name))
    return _SAME.get(name, name)


_MEMBER = re.compile(
    r"\b(?:"
    + "|".join(
        sorted({re.escape(each) for members in GROUPS.values() for each in members}, key=len, reverse=True)
    )
    + r")\b"
)
_ADJECTIVE = re.compile(rf"\b(?:{'|'.join(_ADJECTIVES)})\b")
_MEMBERS = frozenset(folded(place) for members in GROUPS.values() for place in members)


def written_out(names: tuple[str, ...]) -> tuple[str, ...]:
    """The places with their groups' members in place of the groups, each once, in order."""
    return tuple(dict.fromkeys(place for name in names for place in GROUPS.get(name, (name,))))


def adjectives(text: str) -> tuple[str, ...]:
    """The places whose law the text names by an adjective: "Irish law", "the laws of the Slovak Republic"."""
    return tuple(_ADJECTIVES[hit[1] or hit[2]] for hit in _LAW_BY_ADJECTIVE.finditer(text))


_LAWS_OF = re.compile(
    r"\b[Ll]aws? (?:of|in force in|applicable (?:in|to)|in(?= [A-Z]|(?: the [A-Z])))(?: the)? (?=(?P<named>[^.;:()\n]{1,160}))"
)
_NO_OTHER = re.compile(r"(?:any |an)?other\b|nature\b|(?:said|such|that|those|these)\b", re.IGNORECASE)
"""What follows where laws that do not apply are named: "the laws of any other place"."""

_ENDS = re.compile(
    r"\b(?:laws?|shall|will|would|governs?|appl(?:y|ies)|without|excluding|except|regardless|irrespective|notwithstanding|and the courts|as|which|that|if|unless|for|including)\b",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"\b(?:the|of|and|or|[Ss]tate|[Rr]epublic|[Cc]ommonwealth|[Kk]ingdom|[Pp]rovince|[Cc]ounty|[Ff]ederal|[Pp]eople's|[Uu]nion|[Dd]istrict"
    r"|Special|Administrative|Region|America|Slovak|Czech|You|We|Our|Your|Customer|Company|User|Terms?|Agreement|Services?|Party|Parties)\b"
)
_CAPITAL = re.compile(r"\b[A-Z][\w'-]+")
_UNKNOWN_ADJECTIVE = re.compile(r"(?<![.!?] )\b([A-Z][a-z]+(?:an|ish|ese|i)) laws?\b")


def unknown_laws(text: str) -> tuple[str, ...]:
    """The laws that the text names by words of which no place is known: "the laws of the place where you live"."""
    found = [named for hit in _LAWS_OF.finditer(text) if (named := _unknown(hit["named"]))]
    found += (hit[0] for hit in _UNKNOWN_ADJECTIVE.finditer(text) if hit[1] not in _ADJECTIVES)
    return tuple(found)


def _unknown(named: str) -> str:
    """What of the words behind "laws of" is no known place; nothing where all is."""
    if _NO_OTHER.match(named):
        return ""
    ends = _ENDS.search(named)
    words = named[: ends.start()] if ends else named
    rest = _MEMBER.sub("", " ".join(PLACES.pattern.sub("", words).split()))
    if rest == " ".join(words.split()) and not _ADJECTIVE.search(words):
        return words.strip()
    return " ".join(_CAPITAL.findall(_LINKS.sub("", rest)))


def is_place(name: str) -> bool:
    """Whether the name is a group's or one by which statements are found to name a place."""
    hit = PLACES.search(name)
    return name in GROUPS or (hit is not None and folded(hit[0]) == folded(name)) or folded(name) in _MEMBERS
