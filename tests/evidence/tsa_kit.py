"""A real time stamping authority: `openssl ts` behind HTTP, with certificates made here; and its forgers."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from clausewatch.ports import Called

_CONFIGURATION = """\
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.2
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class Signed:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


def certified(
    name: str,
    above: Signed | None = None,
    *,
    stamps: bool = False,
    serial: int = 7,
    begin: datetime | None = None,
    days: float = 1000,
) -> Signed:
    """A certificate of that name signed by `above`, or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begin = begin or datetime.now(UTC) - timedelta(days=1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(above.certificate.subject if above else called)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=not stamps, path_length=None), critical=True)
    )
    if stamps:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return Signed(builder.sign(above.key if above else key, hashes.SHA256()), key)


@dataclass
class Tsa:
    """Root, intermediate, leaf; `sends` go into every answer beside the leaf."""

    folder: Path
    root: Signed
    intermediate: Signed
    leaf: Signed
    sends: list[Signed] = field(default_factory=list)
    wrong: bytes | None = None
    asked: int = 0

    def reply(self, query: bytes) -> bytes:
        self.asked += 1
        if self.wrong is not None:
            return self.wrong
        self.folder.mkdir(parents=True, exist_ok=True)
        files = {
            "tsa.cnf": _CONFIGURATION.format(folder=self.folder).encode(),
            "query": query,
            "leaf.pem": self.leaf.pem,
            "leaf.key": self.leaf.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            "chain.pem": b"".join(each.pem for each in self.sends),
        }
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
        serial = self.folder / "serial"
        if not serial.exists():
            serial.write_text("01\n")
        command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-section", "one", "-queryfile", "query"]
        command += ["-signer", "leaf.pem", "-inkey", "leaf.key", "-out", "reply"]
        command += ["-chain", "chain.pem"] if self.sends else []
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)
        return (self.folder / "reply").read_bytes()

    # As `ports.Caller`, for tests that need no network.
    def call(self, url: str, body: bytes | None = None, media_type: str = "") -> Called:
        assert url
        assert media_type == "application/timestamp-query"
        return Called(200, self.reply(body or b""))


def authority(folder: Path, name: str = "Example", *, days: float = 1000, sends: bool = True) -> Tsa:
    """An authority whose leaf lasts for so many days."""
    root = certified(f"{name} root", serial=1)
    intermediate = certified(f"{name} intermediate", root, serial=2)
    leaf = certified(f"{name} stamps", intermediate, stamps=True, serial=3, days=days)
    return Tsa(folder, root, intermediate, leaf, [intermediate] if sends else [])


@contextmanager
def serving(tsa: Tsa) -> Iterator[str]:
    """The authority over HTTP; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            answer = tsa.reply(body)
            self.send_response(200)
            self.send_header("content-type", "application/timestamp-reply")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
