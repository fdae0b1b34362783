"""The fetcher of an instance: over HTTP, or by browser where a source says so."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.capture.browser import BrowserFetcher, unrendered
from clausewatch.capture.fetcher import HttpFetcher
from clausewatch.nouns.catalog import Render, Source
from clausewatch.ports import Fetched, Validators


@dataclass(frozen=True, slots=True)
class ChoosingFetcher:
    """`ports.Fetcher`; without a browser, sources that ask for one get the problem `needs-browser`."""

    http: HttpFetcher
    browser: BrowserFetcher | None

    def fetch(self, source: Source, validators: Validators) -> Fetched:
        """What the one or the other fetches."""
        if source.render is not Render.BROWSER:
            return self.http.fetch(source, validators)
        if self.browser is None:
            return unrendered(
                source,
                "this page needs a browser, and the settings say none: set `use = true` under [browser]",
            )
        return self.browser.fetch(source, validators)

    def close(self) -> None:
        """Closes the connections kept open."""
        self.http.close()
