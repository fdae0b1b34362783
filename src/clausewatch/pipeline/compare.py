"""Step: compare neighbouring versions and keep what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from clausewatch import change
from clausewatch.errors import WithheldObjectError
from clausewatch.nouns.change import PastState
from clausewatch.nouns.document import Cause, Edition
from clausewatch.nouns.identity import DocumentId, VersionId
from clausewatch.pipeline.instance import Instance
from clausewatch.storage import captures, records, review, versions, withheld
from clausewatch.storage.versions import Pair

LOOK_BACK = 8
"""So many texts before the last one are searched for a provision that is put back: half of what an `EditionShelf` holds."""


def compare_document(instance: Instance, document: DocumentId) -> int:
    """Compares every neighbouring pair of the document that was not; gives how many."""
    with instance.database.read() as connection:
        pairs = versions.uncompared(connection, document)
    for pair in pairs:
        compare_pair(instance, pair)
    return len(pairs)


def compare_pair(instance: Instance, pair: Pair) -> None:
    """Saves the record of one pair and the lineage of its new side, together.

    A page that was shown in another language for a while is compared with what it last said in its own. What is withheld is
    compared with nothing: what follows it begins anew.
    """
    new = _edition(instance, pair.new)
    before = None if pair.old is None else _if_there(instance, pair.old)
    if before is None:
        lineage = change.first_lineage(new)
        with instance.database.write() as connection:
            versions.save_lineage(connection, pair.new, lineage)
    else:
        old = _in_its_language(instance, before, new)
        with instance.database.read() as connection:
            past = versions.past_states(connection, pair.document, new.version.observed_at)
            collected = captures.collected(
                connection, pair.document, old.version.observed_at, new.version.trigger
            )
            last_seen = captures.last_seen(
                connection, pair.document, old.version.observed_at, new.version.observed_at
            )
        # Between neighbours stands what the platform did, whoever read the new side best.
        published = replace(new, version=replace(new.version, cause=Cause.PUBLISHED))
        compared = change.compare(old, published, past, collected, last_seen)
        compared = change.put_back(compared, old, published, _earlier(instance, past))
        lineage = compared.lineage
        with instance.database.write() as connection:
            review.hold_still(connection)
            if withheld.emptied_among(connection, (old.version.id, pair.new)):
                # Withheld meanwhile: the next round compares what is left.
                return
            records.save_record(connection, compared.record)
            versions.save_lineage(connection, pair.new, lineage)
    instance.editions.keep(Edition(new.version, new.text, new.outline, lineage))


def _earlier(instance: Instance, past: Sequence[PastState]) -> Iterator[Edition]:
    """The texts before the last of these, newest first, but those that are withheld."""
    for one in reversed(past[-1 - LOOK_BACK : -1]):
        found = _if_there(instance, one.version)
        if found is not None:
            yield found


def _in_its_language(instance: Instance, old: Edition, new: Edition) -> Edition:
    """`old`, or where its language is another than that of `new`, the latest version that has it, if there is one."""
    before, after = old.version.language.split("-")[0], new.version.language.split("-")[0]
    if not before or not after or before == after:
        return old
    with instance.database.read() as connection:
        found = versions.latest_in_language(connection, new.version.document, after, new.version.observed_at)
    return old if found is None else _edition(instance, found)


def _if_there(instance: Instance, version: VersionId) -> Edition | None:
    with suppress(WithheldObjectError):
        return _edition(instance, version)
    return None


def _edition(instance: Instance, version: VersionId) -> Edition:
    found = instance.editions.get(version)
    if found is None:
        raise LookupError(f"version {version} is named by storage but is not there")
    return found
