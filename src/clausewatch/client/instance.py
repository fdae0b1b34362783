"""What the client asks of the instance itself: health, watches, baselines, the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from clausewatch.client import answers
from clausewatch.client.asking import Asking, parts_of


class Standing(Asking):
    """Documents are named "platform/document"."""

    def instance(self) -> answers.Instance:
        """What this instance holds, in numbers."""
        return cast("answers.Instance", self.one("instance"))

    def health(self, *, state: str = "") -> Iterator[answers.DocumentHealth]:
        """How every document fares, or those in that state."""
        return self.each("health", state=state)

    def dates(
        self, *, ahead: bool = False, platform: str = "", document: str = ""
    ) -> Iterator[answers.NamedDay]:
        """Days that change records name, the earliest first; with `ahead` only from today on."""
        return self.each("dates", ahead=ahead, platform=platform, document=document)

    def measures(self) -> Iterator[answers.Measure]:
        """How well each stage was measured to do."""
        return self.each("measures")

    def watches(self, *, ended: bool = False) -> Iterator[answers.Watch]:
        """Who is told about what, addresses masked; with `ended` also watches that were ended."""
        return self.each("watches", all=ended)

    def watch(self, watch: str) -> answers.Watch:
        """One watch."""
        return cast("answers.Watch", self.one("watches", watch))

    def deliveries(self, *, watch: str = "") -> Iterator[answers.Delivery]:
        """What was told to watches and where it stands, newest first."""
        return self.each("deliveries", watch=watch)

    def alerts(self) -> answers.Service:
        """How soon alerts arrived, over 30 and 90 days, and the newest of them."""
        return cast("answers.Service", self.one("alerts"))

    def baselines(self) -> Iterator[answers.Acceptance]:
        """Which version of each document was accepted."""
        return self.each("baselines")

    def acceptances(self, document: str) -> Iterator[answers.Acceptance]:
        """Every acceptance of a document's versions, oldest first."""
        return self.each("documents", *parts_of(document), "baselines")

    def drift(self, document: str) -> answers.Drift:
        """What changed since the baseline."""
        return cast("answers.Drift", self.one("documents", *parts_of(document), "drift"))

    def log(self) -> answers.LogHead:
        """The signed head of the log."""
        return cast("answers.LogHead", self.one("log"))

    def log_keys(self) -> Iterator[answers.LogKey]:
        """Which keys signed which heads of the log, the first key first."""
        return self.each("log", "keys")

    def leaves(self) -> Iterator[answers.Leaf]:
        """The leaves of the log, newest first."""
        return self.each("log", "leaves")

    def proof(self, kind: answers.LeafKind, subject: str) -> answers.Proof:
        """The proof that a capture, a version or a version's analysis was logged."""
        return cast("answers.Proof", self.one("log", "proofs", kind, subject))
