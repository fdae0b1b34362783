"""`POST /hooks/plan`: a plan is granted by whoever holds the secret, as the Standard Webhooks specification says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from standardwebhooks import Webhook, WebhookVerificationError
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clausewatch.nouns.account import Deed
from clausewatch.pipeline.granting import grant, tell_owners
from clausewatch.storage import accounts
from clausewatch.web.accounts.limits import SIGNED_POSTS, Tries, network_of
from clausewatch.web.api.answers import answer, failure
from clausewatch.web.members import Members

PATH = "/hooks/plan"
_MOST_BYTES = 10_000
_NAMES = ("webhook-id", "webhook-timestamp", "webhook-signature")


def routes(members: Members) -> list[Route]:
    """The route of the hook; none where there is no secret to sign with."""
    if not members.plan_secret:
        return []
    tries = Tries()

    async def hook(request: Request) -> Response:
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _MOST_BYTES:
                return failure(413, "the body", "is too large", f"Send at most {_MOST_BYTES} bytes")
        host = network_of(request.client.host if request.client else "")
        if seconds := tries.wait("hook", host, SIGNED_POSTS, members.instance.clock.now()):
            return failure(429, "this", "was sent too often", "Wait", {"retry-after": str(seconds)})
        signed = {name: request.headers.get(name, "") for name in _NAMES}
        return await run_in_threadpool(granted, members, body, signed)

    return [Route(PATH, hook, methods=["POST"])]


def granted(members: Members, body: bytes, signed: Mapping[str, str]) -> Response:
    """Grants what the body says: `{"type": "plan.granted", "data": {"organisation": ID, "plan": ID}}`.

    Sent again it changes nothing, and one that is older than the plan's present grant is left aside: a message that
    somebody kept, or that is tried again late, does not bring an old plan back. How old it is says its `timestamp`, where it
    has one, else when it was signed.
    """
    try:
        told = Webhook(members.plan_secret).verify(body, dict(signed))
        sent = datetime.fromtimestamp(int(signed["webhook-timestamp"]), UTC)
    except (WebhookVerificationError, ValueError):
        return failure(401, "the signature", "does not fit", "Sign the body as Standard Webhooks says")
    told = told if isinstance(told, dict) else json.loads(body)
    found, at = _asked(told), _happened(told, sent)
    known = {each.id for each in members.plans}
    if at is None:
        mend = "Write it as 2026-04-01T12:00:00Z, or leave it out"
        return failure(400, "the message's timestamp", "is no instant with its zone", mend)
    if found is None or found[1] not in known:
        reason = 'is not {"type": "plan.granted", "data": {"organisation": ID, "plan": ID}} with a plan that is here'
        return failure(400, "the message", reason, f"Plans here: {', '.join(sorted(known))}")
    organisation, plan = found
    with members.instance.database.write() as connection:
        if accounts.hold(connection, organisation) is None:
            return failure(404, "the organisation", "is not here", "`clausewatch account list` shows them")
        before = accounts.granted_at(connection, organisation)
        newer = before is None or at >= before
        by = Deed(at, f"was granted the plan {plan}", organisation=organisation, where="webhook")
        done = grant(connection, members.plans, plan, by) if newer else None
    said = answer({"organisation": organisation, "plan": plan, "granted": newer})
    if done is not None:
        said.background = BackgroundTask(tell_owners, members.instance, done)
    return said


def _happened(told: object, sent: datetime) -> datetime | None:
    """When what is told happened, at most when it was sent; None where it says so in no way that can be read."""
    given = told.get("timestamp") if isinstance(told, dict) else None
    if given is None:
        return sent
    try:
        found = datetime.fromisoformat(str(given))
    except ValueError:
        return None
    return min(found.astimezone(UTC), sent) if found.tzinfo else None


def _asked(told: object) -> tuple[str, str] | None:
    data = told.get("data") if isinstance(told, dict) and told.get("type") == "plan.granted" else None
    if not isinstance(data, dict):
        return None
    organisation, plan = data.get("organisation"), data.get("plan")
    return (organisation, plan) if isinstance(organisation, str) and isinstance(plan, str) else None
