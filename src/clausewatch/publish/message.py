"""A notice about one change record, in every form a channel may want."""

from __future__ import annotations

from dataclasses import replace

from clausewatch.nouns.identity import AlertId
from clausewatch.nouns.subscription import Inline, Message
from clausewatch.publish.about import RecordTold
from clausewatch.publish.history import History
from clausewatch.publish.html import html_mail
from clausewatch.publish.plain import plain_mail
from clausewatch.publish.record_line import SourceRef, canonical_json, instant, record_line
from clausewatch.publish.sheet import sheet
from clausewatch.publish.words import one_line

LONGEST_SUBJECT = 180


def message(
    alert_id: AlertId,
    about: RecordTold,
    base_url: str,
    source: SourceRef,
    history: History | None = None,
) -> Message:
    """The message of that alert: the same bytes whenever it is made again, so a retry repeats and never varies.

    `history` is told in the mail alone; its picture goes beside the HTML, which names it.

    Policy text in it is hostile: the subject is one line, the HTML is escaped, the payload is JSON.
    """
    record, document, platform = about.record, about.document, about.platform
    picture = Inline(f"timeline-{alert_id}@clausewatch", history.png) if history and history.png else None
    told = replace(
        sheet(record, document, platform, base_url),
        history=history,
        picture=f"cid:{picture.name}" if picture else "",
    )
    subject = f"[Clausewatch] {told.platform}: {told.document} - {told.headline}"
    payload = {
        "type": "change.recorded",
        "id": record.id,
        "alert": alert_id,
        "timestamp": instant(record.observed_at),
        "data": record_line(record, document, platform, source),
    }
    return Message(
        id=alert_id,
        subject=one_line(subject, LONGEST_SUBJECT),
        text=plain_mail(told),
        html=html_mail(told),
        payload=canonical_json(payload),
        picture=picture,
    )
