"""Watches as a person writes them: TOML, or the same keys from a command line."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from clausewatch.alert.asked import SCOPE_KEYS, TIMING_KEYS, scope_of, timing_of
from clausewatch.alert.entry import Entry, nearest
from clausewatch.alert.match import watch_id
from clausewatch.alert.secret import secret_fault
from clausewatch.alert.target import CHAT_FORMS, chat_fault, email_fault, webhook_fault
from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.nouns.change import Severity
from clausewatch.nouns.identity import DocumentId, PlatformId, slug
from clausewatch.nouns.subscription import Channel, Watch

KEYS = (
    *("name", "channel", "target", "platforms", "documents", "minimum", "secret", "active", "muted"),
    *SCOPE_KEYS,
    *TIMING_KEYS,
)
_LISTED = {
    "platform": "`clausewatch platforms` lists what is here.",
    "document": "`clausewatch documents` lists what is here.",
    "time zone": "Write it as in the IANA time zone database: Europe/Berlin, America/New_York, UTC.",
}
_EXAMPLES = {
    Channel.EMAIL: "legal@example.org",
    Channel.WEBHOOK: "https://example.org/hooks/clausewatch",
    Channel.CHAT: "https://hooks.slack.com/services/...",
}
_HOW_TO_SIGN = "Make one with `clausewatch watch secret` and give it to the receiver as well."


def parse_watches(toml_text: str, source_name: str, created_at: datetime) -> tuple[Watch, ...]:
    """The watches of a file, in its order, all from `created_at` on; empty for a file without any.

    Raises BadInputError naming the file, the entry, the key and the mend; then none of the file's watches is made.
    """
    try:
        content = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        mend = 'Mend that line; a text value needs quotes: name = "Legal".'
        raise BadInputError(source_name, f"is not TOML: {error}", mend) from error
    for key in content:
        if key != "watch":
            raise BadInputError(
                source_name, f"has an unknown key {key!r}", "Write each watch under [[watch]]."
            )
    entries = content.get("watch", [])
    if not isinstance(entries, list):
        raise BadInputError(
            source_name, "has a single [watch]", "Write [[watch]] with two brackets before each."
        )
    seen: dict[str, int] = {}
    watches = []
    for number, fields in enumerate(entries, start=1):
        if not isinstance(fields, dict):
            raise BadInputError(
                f"{source_name}, watch {number}", "is no table", "Write [[watch]] and its keys."
            )
        subject = _subject(source_name, number, fields)
        watch = make_watch(fields, subject, created_at)
        if watch.id in seen:
            raise BadInputError(
                subject, f"asks for the same as watch {seen[watch.id]}", "Remove one of the two."
            )
        seen[watch.id] = number
        watches.append(watch)
    return tuple(watches)


def make_watch(fields: Mapping[str, object], subject: str, created_at: datetime) -> Watch:
    """The watch that the keys of one entry describe. `subject` says in errors where they were written.

    Platforms and documents may be written as names or slugs; a document is `platform/document`, or its name alone
    where `platforms` says of which. Raises BadInputError.
    """
    entry = Entry(subject, fields)
    entry.refuse_unknown_keys(KEYS)
    name = entry.text("name")
    if not name.strip():
        raise entry.error(
            "name", "is missing", 'Give it a name that says whom it is for: name = "Legal team".'
        )
    channel = entry.word("channel", Channel, None)
    minimum = entry.word("minimum", Severity, Severity.LOW)
    platforms = tuple(dict.fromkeys(slug(item) for item in entry.texts("platforms")))
    documents = _documents(entry, platforms)
    target = _target(entry, channel)
    made = Watch(
        id="",
        name=name,
        channel=channel,
        target=target,
        platforms=platforms,
        documents=documents,
        minimum=minimum,
        created_at=created_at,
        secret=_secret(entry, channel),
        active=entry.flag("active", default=True),
        scope=scope_of(entry),
        timing=timing_of(entry),
        muted=_muted(entry),
    )
    return replace(made, id=watch_id(made))


def check_names(
    watches: tuple[Watch, ...],
    platforms: Collection[PlatformId],
    documents: Collection[DocumentId],
    zones: Collection[str],
) -> None:
    """Raises UnknownNameError for the first platform, document or time zone that is not among those known.

    A watch with a misspelt name would stay silent for ever, so it is better refused.
    """
    for watch in watches:
        muted_documents = [each for each in watch.muted if "/" in each]
        muted_platforms = [each for each in watch.muted if "/" not in each]
        for kind, named, known in (
            ("platform", (*watch.platforms, *muted_platforms), platforms),
            ("document", (*watch.documents, *muted_documents), documents),
            ("time zone", (watch.timing.zone,), zones),
        ):
            for item in named:
                if item not in known:
                    raise UnknownNameError(
                        f"watch {watch.name!r}",
                        f"names the {kind} {item!r}, which is not here",
                        nearest(item, known) or _LISTED[kind],
                    )


def _subject(source_name: str, number: int, fields: Mapping[str, object]) -> str:
    name = fields.get("name")
    return f"{source_name}, watch {number}" + (f" ({name!r})" if isinstance(name, str) and name else "")


def _documents(entry: Entry, platforms: tuple[PlatformId, ...]) -> tuple[DocumentId, ...]:
    found: list[DocumentId] = []
    for item in entry.texts("documents"):
        platform, slash, name = item.partition("/")
        if slash and platform.strip() and name.strip():
            if platforms and slug(platform) not in platforms:
                raise entry.error(
                    "documents",
                    f"names {item!r}, whose platform `platforms` leaves out",
                    f"Add {slug(platform)!r} to `platforms` or leave `platforms` out.",
                )
            found.append(f"{slug(platform)}/{slug(name)}")
        elif platforms and not slash:
            found.extend(f"{platform}/{slug(item)}" for platform in platforms)
        else:
            raise entry.error(
                "documents",
                f"names {item!r} without saying of which platform",
                f'Write "platform/{slug(item)}", or name the platform in `platforms`.',
            )
    return tuple(dict.fromkeys(found))


def _muted(entry: Entry) -> tuple[str, ...]:
    """Slugs of platforms, and documents as `platform/document`."""
    return tuple(
        dict.fromkeys("/".join(slug(part) for part in item.split("/", 1)) for item in entry.texts("muted"))
    )


def _target(entry: Entry, channel: Channel) -> str:
    target = entry.text("target").strip()
    if channel is Channel.FEED:
        if target:
            raise entry.error(
                "target", "is given for a feed", "Leave it out: a feed is fetched by its readers."
            )
        return ""
    example = _EXAMPLES[channel]
    if not target:
        raise entry.error("target", "is missing", f'Say where to send: target = "{example}".')
    if channel is Channel.CHAT:
        if fault := chat_fault(target):  # never repeated: whoever has it can write to the room
            raise entry.error("target", fault, f"Write {CHAT_FORMS}.")
        return target
    fault = email_fault(target) if channel is Channel.EMAIL else webhook_fault(target)
    if fault:
        raise entry.error("target", f"{target!r} {fault}", f"Write an address such as {example}.")
    return target


def _secret(entry: Entry, channel: Channel) -> str:
    secret = entry.text("secret").strip()
    if channel is not Channel.WEBHOOK:
        if secret:
            raise entry.error("secret", "is given, but only webhooks are signed", "Leave it out.")
        return ""
    if not secret:
        raise entry.error("secret", "is missing; a webhook is always signed", _HOW_TO_SIGN)
    if fault := secret_fault(secret):  # the secret itself is never repeated in an error
        raise entry.error("secret", fault, _HOW_TO_SIGN)
    return secret
