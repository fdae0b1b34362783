"""Arrays at rest that can be made anew at any time: one file a name, mapped rather than read.

A file is a line of JSON, padded, then the arrays' bytes, each from an address that its kind likes. It is replaced whole;
who has the old one mapped keeps it. Nothing here is evidence: a file that is cut short or of another form is no file.
"""

from __future__ import annotations

import json
import mmap
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from clausewatch.ports import Columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FORM = "clausewatch columns 1"
_ALIGNED = 64
_LONGEST_HEAD = 64 * 1024 * 1024


class ColumnFolder:
    """Implements `ports.ColumnStore` under `root`, which is made when something is first kept there."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, name: str) -> Columns | None:
        """What was kept under the name, mapped; None where nothing usable is."""
        try:
            with (self._root / name).open("rb") as file:
                return _mapped(file)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, name: str, columns: Columns) -> Columns:
        """Keeps the columns in place of what was kept and gives them back mapped; as they are where nothing can be written."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(prefix=f".{name}-", dir=self._root)
            try:
                with os.fdopen(handle, "wb") as file:
                    _write(file, columns)
                Path(aside).replace(self._root / name)
            except BaseException:
                with suppress(OSError):
                    Path(aside).unlink()
                raise
        except OSError:
            return columns
        return self.read(name) or columns


def _write(file: BinaryIO, columns: Columns) -> None:
    import numpy as np

    places, at = {}, 0
    for name, array in columns.arrays.items():
        places[name] = (array.dtype.str, array.shape, at)
        at += _padded(array.nbytes)
    head = json.dumps({"form": _FORM, "about": columns.about, "bytes": at, "arrays": places}).encode()
    head += b" " * (_padded(len(head) + 1) - len(head) - 1) + b"\n"
    file.write(head)
    for array in columns.arrays.values():
        if array.nbytes:
            file.write(np.ascontiguousarray(array).data.cast("B"))
            file.write(b"\0" * (_padded(array.nbytes) - array.nbytes))


def _mapped(file: BinaryIO) -> Columns:
    import numpy as np

    line = file.readline(_LONGEST_HEAD)
    head = json.loads(line)
    if head["form"] != _FORM or os.fstat(file.fileno()).st_size != len(line) + head["bytes"]:
        raise ValueError("another form, or cut short")
    whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    arrays: dict[str, NDArray[Any]] = {}
    for name, (kind, shape, at) in head["arrays"].items():
        count = int(np.prod(shape, dtype=np.int64))
        flat = np.frombuffer(whole, np.dtype(kind), count, len(line) + at)
        arrays[name] = flat.reshape(shape)
    return Columns(head["about"], arrays)


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
