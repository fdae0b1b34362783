"""What an organisation's watches were told: where each message stands, every try and its answer, and trying again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from clausewatch.alert import listed_target
from clausewatch.nouns.account import Organisation, Role
from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.failing import Event
from clausewatch.nouns.identity import DocumentId
from clausewatch.nouns.subscription import Delivery
from clausewatch.pipeline import owned
from clausewatch.pipeline.said import as_ruled
from clausewatch.storage import catalog, deliveries, records
from clausewatch.web.accounts.organisation import here
from clausewatch.web.accounts.visit import Visit, leads_to
from clausewatch.web.addresses import change_path
from clausewatch.web.lookup import called

_SHOWN = 100
_NAMED = 3
_NOTICES = {Event.FAILING.value: "Cannot be captured", Event.RECOVERED.value: "Captured again"}


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A message with what it is about and tells, where that is shown, and to whom it goes, masked."""

    delivery: Delivery
    about: str
    headline: str
    href: str
    target: str


@dataclass(frozen=True, slots=True)
class DeliveriesPage:
    """The newest messages, or those that failed; `more` says that there are more than are shown."""

    organisation: Organisation
    lines: tuple[DeliveryLine, ...]
    failed: bool
    more: bool
    csrf: str
    may_edit: bool


def deliveries_page(visit: Visit) -> Response:
    """GET /account/<organisation>/deliveries/?failed=1"""
    failed = visit.request.query_params.get("failed") == "1"
    with visit.desk.site.database.read() as connection:
        of = visit.role.organisation
        found = deliveries.deliveries(connection, None, _SHOWN + 1, of=of, failed_only=failed)
        known = records.by_id(connection, {each.alert.record for each in found if each.alert.record})
        told = {each.id: each for each in as_ruled(connection, known.values())}
        names = called(catalog.platforms(connection))
    lines = [_line(each, told.get(each.alert.record), names) for each in found[:_SHOWN]]
    may_edit = visit.role.role.covers(Role.EDITOR)
    page = DeliveriesPage(here(visit), tuple(lines), failed, len(found) > _SHOWN, visit.csrf, may_edit)
    return visit.page("deliveries.html", "Deliveries", page)


def _line(each: Delivery, record: ChangeRecord | None, names: Mapping[DocumentId, str]) -> DeliveryLine:
    target = listed_target(each.watch) if each.watch else ""
    if record is not None:
        about = names.get(record.document, record.document)
        return DeliveryLine(each, about, record.headline, change_path(record.id), target)
    named = [names.get(key, key) for key in each.documents[:_NAMED]]
    more = len(each.documents) - len(named)
    about = "; ".join((*named, *((f"{more} more",) if more else ())))
    return DeliveryLine(each, _NOTICES.get(each.event, each.event), about, "/health/", target)


def retry(visit: Visit) -> Response:
    """POST /account/<organisation>/deliveries/<alert>/retry/ (it goes with the next round)"""
    visit.form.only()
    owned.retry_owned(visit.members.instance, visit.owner("had a message tried again"), visit.named("alert"))
    return leads_to(f"/account/{visit.role.organisation}/deliveries/")
