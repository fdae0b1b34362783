"""A witness at work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from clausewatch.cli.witness import WitnessServer
from clausewatch.evidence.witness import Witness


@contextmanager
def serving(witness: Witness) -> Iterator[str]:
    """The witness over HTTP; gives its address."""
    server = WitnessServer(witness, "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
