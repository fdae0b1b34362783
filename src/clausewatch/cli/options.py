"""Option types that several commands share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click


class Instant(click.ParamType[datetime]):
    """A date or an instant in ISO 8601; UTC unless it says otherwise."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:  # noqa: ANN401
        try:
            found = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date; write 2026-03-10 or 2026-03-10T09:00:00Z", param, ctx)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
