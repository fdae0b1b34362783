"""Ways to sign in beside a password, by the settings: providers with their guarded callers, and passkeys."""

from __future__ import annotations

import importlib.util
from functools import partial

from clausewatch.config import OidcSettings, Settings
from clausewatch.errors import BadInputError
from clausewatch.nouns.ways import Provider
from clausewatch.pipeline.oidc_issuer import Issuer
from clausewatch.pipeline.passkeys import RelyingParty, relying_party
from clausewatch.ports import Clock, SignedCaller
from clausewatch.wiring.later import LaterSignedCaller


def issuers(settings: Settings, clock: Clock) -> tuple[Issuer, ...]:
    """The providers that people may sign in by. BadInputError where what checks them is not installed."""
    chosen = settings.accounts.oidc
    if chosen and importlib.util.find_spec("joserfc") is None:
        raise BadInputError(
            "[[accounts.oidc]]",
            "what checks a provider's answers is not installed",
            "Install the extra: pip install 'clausewatch[accounts]', or remove the section",
        )
    return tuple(_issuer(settings, each, clock) for each in chosen)


def _issuer(settings: Settings, chosen: OidcSettings, clock: Clock) -> Issuer:
    provider = Provider(
        chosen.id,
        chosen.name or chosen.id,
        chosen.issuer,
        chosen.client_id,
        chosen.client_secret,
        chosen.trust_email,
    )
    return Issuer(provider, LaterSignedCaller(partial(_caller, settings, chosen.networks)), clock)


def _caller(settings: Settings, networks: tuple[str, ...]) -> SignedCaller:
    from clausewatch.wiring import network

    return network.guarded_caller(settings, networks)


def passkeys(settings: Settings) -> RelyingParty | None:
    """This site as passkeys know it; None where they are not wanted, not installed, or not made at such an address."""
    if not settings.accounts.passkeys or importlib.util.find_spec("fido2") is None:
        return None
    return relying_party(settings.instance.base_url)
