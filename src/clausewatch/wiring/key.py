"""The instance's own secret, a file in its home that nobody else may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from tempfile import NamedTemporaryFile

from clausewatch.errors import BadInputError

FILE_NAME = "instance.key"
_BYTES = 32


def instance_key(home: Path) -> bytes:
    """The secret of the instance at `home`, made when first asked for; of two processes that make it, both get the same.

    Instances that share a database and a base_url must share this file too. Raises BadInputError.
    """
    path = home / FILE_NAME
    try:
        if not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as error:
        raise BadInputError(
            str(path),
            f"cannot be read or made ({error.strerror})",
            "Let the user who runs Clausewatch own it",
        ) from error
    if len(key) < _BYTES:
        raise BadInputError(
            str(path),
            f"holds {len(key)} bytes, not {_BYTES}",
            "Put it back from a backup. Without it, remove it: a new one is made, links in mails sent before end to work, and "
            "second steps take a recovery code and are set up anew",
        )
    return key


def _make(path: Path) -> None:
    """Writes the file whole before it has its name, so nobody reads a part of it."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.") as whole:
        os.fchmod(whole.fileno(), 0o600)
        whole.write(secrets.token_bytes(_BYTES))
        whole.flush()
        os.fsync(whole.fileno())
        try:
            os.link(whole.name, path)
        except FileExistsError:
            return
