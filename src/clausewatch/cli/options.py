"""Option types that several commands share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from clausewatch.nouns.instants import instant_as_of, instant_from


class Instant(click.ParamType[datetime]):
    """A date or an instant in ISO 8601, from which on something counts (see `nouns.instants`)."""

    name = "date"
    meant = staticmethod(instant_from)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:  # noqa: ANN401
        try:
            return self.meant(str(value))
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no date; write 2026-03-10 or 2026-03-10T09:00:00Z", param, ctx)


class AsOf(Instant):
    """A date or an instant in ISO 8601, as of which something is asked: a day means its end."""

    meant = staticmethod(instant_as_of)
