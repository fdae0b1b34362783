"""The name of this way of reading; a new one tells re-readings from changes."""

from __future__ import annotations

RECIPE = "text/4"
