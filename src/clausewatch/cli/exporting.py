"""`export`: the archive as a dataset."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from clausewatch.cli.dataset_files import must_be_able, writer
from clausewatch.cli.home import bar, home_option, named_platform, opened
from clausewatch.cli.options import AsOf
from clausewatch.errors import BadInputError
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.pipeline.exporting import Export, recipes
from clausewatch.publish import instant
from clausewatch.publish.dataset import Card, Form, Made, Table, card
from clausewatch.storage import Database, catalog

_CARD, _SUMS = "README.md", "SHA256SUMS"
_OURS = frozenset({_CARD, _SUMS, *(f"{table.value}.{form.value}" for table in Table for form in Form)})
_READ_BYTES = 1 << 20

Owned = tuple[Platform, Document]


@click.command()
@home_option
@click.option("--out", metavar="DIR", required=True, help="An empty folder, or one to be made.")
@click.option(
    "--at",
    type=AsOf(),
    metavar="DATE",
    help="What was on record then, or when that day ended (UTC). [default: all on record]",
)
@click.option("--platform", "platforms", metavar="NAME", multiple=True, help="Only these. May be repeated.")
@click.option("--format", "form", type=click.Choice([each.value for each in Form]), default=Form.JSONL.value)
@click.option(
    "--what",
    metavar="TABLES",
    default=",".join(Table),
    show_default=True,
    help="Which tables, with commas between them.",
)
@click.option("--force", is_flag=True, help="Write over an earlier dataset in DIR.")
def export(
    out: str, at: datetime | None, platforms: tuple[str, ...], form: str, what: str, *, force: bool
) -> None:
    """Write documents, versions, provisions, findings and changes as a dataset with its card.

    The same records and the same --at give the same bytes. Parquet needs the extra `parquet`.
    """
    tables, chosen = _tables(what), Form(form)
    must_be_able(chosen)
    instance = opened()
    owned = _owned(instance.database, platforms)
    source = Export(instance.database, instance.bodies, at)
    folder = _folder(Path(out), force=force)
    with bar() as progress:
        task = progress.add_task("export", total=len(tables) * len(owned))
        made = [
            _table(source, table, owned, (folder, chosen), lambda: progress.advance(task)) for table in tables
        ]
    _finish(folder, _card(source, owned, at), made, chosen)
    for each in made:
        click.echo(f"{each.rows} {each.table.value} in {folder / each.file}")


def _table(
    source: Export, table: Table, owned: list[Owned], place: tuple[Path, Form], done: Callable[[], None]
) -> Made:
    folder, form = place
    name = f"{table.value}.{form.value}"
    count = 0
    with writer(form, table, folder / name) as file:
        for owner, document in owned:
            for row in source.rows(table, owner, document):
                file.write(row)
                count += 1
            done()
    return Made(table, name, count)


def _card(source: Export, owned: list[Owned], at: datetime | None) -> Card:
    holding = [
        (owner, document, known[-1]) for owner, document in owned if (known := source.versions(document))
    ]
    last = max((version.observed_at for _, _, version in holding), default=None)
    return Card(
        at=instant(at) if at else "",
        platforms=tuple(dict.fromkeys(owner.name for owner, _, _ in holding)),
        recipes=recipes(),
        rulings=source.rulings(tuple(document for _, document, _ in holding)),
        observed=instant(last) if last else "",
    )


def _finish(folder: Path, told: Card, made: list[Made], form: Form) -> None:
    """The card, and last of all the digests: a dataset without them is not whole."""
    (folder / _CARD).write_bytes(card(told, made, form).encode("utf-8", "backslashreplace"))
    names = sorted([_CARD, *(each.file for each in made)])
    sums = "".join(f"{_sha256(folder / name)}  {name}\n" for name in names)
    (folder / _SUMS).write_bytes(sums.encode())


def _sha256(path: Path) -> str:
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_READ_BYTES):
            sha.update(part)
    return sha.hexdigest()


def _tables(what: str) -> list[Table]:
    asked = [each.strip() for each in what.split(",") if each.strip()]
    known = {each.value: each for each in Table}
    strange = next((each for each in asked if each not in known), None)
    if strange is not None or not asked:
        raise BadInputError(
            f"--what {what!r}",
            f"{strange!r} is no table" if strange else "it names no table",
            f"Choose from {','.join(known)}",
        )
    return [each for each in Table if each.value in asked]


def _owned(database: Database, platforms: tuple[str, ...]) -> list[Owned]:
    """The documents asked for, by id, with their platforms."""
    if platforms:
        owners = {each.id: each for each in (named_platform(database, name) for name in platforms)}
    else:
        with database.read() as connection:
            owners = {each.id: each for each in catalog.platforms(connection)}
    found = [(owner, document) for owner in owners.values() for document in owner.documents]
    return sorted(found, key=lambda pair: pair[1].id)


def _folder(path: Path, *, force: bool) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
        there = sorted(each.name for each in path.iterdir())
        if there and not force:
            raise BadInputError(
                str(path), f"it is not empty ({there[0]} is there)", "Choose another folder, or give --force"
            )
        for name in _OURS.intersection(there):
            (path / name).unlink()
    except OSError as error:
        raise BadInputError(
            str(path), f"cannot be written ({error.strerror})", "Choose a folder you may write"
        ) from error
    return path
