"""That it is still the account's owner who asks: by the password, or, for who has none, by having signed in just now."""

from __future__ import annotations

from datetime import timedelta

from clausewatch.pipeline.passwords import fits
from clausewatch.web.accounts.entering import Field
from clausewatch.web.accounts.visit import Visit

FRESH = timedelta(minutes=10)
"""So long after signing in somebody without a password may change what signs in."""
_PASSWORD = Field("password", "Your password", "password", fills="current-password")


def asked(visit: Visit) -> tuple[Field, ...]:
    """The fields that ask for the proof."""
    return (_PASSWORD,) if visit.account.password else ()


def proven(visit: Visit) -> bool:
    """Whether the form, or the session's age, proves it."""
    if visit.account.password:
        return fits(visit.account, visit.form.secret("password"))
    return visit.now - visit.session.created_at <= FRESH


def unproven(visit: Visit) -> str:
    """What to do about a proof that failed, as a sentence above the form."""
    if visit.account.password:
        return "The password does not fit."
    return "You signed in too long ago for this. Sign out, sign in again and come back within ten minutes."
