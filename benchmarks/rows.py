"""Rows that benchmarks of scale write themselves, where only their number and place matter."""

from __future__ import annotations

from datetime import datetime


def bare_version(name: str, observed_at: datetime) -> dict[str, object]:
    """A version without a text, of the document of the same name."""
    return {
        **dict.fromkeys(("text", "fingerprint", "title", "recipe"), ""),
        "id": name,
        # One without a state is one whose words are withheld.
        "state": name,
        "document": name,
        "observed_at": observed_at,
        "captures": "[]",
        "cause": "published",
        "language": "en",
        "words": 0,
        "dates": "[]",
        "layout": b"",
        "outline": b"",
        "provisions": 0,
    }
