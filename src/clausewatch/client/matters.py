"""What the client asks across platforms: topics, regulations, comparison, search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from clausewatch.client import answers
from clausewatch.client.asking import Asking


class Matters(Asking):
    """Topics and regulations are named by their ids."""

    def topics(self) -> Iterator[answers.TopicLine]:
        """All topics, and how many platforms speak of each."""
        return self.each("topics")

    def topic(self, topic: str) -> answers.TopicDetail:
        """One topic, and what each platform says about it."""
        return cast("answers.TopicDetail", self.one("topics", topic))

    def adoption(self, topic: str, *, modality: str = "") -> answers.Adoption:
        """How it spread over the platforms, step by step."""
        return cast("answers.Adoption", self.one("topics", topic, "adoption", modality=modality))

    def regulations(self) -> Iterator[answers.RegulationLine]:
        """Laws and standards that bear on terms, article by article."""
        return self.each("regulations")

    def regulation(self, regulation: str) -> answers.RegulationDetail:
        """One article, and who has such terms."""
        return cast("answers.RegulationDetail", self.one("regulations", regulation))

    def coverage(self, platform: str) -> answers.Coverage:
        """Of which matters of each regulation a platform's documents speak."""
        return cast("answers.Coverage", self.one("platforms", platform, "regulations"))

    def facets(self, *, platform: str = "", document: str = "") -> answers.Facets:
        """How many provisions in force speak of each topic, and how."""
        return cast("answers.Facets", self.one("facets", platform=platform, document=document))

    def compare(self, platforms: Iterable[str], topics: Iterable[str], *, at: str = "") -> answers.Matrix:
        """Up to six platforms by chosen topics, with quotations."""
        asked = {"p": ",".join(platforms), "topic": ",".join(topics), "at": at}
        return cast("answers.Matrix", self.one("compare", **asked))

    def search(
        self, words: str, *, at: str = "", since: str = "", until: str = "", **narrowed: str | bool
    ) -> Iterator[answers.Hit]:
        """Provisions by their words, best first, as of a day or over all time (`all=True`).

        `narrowed` are platform, type, topic, modality, party, severity, language: commas between values.
        """
        return self.each("search", q=words, at=at, from_=since, to=until, **narrowed)
