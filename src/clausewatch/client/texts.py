"""What the client asks of texts: platforms, documents, versions, provisions, changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from clausewatch.client import answers
from clausewatch.client.asking import Asking, parts_of


class Texts(Asking):
    """Documents are named as the API names them: "platform/document". `at` is a day, an instant, or a version."""

    def platforms(self) -> Iterator[answers.Platform]:
        """All platforms."""
        return self.each("platforms")

    def platform(self, platform: str) -> answers.Platform:
        """One platform, by id or name."""
        return cast("answers.Platform", self.one("platforms", platform))

    def facts(self, platform: str) -> answers.QuickFacts:
        """The questions asked most of it, answered with its own words."""
        return cast("answers.QuickFacts", self.one("platforms", platform, "facts"))

    def documents(self, *, platform: str = "", kind: str = "") -> Iterator[answers.Document]:
        """All documents, or those of a platform or of a kind."""
        return self.each("documents", platform=platform, type=kind)

    def document(self, document: str) -> answers.DocumentDetail:
        """One document, with its state and current version."""
        return cast("answers.DocumentDetail", self.one("documents", *parts_of(document)))

    def versions(self, document: str) -> Iterator[answers.Version]:
        """Every version, newest first."""
        return self.each("documents", *parts_of(document), "versions")

    def version(self, document: str, version: str) -> answers.VersionDetail:
        """One version with its text, by its identifier's beginning or as of a day."""
        return cast("answers.VersionDetail", self.one("documents", *parts_of(document), "versions", version))

    def diff(self, document: str, old: str, new: str, *, changed: bool = False) -> Iterator[answers.DiffRow]:
        """Two versions side by side, block by block; with `changed` only what differs."""
        return self.each("documents", *parts_of(document), "diff", old=old, new=new, changed=changed)

    def provisions(self, document: str, *, at: str = "") -> Iterator[answers.Provision]:
        """The provisions in order, with findings and sentences."""
        return self.each("documents", *parts_of(document), "provisions", at=at)

    def provision(self, document: str, provision: str, *, at: str = "") -> answers.Provision:
        """One provision."""
        found = self.one("documents", *parts_of(document), "provisions", provision, at=at)
        return cast("answers.Provision", found)

    def provision_history(self, document: str, provision: str, *, at: str = "") -> answers.ProvisionPast:
        """Since when a provision says what it says, and all that happened to it."""
        found = self.one("documents", *parts_of(document), "provisions", provision, "history", at=at)
        return cast("answers.ProvisionPast", found)

    def provision_comparison(
        self, document: str, provision: str, *, at: str = "", statement: int | None = None
    ) -> answers.Comparison:
        """How every other platform handles the matter of one statement, the most telling one or that number from 1.

        With a day or an instant `at` all as of then; with a version only the provision's wording is of it.
        """
        path = ("documents", *parts_of(document), "provisions", provision, "comparison")
        return cast("answers.Comparison", self.one(*path, at=at, statement=statement))

    def changes(
        self,
        *,
        platform: str = "",
        document: str = "",
        since: str = "",
        change_class: str = "",
        severity: str = "",
        **flags: bool,
    ) -> Iterator[answers.ChangeRecord]:
        """Change records, newest first. Flags: `silent` (under an unchanged printed date), `all` (also what does not alert)."""
        narrowed = {"platform": platform, "document": document, "since": since, "severity": severity}
        return self.each("changes", class_=change_class, **narrowed, **flags)

    def change(self, record: str) -> answers.ChangeRecord:
        """One change record."""
        return cast("answers.ChangeRecord", self.one("changes", record))

    def redline(self, record: str) -> Iterator[answers.RedlinedChange]:
        """Its changes with their words marked, in the document's order."""
        return self.each("changes", record, "redline")

    def corrections(self) -> Iterator[answers.Ruling]:
        """What editors corrected of what was published, newest first."""
        return self.each("corrections")

    def review(self, *, platform: str = "") -> Iterator[answers.Item]:
        """What no editor has reviewed yet, the gravest and most doubtful first: the head of the queue."""
        return self.each("review", platform=platform)
