"""A mail server for one machine: takes every message and keeps it as a file."""

from __future__ import annotations

import asyncio
import os
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from clausewatch.nouns.identity import digest, digest_of, slug

ADDRESS = "127.0.0.1"


class MailSink:
    """Takes mail by SMTP on the loopback address into `folder`, one `.eml` file per Message-ID.

    A message that comes twice overwrites its own file. A message is answered 250 only when it is on the disk.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self, port: int = 0) -> int:
        """Listens and returns the port: the one given, or a free one for 0."""
        self._folder.mkdir(parents=True, exist_ok=True)
        loop = asyncio.new_event_loop()
        try:
            listening = loop.create_server(self._protocol, ADDRESS, port)
            server = loop.run_until_complete(listening)
        except BaseException:
            loop.close()
            raise
        self._loop = loop
        self._thread = threading.Thread(
            target=self._serve, args=(loop, server), name="demo-mail", daemon=True
        )
        self._thread.start()
        return int(server.sockets[0].getsockname()[1])

    def stop(self) -> None:
        """Stops listening; a second call does nothing."""
        loop, thread = self._loop, self._thread
        self._loop = self._thread = None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()

    def messages(self) -> tuple[EmailMessage, ...]:
        """What is in the folder, by file name; also what earlier runs took."""
        files = sorted(self._folder.glob("*.eml"))
        return tuple(message_from_bytes(file.read_bytes(), policy=policy.default) for file in files)

    def _protocol(self) -> SMTP:
        return SMTP(_Keeper(self._folder), hostname="clausewatch-demo", enable_SMTPUTF8=True)

    def _serve(self, loop: asyncio.AbstractEventLoop, server: asyncio.Server) -> None:
        try:
            loop.run_forever()
        finally:
            loop.run_until_complete(_hang_up(server))
            loop.close()


async def _hang_up(server: asyncio.Server) -> None:
    """Stops listening and ends the conversations that are open."""
    server.close()
    conversations = asyncio.all_tasks() - {asyncio.current_task()}
    for each in conversations:
        each.cancel()
    await asyncio.gather(*conversations, return_exceptions=True)


class _Keeper:
    """Keeps what a session hands over (aiosmtpd's handler protocol)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server, session
        content = cast("bytes", envelope.content)  # bytes unless the server is told to decode
        try:
            _keep(self._folder, content)
        except OSError as error:
            return f"451 4.3.0 not stored: {error.strerror}"
        return "250 2.0.0 stored"


def _keep(folder: Path, content: bytes) -> None:
    """Writes the message so that after a crash at any point its file is whole or as it was before."""
    target = folder / _file_name(content)
    part = target.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _file_name(content: bytes) -> str:
    """A name that depends on the Message-ID alone; on the content where there is none (RFC 5322, 3.6.4)."""
    said = str(message_from_bytes(content, policy=policy.compat32).get("Message-ID", "")).strip()
    if not said:
        return f"{digest(content)[:32]}.eml"
    return f"{slug(said, 60)}-{digest_of(said)[:12]}.eml"
