"""What an operator decides about the browser."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BrowserSettings:
    """How pages are rendered.

    `executable` is a Chromium's path, empty for the one that is found. `seconds` bounds a rendering from the browser's start
    to its end; `max_memory_bytes` the memory of all its processes together; `max_page_bytes` what all answers bring
    together, as sent; `max_responses` their number; `max_document_bytes` the document that is kept. `sandbox` is
    Chromium's own; it does not run for root. One browser runs at a time.
    """

    executable: str = ""
    seconds: float = 60.0
    max_memory_bytes: int = 1_500_000_000
    max_page_bytes: int = 60_000_000
    max_responses: int = 600
    max_document_bytes: int = 20_000_000
    sandbox: bool = True
