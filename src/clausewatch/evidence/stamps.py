"""Time stamps beside the log: which head each authority has seen, kept as it was answered.

`<size>-<root>/checkpoint` is a head and `<size>-<root>/<authority>.tsr` a stamp over its bytes; `renewal-<time>/manifest`
names older stamps by their SHA-256 and is stamped in the same way (the idea of RFC 4998), before their certificates end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clausewatch.evidence.authorities import Authority, Got, ask
from clausewatch.evidence.files import LogFolder
from clausewatch.evidence.judging import Held, judged
from clausewatch.nouns.identity import digest
from clausewatch.ports import AuthorityState, Caller, KeptStamp, SignedHead, Stamped, StampsChecked
from clausewatch.proof.stamp import StampError

_STATE = "state.json"
_RENEW_BEFORE = timedelta(days=60)
_APART = timedelta(minutes=10)
_MANIFEST = "clausewatch renewal 1\n"


@dataclass(frozen=True, slots=True)
class _Token:
    """A stamp in the folder, over which file, and what of it holds; `reason` where nothing does."""

    path: str
    over: str
    authority: str
    sha256: str
    held: Held | None
    reason: str = ""


class FolderStamps:
    """Implements `ports.Stamps` under `root`, for these authorities; `every` is how long a head goes unstamped at least."""

    def __init__(
        self, root: Path, authorities: Sequence[Authority], caller: Caller, every: timedelta = timedelta(0)
    ) -> None:
        self._folder = LogFolder(root)
        self._authorities = tuple(authorities)
        self._caller = caller
        self._every = every

    def stamp(self, head: SignedHead, now: datetime) -> Stamped:
        """Asks every authority that is due and has not seen this head, side by side, and renews what needs it.

        Whatever an authority does is told and changes nothing else. Nothing is held locked while it is waited for.
        """
        if not self._authorities:
            return Stamped()
        states = {each.name: each for each in self.states()}
        forgotten = not self._state().keys() >= states.keys()
        due = [each for each in self._authorities if self._is_due(states[each.name], head, now)]
        content = head.note.encode()
        answers = self._ask(due, content)
        told: list[str] = []
        with self._folder.locked():
            self._keep(folder_of(head), "checkpoint", content, answers)
            for name, got in answers.items():
                states[name] = _after(states[name], got, head, now)
                if got.held is not None and abs(got.held.at - now) > _APART:
                    told.append(f"{name}'s clock and ours are {abs(got.held.at - now)} apart")
            if due:
                self._save(states)
        faults = [f"time stamp by {name}: {got.reason}" for name, got in answers.items() if got.held is None]
        renewed = self._renew(states, now, forgotten=forgotten) if due else ()
        made = sum(each.held is not None for each in answers.values())
        return Stamped(made, tuple(told), (*faults, *renewed))

    def states(self) -> tuple[AuthorityState, ...]:
        """How each configured authority did last."""
        known = self._state()
        return tuple(_state_of(each.name, known.get(each.name, {})) for each in self._authorities)

    def kept(self, head: SignedHead) -> tuple[KeptStamp, ...]:
        """The stamps of that head by configured authorities."""
        paths = ((each.name, f"{folder_of(head)}/{each.name}.tsr") for each in self._authorities)
        found = ((name, self._folder.read(path)) for name, path in paths)
        return tuple(KeptStamp(name, content) for name, content in found if content is not None)

    def heads(self) -> Iterator[tuple[str, bytes]]:
        """Every head that was stamped: its path and its note."""
        for path in sorted(self._folder.root.glob("*-*/checkpoint")):
            name = path.relative_to(self._folder.root).as_posix()
            yield name, self._folder.read(name) or b""

    def file(self, path: str) -> bytes | None:
        """What lies at a public path (see `proof.tiles.STAMP_PATH`), which the caller has checked to be one."""
        return self._folder.read(path)

    def check(self, now: datetime) -> StampsChecked:
        """How the kept stamps are, by the certificates that are pinned."""
        tokens = list(self._tokens())
        problems = [(f"time stamp {each.path}", each.reason) for each in tokens if each.reason]
        known = {each.name for each in self._authorities}
        others = sorted({each.authority for each in tokens if each.authority not in known})
        told = [
            f"stamps by {each} cannot be checked: no certificates of it are configured" for each in others
        ]
        sound = _sound(tokens, self._covered(tokens), now)
        lapsed = [each for each in tokens if each.held and each.path not in sound]
        if lapsed:
            told.append(
                f"{len(lapsed)} time stamps outlived their certificates and were not renewed in time, first {lapsed[0].path}"
            )
        problems += [
            (f"time stamp {each.folder}/{each.name}.tsr", "it was got, and is no longer kept")
            for each in self.states()
            if each.folder and self._folder.read(f"{each.folder}/{each.name}.tsr") is None
        ]
        problems += self._missed(tokens)
        seen = tuple(
            (each.over, each.held.at) for each in tokens if each.held and each.over.endswith("/checkpoint")
        )
        return StampsChecked(tuple(problems), tuple(told), sum(bool(each.held) for each in tokens), seen)

    def _missed(self, tokens: Sequence[_Token]) -> Iterator[tuple[str, str]]:
        """What was stamped and has no stamp, and authorities of which it is not remembered what they stamped last."""
        there = {each.over for each in tokens}
        for pattern in ("*-*/checkpoint", "renewal-*/manifest"):
            for found in sorted(self._folder.root.glob(pattern)):
                path = found.relative_to(self._folder.root).as_posix()
                if path not in there:
                    yield f"time stamp of {path}", "it was got, and none is kept"
        stamped = {each.authority for each in tokens}
        for state in self.states():
            if state.name in stamped and not state.folder:
                yield _STATE, f"what {state.name} stamped last is not remembered"

    def _is_due(self, state: AuthorityState, head: SignedHead, now: datetime) -> bool:
        if self._folder.read(f"{folder_of(head)}/{state.name}.tsr") is not None:
            return False
        return state.asked is None or now - state.asked >= self._every or now < state.asked

    def _ask(self, some: Sequence[Authority], content: bytes) -> dict[str, Got]:
        if not some:
            return {}
        with ThreadPoolExecutor(len(some), thread_name_prefix="stamp") as threads:
            answers = threads.map(lambda each: ask(each, content, self._caller), some)
            return dict(zip((each.name for each in some), answers, strict=True))

    def _keep(self, folder: str, over: str, content: bytes, answers: Mapping[str, Got]) -> None:
        """Keeps what was stamped and the stamps that hold, if there are any."""
        files = {
            f"{folder}/{name}.tsr": got.response for name, got in answers.items() if got.held is not None
        }
        # Another process may have asked at the same time; the first stamp stays.
        fresh = {path: each for path, each in files.items() if self._folder.read(path) is None}
        if files:
            self._folder.put_all({f"{folder}/{over}": content, **fresh})

    def _tokens(self) -> Iterator[_Token]:
        roots = {each.name: each.roots for each in self._authorities}
        for found in sorted(self._folder.root.glob("*/*.tsr")):
            path = found.relative_to(self._folder.root).as_posix()
            name, response = found.stem, self._folder.read(path) or b""
            over = f"{path.partition('/')[0]}/{'manifest' if path.startswith('renewal-') else 'checkpoint'}"
            content, sha256 = self._folder.read(over), digest(response)
            if name not in roots:
                yield _Token(path, over, name, sha256, None)
                continue
            if content is None:
                yield _Token(path, over, name, sha256, None, "what it stamps is missing")
                continue
            try:
                yield _Token(path, over, name, sha256, judged(response, content, roots[name]))
            except StampError as error:
                yield _Token(path, over, name, sha256, None, str(error))

    def _covered(self, tokens: Sequence[_Token]) -> dict[str, list[_Token]]:
        """By the SHA-256 of a stamp the stamps of renewals that name it."""
        found: dict[str, list[_Token]] = {}
        for each in tokens:
            if each.held and each.over.endswith("/manifest"):
                for line in (self._folder.read(each.over) or b"").decode("utf-8", "replace").splitlines()[1:]:
                    found.setdefault(line.partition(" ")[0], []).append(each)
        return found

    def _renew(
        self, states: Mapping[str, AuthorityState], now: datetime, *, forgotten: bool
    ) -> tuple[str, ...]:
        """Stamps again what ends soon; the reasons why that failed. Where it was `forgotten` when stamps end, all are looked at."""
        ends = [each.until for each in states.values() if each.until is not None]
        if not forgotten and (not ends or now < min(ends) - _RENEW_BEFORE):
            return ()
        tokens = list(self._tokens())
        covered = self._covered(tokens)
        soon = now + _RENEW_BEFORE
        ending = [each for each in tokens if each.held and now <= each.held.until <= soon]
        ending = [each for each in ending if not _renewed(each, covered, soon)]
        faults: list[str] = []
        if ending:
            manifest = _MANIFEST + "".join(f"{each.sha256} {each.path}\n" for each in ending)
            answers = self._ask(self._authorities, manifest.encode())
            lasting = {name: got for name, got in answers.items() if got.held and got.held.until > soon}
            if not lasting:
                return (
                    f"{len(ending)} time stamps end by {soon:%Y-%m-%d} and no authority stamps beyond that",
                )
            folder = f"renewal-{now.astimezone(UTC):%Y%m%dT%H%M%S}"
            with self._folder.locked():
                self._keep(folder, "manifest", manifest.encode(), lasting)
            faults += [f"renewal by {name}: {got.reason}" for name, got in answers.items() if got.reason]
        self._note_ends(soon)
        return tuple(faults)

    def _note_ends(self, soon: datetime) -> None:
        """Remembers when the next stamp ends that no renewal covers."""
        tokens = list(self._tokens())
        covered = self._covered(tokens)
        with self._folder.locked():
            states = {each.name: each for each in self.states()}
            for name, state in states.items():
                ends = [
                    each.held.until
                    for each in tokens
                    if each.authority == name and each.held and not _renewed(each, covered, soon)
                ]
                states[name] = replace(state, until=min(ends, default=None))
            self._save(states)

    def _state(self) -> dict[str, dict[str, object]]:
        try:
            found = json.loads(self._folder.read(_STATE) or b"{}")
        except ValueError:
            # It is a memory of the last answers; the stamps themselves are elsewhere.
            return {}
        return found if isinstance(found, dict) else {}

    def _save(self, states: Mapping[str, AuthorityState]) -> None:
        rows = {name: asdict(each) for name, each in states.items()}
        told = json.dumps(rows, default=lambda at: at.isoformat(), indent=1, sort_keys=True)
        self._folder.note(_STATE, told.encode())


def folder_of(head: SignedHead) -> str:
    """Where the stamps of that head lie."""
    return f"{head.checkpoint.size}-{head.checkpoint.root.hex()[:8]}"


def _after(state: AuthorityState, got: Got, head: SignedHead, now: datetime) -> AuthorityState:
    if got.held is None:
        return replace(state, asked=now, since=state.since or now, reason=got.reason)
    until = min(got.held.until, state.until or got.held.until)
    return AuthorityState(state.name, now, head.checkpoint.size, until=until, folder=folder_of(head))


def _state_of(name: str, row: Mapping[str, object]) -> AuthorityState:
    def at(key: str) -> datetime | None:
        try:
            return datetime.fromisoformat(str(row[key])) if row.get(key) else None
        except ValueError:
            return None

    good = row.get("good")
    return AuthorityState(
        name,
        at("asked"),
        good if isinstance(good, int) else None,
        at("since"),
        str(row.get("reason", "")),
        at("until"),
        str(row.get("folder", "")),
    )


def _renewed(token: _Token, covered: Mapping[str, list[_Token]], beyond: datetime) -> bool:
    """Whether a renewal that was made in time and lasts longer names the stamp."""
    assert token.held is not None
    later = (each.held for each in covered.get(token.sha256, ()) if each.held)
    return any(each.at <= token.held.until and each.until > beyond for each in later)


def _sound(tokens: Sequence[_Token], covered: Mapping[str, list[_Token]], now: datetime) -> set[str]:
    """The paths of stamps whose certificates last, or that others renewed in time which are sound themselves."""
    sound = {each.path for each in tokens if each.held and each.held.until >= now}
    while True:
        more = {
            each.path
            for each in tokens
            if each.held and each.path not in sound
            for other in covered.get(each.sha256, ())
            if other.path in sound and other.held and other.held.at <= each.held.until
        }
        if not more:
            return sound
        sound |= more
