"""`witness`: for a third party. Looks at a log, and cosigns its heads as long as each extends the last."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from clausewatch.cli.home import json_option, print_lines
from clausewatch.errors import BadInputError
from clausewatch.evidence.remote import look
from clausewatch.evidence.witness import Refusal, Witness, Witnessed, open_witness
from clausewatch.proof.checkpoint import parse_checkpoint
from clausewatch.proof.cosignature import parse_asked
from clausewatch.proof.note import NoteError, NoteKey, parse_key, parse_note
from clausewatch.wiring import SystemClock

if TYPE_CHECKING:
    from clausewatch.delivery import HttpCaller

Command = TypeVar("Command", bound=Callable[..., Any])

_STATUS = {
    Refusal.UNKNOWN_LOG: 404,
    Refusal.SIGNATURE: 403,
    Refusal.RETIRED: 403,
    Refusal.SPLIT: 409,
    Refusal.INCONSISTENT: 422,
}
_MOST_BYTES = 100_000
_READ_SECONDS = 15


@click.group()
def witness() -> None:
    """Witness somebody's log: cosign its heads while each extends the last one seen (C2SP tlog-witness). Needs no instance."""


def _options(command: Command) -> Command:
    for option in (
        click.option(
            "--log-key",
            "log_keys",
            required=True,
            multiple=True,
            metavar="KEY",
            help="The log's verifier key, from its operator by another way than the log itself; or a file that has it. After "
            "`log rotate-key` give the old one too, before the new one.",
        ),
        click.option("--name", default="witness", show_default=True, help="What this witness is called."),
        click.option(
            "--key", required=True, metavar="FILE", help="This witness's private key; made on first use."
        ),
        click.option("--state", required=True, metavar="FILE", help="Where the last head seen is kept."),
    ):
        command = option(command)
    return command


@witness.command()
@click.option(
    "--log-url", required=True, metavar="URL", help="Where the log is, e.g. https://watch.example/log"
)
@_options
@json_option
def check(log_url: str, *, log_keys: tuple[str, ...], as_json: bool, **named: str) -> None:
    """Look at the log once; print its cosigned head. Exit code 1 where it is refused; two histories are printed as proof."""
    on = _opened(log_keys, **named)
    found = look(on, log_url, _caller(), SystemClock().now())
    seen = on.seen()
    if as_json:
        print_lines(
            [
                {
                    "size": found.size,
                    "refused": found.refusal.name.lower() if found.refusal else None,
                    "pair": list(found.pair) if found.pair else None,
                    "cosigned": f"{seen.note}{found.line}" if seen and found.line else None,
                    "key": str(on.key),
                }
            ]
        )
    elif found.refusal is None:
        click.echo(f"{seen.note if seen else ''}{found.line}", nl=False)
    else:
        _say_refused(found)
    if found.refusal is not None:
        sys.exit(1)


@witness.command()
@_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", default=8310, show_default=True, type=click.IntRange(0, 65535), help="Port.")
def serve(host: str, port: int, *, log_keys: tuple[str, ...], **named: str) -> None:
    """Answer a log that asks to be cosigned (POST /add-checkpoint), until stopped."""
    from clausewatch.cli.watching import until_stopped

    on = _opened(log_keys, **named)
    server = WitnessServer(on, host, port)
    click.echo(
        f"witnessing {on.log.name} at http://{host}:{server.server_port}/ (stop with Ctrl-C)\n{on.key}"
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    until_stopped().wait()
    server.shutdown()
    server.server_close()


class WitnessServer(ThreadingHTTPServer):
    """Answers `POST /add-checkpoint` as C2SP tlog-witness asks, once `serve_forever` is called."""

    def __init__(self, on: Witness, host: str, port: int) -> None:
        super().__init__((host, port), _Handler)
        self.on = on


class _Handler(BaseHTTPRequestHandler):
    timeout = _READ_SECONDS

    def do_POST(self) -> None:
        length = self.headers.get("content-length", "")
        if self.path != "/add-checkpoint":
            self._say(404, "")
        elif not length.isascii() or not length.isdigit() or len(length) > 9 or int(length) > _MOST_BYTES:
            self._say(413, "")
        else:
            self._considered(self.rfile.read(int(length)))

    def _considered(self, body: bytes) -> None:
        assert isinstance(self.server, WitnessServer)
        try:
            asked = parse_asked(body.decode())
            sound = asked.old <= parse_checkpoint(parse_note(asked.note)[0]).size
        except (NoteError, UnicodeDecodeError) as error:
            self._say(400, f"{error}\n")
            return
        if not sound:
            self._say(400, "the head is older than the size it is said to extend\n")
            return
        found = self.server.on.consider(asked, SystemClock().now())
        if found.refusal is None:
            self._say(200, found.line)
        elif found.refusal in (Refusal.BEHIND, Refusal.ROLLBACK):
            self._say(409, f"{found.size}\n", "text/x.tlog.size")
        else:
            self._say(_STATUS[found.refusal], f"{found.refusal.value}\n")
        if found.pair and found.refusal is not Refusal.ROLLBACK:
            _say_refused(found)

    def _say(self, status: int, text: str, kind: str = "text/plain; charset=utf-8") -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Who asked is nobody's business."""


def _opened(log_keys: tuple[str, ...], name: str, key: str, state: str) -> Witness:
    known = [_key(each) for each in log_keys]
    return open_witness(known[-1], name, Path(key).absolute(), Path(state).absolute(), known[:-1])


def _key(given: str) -> NoteKey:
    try:
        path = Path(given)
        text = path.read_text(encoding="utf-8") if path.is_file() else given
        return parse_key(text.strip())
    except (OSError, ValueError) as error:
        raise BadInputError(
            f"--log-key {given}",
            str(error),
            "Give the line that `clausewatch log show` prints, or a file of it",
        ) from error


def _caller() -> HttpCaller:
    from clausewatch.config import Settings
    from clausewatch.wiring import network

    return network.caller(Settings())


def _say_refused(found: Witnessed) -> None:
    assert found.refusal is not None
    click.echo(f"REFUSED: {found.refusal.value}.", err=True)
    if found.pair is None:
        return
    if found.refusal is Refusal.SPLIT:
        click.echo("These two notes prove it; the log's key checks both:\n", err=True)
    else:
        click.echo("The head seen last, and the one refused:\n", err=True)
    for note in found.pair:
        click.echo(note)
