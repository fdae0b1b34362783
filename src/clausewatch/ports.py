"""What the order (pipeline) asks of the shells, as protocols, so that wiring can choose who answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from clausewatch.nouns.advice import Answer, Question
from clausewatch.nouns.catalog import Source
from clausewatch.nouns.evidence import UNTOLD, Collection, Exchange, Problem
from clausewatch.nouns.identity import Digest
from clausewatch.nouns.report import NotSet, Typst
from clausewatch.nouns.subscription import Message, Watch
from clausewatch.proof.checkpoint import Checkpoint
from clausewatch.proof.note import NoteKey
from clausewatch.proof.periods import Period
from clausewatch.proof.tree import Nodes

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Clock(Protocol):
    """Tells the time, in UTC. The demonstration's clock is simulated."""

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional request sends (RFC 9110, 13.1): the previous answer's ETag and Last-Modified.

    `url` is the address that gave them (an exchange's `final_url`); where it is known they are sent to no other.
    """

    etag: str | None = None
    last_modified: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A fetch: the exchange, and the identity-decoded body when a new one came; a browser adds a PNG of the page."""

    exchange: Exchange
    media_type: str
    charset: str | None
    body: bytes | None
    screenshot: bytes | None = None


class Fetcher(Protocol):
    """Fetches a source. Never raises for what a server or network does: failures are in `exchange.problem`.

    `source.render` says how: `browser` by one, else over HTTP.
    """

    def fetch(self, source: Source, validators: Validators) -> Fetched: ...

    def close(self) -> None:
        """Closes the connections kept open."""
        ...


class BodyStore(Protocol):
    """Content-addressed bytes at rest; what is read is checked against its hash."""

    def put(self, body: bytes, like: Digest | None = None) -> Digest:
        """Stores `body` unless it is there; `like` names a stored body that resembles it, for compression."""
        ...

    def get(self, key: Digest) -> bytes:
        """The bytes of that hash. Raises DamagedObjectError when they are missing or altered."""
        ...

    def has(self, key: Digest) -> bool: ...

    def was_withheld(self, key: Digest) -> bool:
        """Whether the bytes of that hash were withheld once, also where the same were stored anew since."""
        ...

    def withhold(self, key: Digest, reason: str) -> None:
        """Takes the bytes of that hash away for good; all else stays readable. From then on `get` raises WithheldObjectError with the
        reason, unless the same bytes are stored anew. Raises DamagedObjectError where they cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the other side said to a message. A permanent refusal is not tried again.

    `silent` says that its server gave no answer: another message would fare no better now.
    """

    ok: bool
    detail: str
    permanent: bool = False
    retry_after_seconds: float | None = None
    silent: bool = False


class Courier(Protocol):
    """Takes a message to a watch's target. Never raises for what the other side does."""

    def deliver(self, message: Message, watch: Watch) -> Delivered: ...


class AddressGuard(Protocol):
    """Decides where a connection may go that someone other than the operator asked for."""

    def open_addresses(self, host: str, port: int) -> tuple[str, ...] | Problem:
        """The addresses to one of which a connection to `host` must go, all of them checked; or why there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Called:
    """What a call brought: a status and the answer's bytes, or a `problem` in words."""

    status: int = 0
    content: bytes = b""
    problem: str = ""


class Caller(Protocol):
    """Asks addresses that the operator configured."""

    def call(self, url: str, body: bytes | None = None, media_type: str = "") -> Called:
        """GET, or POST of a body. Never raises for what the other side does."""
        ...


class SignedCaller(Protocol):
    """Asks addresses that somebody else may have named, and shows who asks: guarded as captures are."""

    def call(
        self, url: str, body: bytes | None = None, media_type: str = "", authorization: str = ""
    ) -> Called:
        """GET, or POST of a body. Never raises for what the other side does."""
        ...


@dataclass(frozen=True, slots=True)
class Imported:
    """A capture from another archive: its facts and its bytes.

    `parent` is what stood before it there, `collection` how that archive made it, as far as it says.
    """

    platform: str
    document: str
    document_type: str
    url: str
    observed_at: datetime
    media_type: str
    reference: str
    body: bytes
    parent: str = ""
    collection: Collection = UNTOLD


class Importer(Protocol):
    """Gives an archive's captures in the order they were taken. Closing it removes what it unpacked."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Imported]: ...

    def close(self) -> None: ...


class Adviser(Protocol):
    """A language model that proposes. Never raises for what the model or its provider does."""

    @property
    def model(self) -> str:
        """The model's name, as it is shown beside what it wrote; empty where none is set up."""
        ...

    def ask(self, question: Question) -> Answer: ...


class Typesetter(Protocol):
    """Sets reports as PDF. Never raises for what a report holds."""

    def typeset(self, job: Typst) -> bytes | NotSet: ...


class Artist(Protocol):
    """Draws Vega-Lite specifications. Raises ClausewatchError for one that it cannot draw in time."""

    @property
    def recipe(self) -> str:
        """Names all versions that decide how a picture looks."""
        ...

    def svg(self, spec: Mapping[str, object]) -> bytes: ...

    def png(self, spec: Mapping[str, object]) -> bytes: ...

    def script(self) -> bytes:
        """The script that draws specifications in a browser."""
        ...

    def close(self) -> None:
        """Lets go of what drawing holds; a later request takes it again."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Arrays by name, and in `about` what they were made from."""

    about: str
    arrays: Mapping[str, NDArray[Any]]


class ColumnStore(Protocol):
    """Keeps what was computed from the archive, so that the next run need not: at any time it may be gone."""

    def read(self, name: str) -> Columns | None:
        """What was kept under the name; None where nothing usable is."""
        ...

    def write(self, name: str, columns: Columns) -> Columns:
        """Keeps the columns in place of what was kept, as far as it can, and gives them as they will be read."""
        ...


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The head of the log: the signed note as it stands, what it says, and the key that checked it."""

    note: str
    checkpoint: Checkpoint
    key: NoteKey


class LogWriter(Protocol):
    """The one that may append, for as long as it is held."""

    @property
    def head(self) -> Checkpoint: ...

    @property
    def key(self) -> NoteKey: ...

    @property
    def told(self) -> Sequence[str]:
        """What was found unfinished and finished, in words for the operator."""
        ...

    def next_key(self) -> NoteKey:
        """The key to which the log is to be handed over: heads are signed by both from here on, until `hand_over`."""
        ...

    def hand_over(self, start: int) -> None:
        """Leaves signing to the next key, which the last leaf of the head of `start` leaves names."""
        ...

    def append(self, entries: Sequence[bytes]) -> int:
        """Appends the entries, durably and under a signed head; gives the index of the first."""
        ...


class Log(Protocol):
    """An append-only log of leaves. What is read is as it lies there; `problems` checks it."""

    def head(self, size: int | None = None) -> SignedHead | None:
        """The signed head; with a size the one that was signed over that many leaves, where it is kept."""
        ...

    def heads(self) -> tuple[int, ...]:
        """The sizes of which signed heads are kept, smallest first."""
        ...

    def periods(self) -> tuple[Period, ...]:
        """Which key signs heads from which size on, oldest first; none before the log is begun."""
        ...

    def entries(self, start: int, stop: int, size: int) -> Iterator[bytes]:
        """The entries [start, stop) of the log of `size` leaves."""
        ...

    def nodes(self, size: int) -> Nodes: ...

    def file(self, path: str) -> bytes | None:
        """A public file of the log; None where there is none."""
        ...

    def problems(self) -> Iterator[tuple[str, str]]:
        """Every file that is not as it was written, and how."""
        ...

    def unfinished(self) -> bool:
        """Whether leaves that say when they were made wait for a head that has them: a batch is being appended, or was cut off."""
        ...

    def writing(self) -> AbstractContextManager[LogWriter]: ...


@dataclass(frozen=True, slots=True)
class KeptStamp:
    """A time stamp (RFC 3161) as the authority answered."""

    authority: str
    response: bytes


@dataclass(frozen=True, slots=True)
class AuthorityState:
    """How an authority did: when it was asked last, the last head it stamped (its size and `folder`), since when it fails and why.

    `until` is when the first of its stamps ends that was not renewed.
    """

    name: str
    asked: datetime | None = None
    good: int | None = None
    since: datetime | None = None
    reason: str = ""
    until: datetime | None = None
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Stamped:
    """How many stamps and cosignatures were got, what the operator should know, and why others were not."""

    made: int = 0
    told: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    def __add__(self, other: Stamped) -> Stamped:
        return Stamped(self.made + other.made, self.told + other.told, self.faults + other.faults)


@dataclass(frozen=True, slots=True)
class CosignerState:
    """How a witness did: the last head it cosigned (its size and `folder`), and why it did not cosign the one after."""

    name: str
    size: int = 0
    folder: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class StampsChecked:
    """Of the kept stamps: what fails and why, what is to be told, how many hold, and of those over heads the path of the head
    and when an authority saw it."""

    problems: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = ()
    good: int = 0
    seen: tuple[tuple[str, datetime], ...] = ()


class Witnesses(Protocol):
    """Witnesses of the log that others run, as the operator configured them."""

    def cosign(self, head: SignedHead, nodes: Nodes) -> Stamped: ...
    def states(self) -> tuple[CosignerState, ...]: ...
    def heads(self) -> Iterator[tuple[str, bytes]]:
        """Every head that was cosigned: the path of its note, and the note."""
        ...

    def check(self) -> tuple[list[tuple[str, str]], int]:
        """Cosignatures that do not hold, and how many do."""
        ...


class Stamps(Protocol):
    """Time stamps of the log's heads, by authorities that the operator configured."""

    def stamp(self, head: SignedHead, now: datetime) -> Stamped: ...
    def states(self) -> tuple[AuthorityState, ...]: ...
    def kept(self, head: SignedHead) -> tuple[KeptStamp, ...]: ...
    def heads(self) -> Iterator[tuple[str, bytes]]:
        """Every head that was stamped: the path of its note, and the note."""
        ...

    def file(self, path: str) -> bytes | None: ...
    def check(self, now: datetime) -> StampsChecked: ...
