"""Watches as a person writes them: TOML, or the same keys from a command line."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from clausewatch.alert.match import watch_id
from clausewatch.alert.secret import secret_fault
from clausewatch.alert.target import email_fault, webhook_fault
from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.nouns.change import Severity
from clausewatch.nouns.identity import DocumentId, PlatformId, slug
from clausewatch.nouns.subscription import Channel, Watch

KEYS = ("name", "channel", "target", "platforms", "documents", "minimum", "secret", "active")
_HOW_TO_SIGN = "Make one with `clausewatch watch secret` and give it to the receiver as well."
_Word = TypeVar("_Word", bound=StrEnum)


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
    entry = _Entry(subject, fields)
    entry.refuse_unknown_keys()
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
    return Watch(
        id=watch_id(channel, target, platforms, documents, minimum, name),
        name=name,
        channel=channel,
        target=target,
        platforms=platforms,
        documents=documents,
        minimum=minimum,
        created_at=created_at,
        secret=_secret(entry, channel),
        active=entry.flag("active", default=True),
    )


def check_names(
    watches: tuple[Watch, ...], platforms: Collection[PlatformId], documents: Collection[DocumentId]
) -> None:
    """Raises UnknownNameError for the first platform or document that is not among those known.

    A watch with a misspelt name would stay silent for ever, so it is better refused.
    """
    for watch in watches:
        for kind, named, known in (
            ("platform", watch.platforms, platforms),
            ("document", watch.documents, documents),
        ):
            for item in named:
                if item not in known:
                    raise UnknownNameError(
                        f"watch {watch.name!r}",
                        f"names the {kind} {item!r}, which is not here",
                        _nearest(item, known) or f"`clausewatch {kind}s` lists what is here.",
                    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """The keys of one watch as written, and where."""

    subject: str
    fields: Mapping[str, object]

    def error(self, key: str, reason: str, mend: str) -> BadInputError:
        return BadInputError(f"{self.subject}, key `{key}`", reason, mend)

    def refuse_unknown_keys(self) -> None:
        for key in self.fields:
            if key not in KEYS:
                raise self.error(key, "is unknown", _nearest(key, KEYS) or f"Known are {', '.join(KEYS)}.")

    def text(self, key: str) -> str:
        value = self.fields.get(key, "")
        if not isinstance(value, str):
            raise self.error(key, f"is {value!r}, not a text", f'Write {key} = "...".')
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.fields.get(key, ())
        if not isinstance(value, list | tuple):
            raise self.error(key, f"is {value!r}, not a list", f'Write {key} = ["...", "..."].')
        for item in value:
            if not isinstance(item, str) or not item.strip():
                raise self.error(key, f"holds {item!r}, not a name", f'Write {key} = ["...", "..."].')
        return tuple(value)

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.fields.get(key, default)
        if not isinstance(value, bool):
            raise self.error(key, f"is {value!r}", f"Write {key} = true or {key} = false, without quotes.")
        return value

    def word(self, key: str, words: type[_Word], default: _Word | None) -> _Word:
        value = self.text(key)
        if not value and key not in self.fields and default is not None:
            return default
        choices = [word.value for word in words]
        if value in choices:
            return words(value)
        reason = f"is {value!r}" if key in self.fields else "is missing"
        raise self.error(key, reason, _nearest(value, choices) or f"Write one of {', '.join(choices)}.")


def _subject(source_name: str, number: int, fields: Mapping[str, object]) -> str:
    name = fields.get("name")
    return f"{source_name}, watch {number}" + (f" ({name!r})" if isinstance(name, str) and name else "")


def _nearest(given: str, known: Collection[str]) -> str:
    near = get_close_matches(given.lower(), known, n=1)
    return f"Did you mean {near[0]!r}?" if near else ""


def _documents(entry: _Entry, platforms: tuple[PlatformId, ...]) -> tuple[DocumentId, ...]:
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


def _target(entry: _Entry, channel: Channel) -> str:
    target = entry.text("target").strip()
    if channel is Channel.FEED:
        if target:
            raise entry.error(
                "target", "is given for a feed", "Leave it out: a feed is fetched by its readers."
            )
        return ""
    example = "legal@example.org" if channel is Channel.EMAIL else "https://example.org/hooks/clausewatch"
    if not target:
        raise entry.error("target", "is missing", f'Say where to send: target = "{example}".')
    fault = email_fault(target) if channel is Channel.EMAIL else webhook_fault(target)
    if fault:
        raise entry.error("target", f"{target!r} {fault}", f"Write an address such as {example}.")
    return target


def _secret(entry: _Entry, channel: Channel) -> str:
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
