"""The worker's side: reads one request after another from its input and answers on its output, until the input ends."""

from __future__ import annotations

import json
import struct
import sys
from typing import IO

VEGA_LITE = "6.4"
HEAD = struct.Struct("!BI")
"""Before every message: a kind (or whether it went well), and how many bytes follow."""
SVG, PNG, SCRIPT = 1, 2, 3
_DONE, _FAILED = 1, 0
_PNG_SCALE = 2.0
_WHOLE = "window.vega = vega; window.vegaLite = vegaLite; window.vegaEmbed = vegaEmbed;"


def main() -> int:
    """Serves until there is no more to read."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while (asked := read_message(source)) is not None:
        kind, body = asked
        try:
            answer, well = _work(kind, body), _DONE
        except Exception as error:  # noqa: BLE001
            # The engine raises its own kinds; whatever it is, the one who asked is told and the next is served.
            answer, well = str(error).encode()[:2000], _FAILED
        sink.write(HEAD.pack(well, len(answer)) + answer)
        sink.flush()
    return 0


def read_message(source: IO[bytes]) -> tuple[int, bytes] | None:
    """The next message's kind and body; None where the other side is gone."""
    head = source.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    kind, size = HEAD.unpack(head)
    body = source.read(size)
    return (kind, body) if len(body) == size else None


def _work(kind: int, body: bytes) -> bytes:
    import vl_convert

    if kind == SCRIPT:
        return vl_convert.javascript_bundle(_WHOLE, vl_version=VEGA_LITE).encode()
    spec = json.loads(body)
    # No base address is allowed: a specification can fetch nothing.
    if kind == PNG:
        return bytes(
            vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=_PNG_SCALE, allowed_base_urls=[])
        )
    return vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[]).encode()


if __name__ == "__main__":
    sys.exit(main())
