"""Seals of change records: whoever alters one without sealing it anew is found. That it was sealed anew nothing here tells."""

from __future__ import annotations

from datetime import UTC

from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.identity import Digest, digest_of

_FORM = "2:"
"""What a seal over all of a record begins with; earlier ones are a digest over its columns."""
_EMPTY = ',""]'


def sealed(record: ChangeRecord, unsealed: str) -> str:
    """The details of a record as they are stored, whose last field is an empty seal, with the seal in its place."""
    rest = unsealed.removesuffix(_EMPTY)
    return f'{rest},"{_seal(record, rest)}"]'


def holds(record: ChangeRecord, stored: str, seal: str) -> bool:
    """Whether the seal in the stored details is that of the record; without one nothing is told."""
    if seal.startswith(_FORM):
        return seal == _seal(record, stored.removesuffix(f',"{seal}"]'))
    return not seal or seal == of_columns(record)


def _seal(record: ChangeRecord, rest: str) -> str:
    return _FORM + digest_of(of_columns(record), rest)


def of_columns(record: ChangeRecord) -> Digest:
    """The earlier seal: over all that has a column of its own."""
    return digest_of(
        record.id,
        record.document,
        record.from_version,
        record.to_version or "",
        record.capture or "",
        record.observed_at.astimezone(UTC).isoformat(),
        record.cause.value,
        record.verdict.value,
        record.change_class.value,
        str(record.alert),
        record.severity.value,
        record.direction.value,
        record.headline,
        record.recipe,
    )
