"""An alert by mail tells the document's history; where nothing can be drawn the mail goes out without a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.pipeline.live_kit import live

from clausewatch.errors import ClausewatchError
from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Channel, Message, Watch
from clausewatch.pipeline.local import run_round
from clausewatch.ports import Artist, Delivered
from clausewatch.storage import subscriptions


class _Box:
    """Takes every message."""

    def __init__(self) -> None:
        self.taken: list[tuple[Message, Watch]] = []

    def deliver(self, message: Message, watch: Watch) -> Delivered:
        self.taken.append((message, watch))
        return Delivered(ok=True, detail="taken")


class _Drawer:
    """Draws the same picture of everything, or fails."""

    recipe = "test"

    def __init__(self, *, able: bool) -> None:
        self.able = able
        self.asked = 0

    def png(self, spec: Mapping[str, object]) -> bytes:
        self.asked += 1
        if not self.able:
            raise ClausewatchError("chart", "cannot be drawn", "Ask again")
        return b"PNG" + str(spec["height"]).encode()

    def svg(self, spec: Mapping[str, object]) -> bytes:
        return self.png(spec)

    def script(self) -> bytes:
        return b""

    def close(self) -> None:
        """Nothing is held."""


@pytest.mark.parametrize(
    ("artist", "drawn"), [(None, False), (_Drawer(able=False), False), (_Drawer(able=True), True)]
)
def test_a_mail_has_the_history_and_a_picture_where_one_can_be_drawn(
    tmp_path: Path, artist: Artist | None, drawn: bool
) -> None:
    with live(tmp_path, "terms") as on:
        box = _Box()
        instance = replace(on.instance, courier=box, artist=artist)
        clauses = "".join(
            f"<h2>{name}</h2><p>{name} matters are settled in writing between you and us, as said there in full.</p>"
            for name in ("Support", "Delivery", "Complaints", "Notices")
        )
        head = "<html lang=en><title>Terms</title><body><main><h1>Terms of Service</h1><h2>Fees</h2>"
        page = head + "<p>You must pay {} euros each month.</p>" + clauses + "</main></html>"
        for fee in (10, 90):
            on.answers.pages["https://birchwood.example/terms"] = page.format(fee).encode()
            on.clock.advance(hours=24)
            if fee == 90:
                with instance.database.write() as connection:
                    for channel, name in ((Channel.EMAIL, "w1"), (Channel.WEBHOOK, "w2")):
                        to = "a@b.example" if channel is Channel.EMAIL else "https://hook.example/"
                        subscriptions.save_watch(
                            connection,
                            Watch(name, "All", channel, to, (), (), Severity.NONE, on.clock.now()),
                        )
            run_round(instance)
        by_channel = {watch.channel: message for message, watch in box.taken}
        mail, hook = by_channel[Channel.EMAIL], by_channel[Channel.WEBHOOK]
        assert (mail.picture is not None) is drawn
        assert ("<img" in mail.html) is drawn
        assert "This document so far: 1 substantive change since" in mail.text
        assert hook.picture is None
        assert "so far" not in hook.text
