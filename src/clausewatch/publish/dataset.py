"""An instance as tables: their columns, how values become cells, and the card that says what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clausewatch.publish.matrix import tame
from clausewatch.publish.record_line import canonical_json
from clausewatch.publish.words import DISCLAIMER, INDEPENDENCE

Row = Mapping[str, object]


class Table(StrEnum):
    DOCUMENTS = "documents"
    VERSIONS = "versions"
    PROVISIONS = "provisions"
    FINDINGS = "findings"
    CHANGES = "changes"


class Form(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


class Kind(StrEnum):
    """What a column holds. JSON values are lists and objects in JSON Lines, and their JSON text elsewhere."""

    TEXT = "text"
    INTEGER = "integer"
    FLAG = "flag"
    JSON = "JSON"


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind
    about: str


def _columns(*told: tuple[str, str, Kind]) -> tuple[Column, ...]:
    return tuple(Column(name, kind, about) for name, about, kind in told)


_T, _I, _F, _J = Kind.TEXT, Kind.INTEGER, Kind.FLAG, Kind.JSON
_SPAN = (
    ("start", "where it begins in the version's text, in Unicode code points", _I),
    ("end", "where it ends there (not included)", _I),
)

COLUMNS: Mapping[Table, tuple[Column, ...]] = {
    Table.DOCUMENTS: _columns(
        ("id", "`platform/document`", _T),
        ("platform", "the platform's id", _T),
        ("platform_name", "what it is called", _T),
        ("company", "who runs it", _T),
        ("name", "what the document is called", _T),
        ("type", "what kind of document it is", _T),
        ("language", "as declared", _T),
        ("jurisdiction", "as declared", _T),
        ("sources", "the addresses it is read from", _J),
        ("versions", "how many versions this dataset has of it", _I),
        ("first_observed", "when the first of them was observed", _T),
        ("last_observed", "when the last of them was observed", _T),
    ),
    Table.VERSIONS: _columns(
        ("id", "the version's id", _T),
        ("document", "whose text it is", _T),
        ("observed_at", "from when on it stood, as observed", _T),
        ("observed_to", "when the next version was observed; empty where it still stood", _T),
        ("cause", "`published`, or `reread`: a better reading of the same bytes", _T),
        ("title", "the page's title", _T),
        ("language", "as detected", _T),
        ("words", "how many words the text has", _I),
        ("text_sha256", "SHA-256 of the text in UTF-8", _T),
        ("words_sha256", "digest of the words alone: equal where only form differs", _T),
        ("dates", "dates the document prints about itself, with their places in the text", _J),
        ("captures", "the captures it was read from", _J),
        ("text", "the whole text; empty where it is withheld", _T),
    ),
    Table.PROVISIONS: _columns(
        ("document", "where it stands", _T),
        ("version", "the version in force that its places refer to", _T),
        ("provision", "its address in the document", _T),
        ("lineage", "its identity across versions; empty before comparison", _T),
        ("path", "the headings above it, outermost first", _J),
        ("title", "its heading, or opening words", _T),
        ("number", "its printed number", _T),
        ("lead_in", "the opening of its list", _T),
        ("text", "all of its words", _T),
        *_SPAN,
        ("statements", "how many sentences, items and rows it has", _I),
        (
            "observed_from",
            "since when all of its words stood in the document, as observed",
            _T,
        ),
        ("severity", "the gravest severity of its findings", _T),
        ("language", "of the version", _T),
    ),
    Table.FINDINGS: _columns(
        ("document", "where it stands", _T),
        ("version", "the version in force that its places refer to", _T),
        ("provision", "the provision's address", _T),
        ("lineage", "the provision's identity across versions", _T),
        *_SPAN,
        ("text", "the statement, word for word", _T),
        ("topics", "topics with their probabilities, likeliest first", _J),
        ("modality", "what the statement does", _T),
        ("bound_party", "whom it binds", _T),
        ("beneficiary", "whom it serves", _T),
        ("basis", "`explicit`, or `inferred` from its surroundings", _T),
        ("severity", "how much it weighs for the user", _T),
        ("severity_reasons", "the written rules that say so", _J),
        ("facts", "amounts, periods, ages and the like, with their places", _J),
        ("abstain", "the topics are too unsure to be shown as a finding", _F),
        ("language", "set where the text is in a language that is not analysed", _T),
        ("method", "what made the finding", _T),
        ("method_version", "in which version", _T),
        ("reviewed", "an editor ruled on something said of this provision", _F),
    ),
    Table.CHANGES: _columns(
        ("id", "the record's id", _T),
        ("platform", "the platform's name", _T),
        ("document", "the document's name", _T),
        ("document_type", "what kind of document it is", _T),
        ("observed_at", "when the change was observed", _T),
        ("cause", "`published`", _T),
        ("verdict", "what the capture brought", _T),
        ("class", "substantive, metadata, editorial, noise, variant or capture", _T),
        ("alert", "whether it was told to watches", _F),
        ("severity", "how much it weighs for the user", _T),
        ("direction", "stricter or looser for the user", _T),
        ("summary", "what changed, in one sentence", _T),
        ("reasons", "why it has its class", _J),
        ("affected", "whom it concerns", _J),
        ("dates", "printed, effective and notice dates, days of notice, silent edit", _J),
        ("source", "the captures or the commit it rests on", _J),
        ("changes", "what happened to each statement, old and new word for word", _J),
        ("evidence", "what was measured", _J),
    ),
}
"""The columns of each table, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was written of one table."""

    table: Table
    file: str
    rows: int


@dataclass(frozen=True, slots=True)
class Card:
    """What a dataset's card tells beside its tables. `at` is the instant asked for, empty for everything on record;
    `recipes` say by which versions of the programs it was made; `rulings` how many rulings of editors were known."""

    at: str
    platforms: Sequence[str]
    recipes: Mapping[str, str]
    rulings: int
    observed: str


def json_line(table: Table, row: Row) -> str:
    """The row as one line of JSON, columns in their order."""
    return (
        "{" + ",".join(f'"{each.name}":{canonical_json(row[each.name])}' for each in COLUMNS[table]) + "}\n"
    )


def text_cells(table: Table, row: Row) -> list[str]:
    """The row as cells of a table of text; none of them begins a spreadsheet's formula."""
    return [tame(_text(each.kind, row[each.name])) for each in COLUMNS[table]]


def typed_cell(kind: Kind, value: object) -> object:
    """The value as a typed table keeps it: JSON as its text, all else as it is."""
    if value is None or kind in (Kind.INTEGER, Kind.FLAG):
        return value
    return _text(kind, value)


def card(told: Card, made: Sequence[Made], form: Form) -> str:
    """README.md of a dataset: what it is, its tables, how it was made, whose the words are, and what it is not."""
    when = f"as it stood at {told.at}" if told.at else "all that was on record"
    lines = [
        "# Platform policies, provision by provision",
        "",
        f"A dataset of Clausewatch: {when}. The last version in it was observed at {told.observed or 'no time'}.",
        f"Platforms: {', '.join(map(_flat, told.platforms)) or 'none'}.",
        "",
        INDEPENDENCE,
        "",
        "## Files",
        "",
        "| File | Rows |",
        "|---|---:|",
        *(f"| {each.file} | {each.rows} |" for each in made),
        "",
        f"{_FORMS[form]} Times are RFC 3339 in UTC. `SHA256SUMS` holds the digest of every file: `sha256sum -c SHA256SUMS`.",
    ]
    for each in made:
        lines += ["", f"### {each.table.value}", "", "| Column | Holds | |", "|---|---|---|"]
        lines += [f"| {one.name} | {one.kind.value} | {one.about} |" for one in COLUMNS[each.table]]
    lines += ["", "## How it was made", "", *_HOW, ""]
    lines += [f"- {name}: `{recipe}`" for name, recipe in told.recipes.items()]
    lines += [f"- rulings of editors: {told.rulings}"]
    return "\n".join(
        [*lines, "", "## Licence", "", *_LICENCE, "", "## Limits", "", *_LIMITS, "", DISCLAIMER, ""]
    )


_FORMS = {
    Form.JSONL: "JSON Lines in UTF-8: one object a line, always with the same keys in the same order.",
    Form.CSV: (
        "CSV in UTF-8 (RFC 4180). Columns of JSON hold its text. A cell that a spreadsheet would take for a formula "
        "begins with an apostrophe that is not part of it; where that matters, take JSON Lines or Parquet."
    ),
    Form.PARQUET: "Apache Parquet, compressed with zstd. Columns of JSON hold its text.",
}
_HOW = (
    (
        "Pages were captured or imported, read to text without their furniture, cut into provisions and statements, compared "
        "with the version before, and analysed by written rules and a trained model. Places (`start`, `end`) are half-open "
        "intervals of Unicode code points in the `text` of the version that is named. Rows are sorted by document, then by "
        "time or place. The same records and the same `--at` give the same bytes."
    ),
    "",
    (
        "`--at` says which texts and changes are in it: what was observed until then. What is said of them (findings, "
        "severities, summaries) is what this instance said of them when the dataset was made, by these versions:"
    ),
    "",
)
_LICENCE = (
    (
        "Quotations and texts belong to the platforms that published them; they are given as evidence of what was published, "
        "and this dataset grants no rights in them. What Clausewatch adds (structure, findings, classes, summaries) is under "
        "the Apache License 2.0, as Clausewatch itself."
    ),
)
_LIMITS = (
    "- A date of observation is when a text was first seen, not when it was published.",
    "- Findings are made by a program; those that an editor ruled on are marked. `abstain` marks those it is unsure of.",
    "- Only English texts are analysed; others carry their `language` and no finding.",
    "- That a provision is not in it does not say that the platform has none: documents may be uncaptured.",
    "- Columns of the catalogue (names, types, addresses) are those of now, whatever `--at` says.",
)


def _text(kind: Kind, value: object) -> str:
    if value is None:
        return ""
    if kind is Kind.FLAG:
        return "true" if value else "false"
    said = canonical_json(value) if kind is Kind.JSON else str(value)
    return said.encode("utf-8", "backslashreplace").decode("utf-8")


def _flat(name: str) -> str:
    """A name inside Markdown: on its line, and marking nothing up."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>#|!" else char for char in " ".join(name.split()))
