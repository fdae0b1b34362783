"""`evidence`: packs that strangers verify."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from clausewatch.cli.home import home_option, named_document, named_platform, opened
from clausewatch.cli.options import AsOf
from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.evidence.standalone import verifier
from clausewatch.nouns.catalog import Document
from clausewatch.nouns.identity import VersionId
from clausewatch.nouns.report import NotSet
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.packing import Stock, Wanted, make_pack, record_named, stamped_by
from clausewatch.publish.pack_words import PackTold, certificate_report
from clausewatch.publish.report import typst_job
from clausewatch.storage import versions
from clausewatch.wiring import typesetter

_SECONDS = 300.0


@click.group()
def evidence() -> None:
    """Make evidence packs: web archives with the proofs that they were logged, checked by `clausewatch verify PACK`."""


@evidence.command()
@click.option("--platform", required=True, metavar="NAME")
@click.option("--document", required=True, metavar="NAME")
@click.option(
    "--change", "record", metavar="ID", help="A change of it: both texts, the redline, the quotations."
)
@click.option("--at", type=AsOf(), metavar="DATE", help="The text as it stood then. [default: now]")
@click.option(
    "--provision", metavar="ADDRESS", help="Quote this provision and tell what is said of it alone."
)
@click.option("--out", required=True, metavar="FILE", help="Where the pack is written (.wacz).")
@home_option
def export(
    platform: str, document: str, record: str | None, at: datetime | None, provision: str | None, out: str
) -> None:
    """Write an evidence pack: captures as WARC, texts, quotations, and the proofs that they were logged.

    The same records under the same heads of the log give the same bytes.
    """
    if record and (at or provision):
        raise BadInputError("--change", "it stands for itself", "Leave --at and --provision out")
    instance = opened()
    owner = named_platform(instance.database, platform)
    found = named_document(instance.database, platform, document)
    change = record_named(instance.database, record) if record else None
    if change is not None and change.document != found.id:
        raise UnknownNameError(f"change {record!r}", f"it is one of {change.document}", "Name that document")
    wanted = Wanted(owner, found, _version(instance, found, at), provision, change)
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
    click.echo(
        f"{owner.name}, {found.name}: {len(content):,} bytes in {out}. `clausewatch verify {out}` checks it."
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
