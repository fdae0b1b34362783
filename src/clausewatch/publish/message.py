"""A notice about one change record, in every form a channel may want."""

from __future__ import annotations

from dataclasses import replace

from clausewatch.nouns.identity import AlertId
from clausewatch.nouns.subscription import Brief, Inline, Message
from clausewatch.publish.foot import Foot
from clausewatch.publish.history import History
from clausewatch.publish.html import html_mail
from clausewatch.publish.plain import plain_mail
from clausewatch.publish.record_line import canonical_json, instant, record_line
from clausewatch.publish.sheet import sheet
from clausewatch.publish.told import Told
from clausewatch.publish.words import DIRECTIONS, SEVERITIES, one_line

LONGEST_SUBJECT = 180


def message(
    alert_id: AlertId,
    told: Told,
    base_url: str,
    leave: str = "",
    history: History | None = None,
    watch: str = "",
) -> Message:
    """The message of that alert: the same whenever it is made again, but for the words of an editor who ruled on the record
    meanwhile.

    `leave` is where its receiver can end the watch, which is called `watch`. `history` is told in the mail alone; its picture goes beside the HTML,
    which names it.

    Policy text in it is hostile: the subject is one line, the HTML is escaped, the payload is JSON.
    """
    record = told.record
    picture = Inline(f"timeline-{alert_id}@clausewatch", history.png) if history and history.png else None
    shown = replace(
        sheet(record, told.document, told.platform, base_url),
        history=history,
        picture=f"cid:{picture.name}" if picture else "",
    )
    foot = Foot(shown.base_url, leave, one_line(watch, 120))
    subject = f"[Clausewatch] {shown.platform}: {shown.document} - {shown.headline}"
    payload = {
        "type": "change.recorded",
        "id": record.id,
        "alert": alert_id,
        "timestamp": instant(record.observed_at),
        "data": record_line(record, told.document, told.platform, told.source),
    }
    return Message(
        id=alert_id,
        subject=one_line(subject, LONGEST_SUBJECT),
        text=plain_mail(shown, foot),
        html=html_mail(shown, foot),
        payload=canonical_json(payload),
        picture=picture,
        leave=leave,
        brief=Brief(
            f"{shown.platform}: {shown.document}",
            (
                (
                    f"{shown.headline} ({SEVERITIES[record.severity]}, {DIRECTIONS[record.direction]})",
                    shown.link,
                ),
            ),
        ),
    )
