"""What an organisation's watches were told, as its members see it; and that it is nobody else's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from httpx2 import Response
from tests.web.accounts_kit import House, words
from tests.web.test_changed_watch import at, decided, kept, lived, member

from clausewatch.nouns.account import Organisation, Role
from clausewatch.nouns.failing import Event, Notice, Spell
from clausewatch.nouns.subscription import AlertState, Channel, Message, Timing, Watch
from clausewatch.pipeline.deliver import deliver
from clausewatch.pipeline.failing import deliver_notices
from clausewatch.ports import Delivered
from clausewatch.storage import deliveries, failing, sessions

__all__ = ["at", "lived"]
HOOK = "https://hooks.example/sEcReT"


def flat(answer: Response) -> str:
    """Its words, without the spaces that stand for tags before signs."""
    return re.sub(r" (?=[,;:.])", "", words(answer))


class _Answers:
    """A courier of which every message is refused, or taken, with these words."""

    def __init__(self, answer: Delivered) -> None:
        self.answer = answer

    def deliver(self, message: Message, watch: Watch) -> Delivered:
        del message, watch
        return self.answer


def refused(at: House, of: Organisation) -> Watch:
    """A webhook that answers that it is gone."""
    watch = kept(at, of, channel=Channel.WEBHOOK, target=HOOK, timing=Timing(), secret=f"whsec_{'QUJD' * 11}")
    decided(at, watch)
    gone = Delivered(ok=False, detail="answered 410 <Gone>", permanent=True)
    deliver(replace(at.members.instance, courier=_Answers(gone)))
    return watch


def test_what_was_sent_is_listed_with_its_change_and_fate(at: House) -> None:
    of, visitor = member(at)
    page = f"/account/{of.id}/deliveries/"
    assert "Nothing was sent yet" in flat(visitor.get(page))
    decided(at, kept(at, of))
    waiting = flat(visitor.get(page))
    assert waiting.count("Waits until") == 3
    assert "Delivered." not in waiting
    at.clock.later(days=1)
    assert deliver(at.members.instance).taken == 3
    shown = visitor.get(page)
    assert flat(shown).count("Delivered.") == 3
    assert f"Birds, email to ann@{of.id}.example, in a digest" in flat(shown)
    assert "Birchwood: Terms of Use: The period rises from 30 to 90 days" in flat(shown)
    assert 'href="/change/' in shown.text
    assert "Nothing failed." in flat(visitor.get(f"{page}?failed=1"))
    assert f'href="{page}"' in visitor.get(f"/account/{of.id}/").text


def test_what_was_given_up_says_why_and_is_tried_again_by_who_may(at: House) -> None:
    of, visitor = member(at)
    refused(at, of)
    page = f"/account/{of.id}/deliveries/"
    reader = at.visitor(at.person(f"eve@{of.id}.example", of, Role.READER))
    for who in (visitor, reader):
        shown = who.get(f"{page}?failed=1")
        assert flat(shown).count("Given up: answered 410 <Gone>") == 3
        assert "sEcReT" not in shown.text
    assert "Try again" not in reader.get(page).text
    with at.members.instance.database.read() as connection:
        (one, *_) = deliveries.deliveries(connection, None, 9, of=of.id, failed_only=True)
    path = f"{page}{one.alert.id}/retry/"
    assert path in visitor.get(page).text
    assert reader.post(path).status_code == 403
    assert visitor.post(path).headers["location"] == page
    assert (
        deliver(replace(at.members.instance, courier=_Answers(Delivered(ok=True, detail="taken")))).taken == 1
    )
    assert visitor.post(path).status_code == 303, "there is nothing to try again"
    assert "2 tries" in flat(visitor.get(page))
    with at.members.instance.database.read() as connection:
        found = deliveries.deliveries(connection, None, 9, of=of.id)
        done = [each.what for each in sessions.deeds(connection, of.id, 9)]
    assert [each.alert.state for each in found].count(AlertState.DELIVERED) == 1
    assert done.count("had a message tried again") == 1


def test_anothers_deliveries_are_not_there(at: House) -> None:
    of, _ = member(at)
    refused(at, of)
    other, stranger = member(at)
    assert "Nothing was sent yet" in flat(stranger.get(f"/account/{other.id}/deliveries/"))
    with at.members.instance.database.read() as connection:
        (one, *_) = deliveries.deliveries(connection, None, 9, of=of.id)
    assert stranger.post(f"/account/{other.id}/deliveries/{one.alert.id}/retry/").status_code == 404
    assert stranger.post(f"/account/{other.id}/deliveries/{'0' * 16}/retry/").status_code == 404
    assert stranger.get(f"/account/{of.id}/deliveries/").status_code == 404


def test_a_notice_names_the_document_that_cannot_be_captured(at: House) -> None:
    of, visitor = member(at)
    watch = kept(at, of, timing=Timing())
    instance = at.members.instance
    began = at.clock.at - timedelta(days=1)
    spell = Spell("birchwood/terms-of-use", began, "answered 503", at.clock.at)
    with instance.database.write() as connection:
        failing.begin_spell(connection, spell)
        failing.save_notices(connection, (Notice(watch.id, Event.FAILING, (spell,), at.clock.at),))
    assert deliver_notices(instance).taken == 1
    shown = flat(visitor.get(f"/account/{of.id}/deliveries/"))
    assert "Cannot be captured: Birchwood: Terms of Use" in shown
