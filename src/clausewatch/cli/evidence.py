"""`evidence`: packs that strangers verify."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from clausewatch.cli.home import home_option, named_document, named_platform, opened
from clausewatch.cli.options import AsOf
from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.evidence.standalone import verifier
from clausewatch.nouns.catalog import Document
from clausewatch.nouns.identity import VersionId
from clausewatch.nouns.report import NotSet
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.packing import Compared, Stock, Wanted, make_pack, record_named, stamped_by
from clausewatch.publish.pack_words import PackTold, certificate_report
from clausewatch.publish.report import typst_job
from clausewatch.storage import versions
from clausewatch.wiring import typesetter

_SECONDS = 300.0


@click.group()
def evidence() -> None:
    """Make evidence packs: web archives with the proofs that they were logged, checked by `clausewatch verify PACK`."""


@evidence.command()
@click.option("--platform", metavar="NAME")
@click.option("--document", metavar="NAME")
@click.option(
    "--change", "record", metavar="ID", help="A change of it: both texts, the redline, the quotations."
)
@click.option("--at", type=AsOf(), metavar="DATE", help="The text as it stood then. [default: now]")
@click.option(
    "--provision", metavar="ADDRESS", help="Quote this provision and tell what is said of it alone."
)
@click.option(
    "--comparison",
    metavar="ADDRESS",
    help="The permanent address of a comparison: its clauses, and every text in force then of its platforms.",
)
@click.option("--out", required=True, metavar="FILE", help="Where the pack is written (.wacz).")
@home_option
def export(out: str, comparison: str | None, **of: Any) -> None:  # noqa: ANN401 (what the options of a document are)
    """Write an evidence pack: captures as WARC, texts, quotations, and the proofs that they were logged.

    Give --platform and --document, or --comparison. The same records under the same heads of the log give the same bytes.
    """
    if comparison and any(of.values()):
        raise BadInputError("--comparison", "it stands for itself", "Leave the other options out")
    if not comparison and not (of["platform"] and of["document"]):
        raise BadInputError("evidence export", "lacks --platform or --document", "Give both, or --comparison")
    instance = opened()
    wanted = _compared(instance, comparison) if comparison else _wanted(instance, of)
    content = make_pack(
        Stock(
            instance.database,
            instance.bodies,
            instance.log,
            verifier(),
            typeset=_certificate(instance),
            stamped=stamped_by(instance.stamps),
        ),
        wanted,
    )
    try:
        Path(out).write_bytes(content)
    except OSError as error:
        raise BadInputError(out, f"cannot be written ({error.strerror})", "Choose another file") from error
    click.echo(f"{len(content):,} bytes in {out}. `clausewatch verify {out}` checks it.")


def _wanted(instance: Instance, of: Mapping[str, Any]) -> Wanted:
    record, at, provision = of["record"], of["at"], of["provision"]
    if record and (at or provision):
        raise BadInputError("--change", "it stands for itself", "Leave --at and --provision out")
    owner = named_platform(instance.database, of["platform"])
    found = named_document(instance.database, of["platform"], of["document"])
    change = record_named(instance.database, record) if record else None
    if change is not None and change.document != found.id:
        raise UnknownNameError(f"change {record!r}", f"it is one of {change.document}", "Name that document")
    return Wanted(owner, found, _version(instance, found, at), provision, change)


def _compared(instance: Instance, address: str) -> Compared:
    """The comparison of that address, which may have the instance's before it or not."""
    from starlette.datastructures import QueryParams

    from clausewatch.web import Site
    from clausewatch.web.desk import Desk
    from clausewatch.web.pages.compare import compared_asked

    query = QueryParams(urlsplit(address).query)
    return compared_asked(
        Desk(Site(instance.database, instance.bodies, instance.clock, instance.base_url)), query
    )


def _version(instance: Instance, document: Document, at: datetime | None) -> VersionId | None:
    if at is None:
        return None
    with instance.database.read() as connection:
        found = versions.version_at(connection, document.id, at)
    if found is None:
        raise BadInputError("--at", f"no version of {document.name} was on record then", "Give a later day")
    return found.id


def _certificate(instance: Instance) -> Callable[[PackTold], bytes | None] | None:
    """Sets the certificate as PDF; None where the extra `reports` is not installed."""
    setter = typesetter(_SECONDS)
    if setter is None:
        return None

    def typeset(told: PackTold) -> bytes | None:
        made = setter.typeset(typst_job(certificate_report(told, instance.base_url)))
        return None if isinstance(made, NotSet) else made

    return typeset
