"""Chat rooms: short messages to the incoming webhooks of chat services.

Apprise speaks to more of them, but it connects where a target says, follows redirects, resolves names itself and gives back
only yes or no; so neither the address guard nor the delivery log would hold. What is here is what it would send.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from clausewatch.alert import ChatService, chat_fault, chat_service
from clausewatch.delivery.posting import Poster, WebhookSettings, unusable
from clausewatch.nouns.subscription import Brief, Message, Watch
from clausewatch.ports import AddressGuard, Clock, Delivered

Body = Mapping[str, object]
_MARKUP = frozenset("\\*_~`|>#[]()<-")
_NAME = re.compile(r"(?<!\w)@\w+")
_MOST_ENTITIES = 100


class ChatCourier:
    """Posts a message's brief form to the chat service that the watch's target belongs to.

    Policy text in it is hostile: it can neither mark up, nor name people or rooms, nor unfold into a preview.
    """

    def __init__(self, settings: WebhookSettings, guard: AddressGuard, clock: Clock) -> None:
        self._poster = Poster(settings, guard, clock)

    def deliver(self, message: Message, watch: Watch) -> Delivered:
        """What the service said; never raises for what it does, and never repeats the target."""
        service = chat_service(watch.target)
        if service is None:
            return unusable(f"the target {chat_fault(watch.target)}")
        body = _BODIES[service](message.brief, watch.target)
        return self._poster.post(watch.target, json.dumps(body, ensure_ascii=False).encode(), {})


def _slack(brief: Brief, _target: str) -> Body:
    """https://docs.slack.dev/reference/block-kit/blocks/rich-text-block: texts in it have no markup, links are told apart.

    `text` is what notifications show; there `&`, `<` and `>` are to be escaped.
    """
    text = brief.title
    for sign, escaped in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, escaped)
    brief = _bounded(brief, 8_000)
    parts: list[Body] = [{"type": "text", "text": brief.title, "style": {"bold": True}}]
    for line, link in brief.lines:
        parts += [{"type": "text", "text": f"\n{line}\n"}, *([{"type": "link", "url": link}] if link else [])]
    block = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": parts}]}
    return {"text": text, "blocks": [block], "unfurl_links": False, "unfurl_media": False}


def _discord(brief: Brief, _target: str) -> Body:
    """https://docs.discord.com/developers/resources/webhook: at most 2,000 characters, of which escaping may take half.

    Nobody is named whatever the text says, and no preview unfolds (flag 4).
    """
    escaped = Brief(_escaped(brief.title), tuple((_escaped(line), link) for line, link in brief.lines))
    return {"content": _lines(escaped, 1_990), "allowed_mentions": {"parse": []}, "flags": 4}


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in _MARKUP else sign for sign in text)


def _telegram(brief: Brief, target: str) -> Body:
    """https://core.telegram.org/bots/api#sendmessage: at most 4,096 characters; without a parse mode text is text, but what
    looks like a name (`@name`) still calls whoever has it. Inside code no name is looked for, and the words stay as they are."""
    (room,) = parse_qs(urlsplit(target).query)["chat_id"]
    text = _lines(brief, 4_000)
    entities = [
        {"type": "code", "offset": _units(text[: found.start()]), "length": _units(found[0])}
        for found in _NAME.finditer(text)
    ]
    if len(entities) > _MOST_ENTITIES:
        entities = [{"type": "code", "offset": 0, "length": _units(text)}]
    more: Body = {"entities": entities} if entities else {}
    return {"chat_id": room, "text": text, "link_preview_options": {"is_disabled": True}, **more}


def _units(text: str) -> int:
    """Its length as Telegram counts it: in code units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _teams(brief: Brief, _target: str) -> Body:
    """An adaptive card (https://adaptivecards.io/explorer/RichTextBlock.html); a TextRun, unlike a TextBlock, has no markup.

    A card may have 28 KB (https://learn.microsoft.com/microsoftteams/limits-specifications-teams), and a letter 4 bytes.
    """
    brief = _bounded(brief, 5_000)
    runs = [_run(brief.title, weight="bolder")]
    blocks = [{"type": "RichTextBlock", "inlines": runs}]
    blocks += [{"type": "RichTextBlock", "inlines": [_run(text)]} for text, _ in brief.lines]
    actions = [
        {
            "type": "Action.OpenUrl",
            "title": f"Change {number}" if len(brief.lines) > 1 else "Open",
            "url": link,
        }
        for number, (_, link) in enumerate(brief.lines[:6], start=1)
        if link
    ]
    card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.2",
        "body": blocks,
        "actions": actions,
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}


def _run(text: str, **more: str) -> Mapping[str, str]:
    return {"type": "TextRun", "text": text, **more}


def _bounded(brief: Brief, most: int) -> Brief:
    """As many whole lines as `most` characters have room for, and how many there are beside them: a service refuses what is
    too long for good, and then nothing of it would be told."""
    room = most - len(brief.title) - len(_more(len(brief.lines)))
    kept = 0
    for line, link in brief.lines:
        room -= len(line) + len(link) + 2
        if room < 0:
            break
        kept += 1
    left = len(brief.lines) - kept
    return replace(brief, lines=(*brief.lines[:kept], *(((_more(left), ""),) if left else ())))


def _more(left: int) -> str:
    return f"… and {left} more"


def _lines(brief: Brief, most: int) -> str:
    """Title, then each line with its address, as far as there is room for whole ones."""
    shown = _bounded(brief, most)
    return "\n".join((shown.title, *(text for pair in shown.lines for text in pair if text)))


_BODIES: Mapping[ChatService, Callable[[Brief, str], Body]] = {
    ChatService.SLACK: _slack,
    ChatService.DISCORD: _discord,
    ChatService.TELEGRAM: _telegram,
    ChatService.TEAMS: _teams,
}
