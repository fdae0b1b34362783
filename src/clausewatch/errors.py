"""The exceptions that reach a person: each names the input, the reason and the mend."""

from __future__ import annotations


class ClausewatchError(Exception):
    """A broken promise or unusable input, told so that its reader can mend it.

    `str(error)` is one paragraph: what was given, why it cannot be used, what to do.
    """

    def __init__(self, subject: str, reason: str, mend: str) -> None:
        super().__init__(f"{subject}: {reason}. {mend}")
        self.subject = subject
        self.reason = reason
        self.mend = mend


class BadInputError(ClausewatchError):
    """Something a person gave cannot be used; nothing was changed. Exit code 2, HTTP 400."""


class UnknownNameError(BadInputError):
    """A platform, document, version or record that is not here. Exit code 2, HTTP 404."""


class UnavailableError(ClausewatchError):
    """What was asked for cannot be made here, or not now. Exit code 1, HTTP `status`."""

    def __init__(self, subject: str, reason: str, mend: str, status: int) -> None:
        super().__init__(subject, reason, mend)
        self.status = status


class DamagedObjectError(ClausewatchError):
    """Bytes at rest are not the bytes that were stored. Exit code 1."""


class WithheldObjectError(DamagedObjectError):
    """Bytes that were at rest were withheld, for a reason that a leaf of the log tells. Exit code 1, HTTP 451 (RFC 7725)."""
