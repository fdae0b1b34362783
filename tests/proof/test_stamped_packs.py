"""Time stamps in packs: openssl decides by roots that the caller gave, and captures must lie between the stamps of two heads."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from tests.proof import pack_kit
from tests.proof.pack_kit import both, make, signing, standalone

from clausewatch.cli import main
from clausewatch.proof.der import item, items, whole
from clausewatch.proof.pack import Pack, packed

_CONFIGURATION = """\
[tsa]
default_tsa = one
[one]
serial = serial
signer_cert = leaf.pem
signer_key = leaf.key
certs = chain.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class Authority:
    """A real authority in a folder: `openssl ts` with a root and a leaf made here."""

    folder: Path

    @property
    def roots(self) -> bytes:
        return (self.folder / "root.pem").read_bytes()

    def stamp(self, note: str) -> bytes:
        (self.folder / "note").write_text(note, encoding="utf-8")
        self._openssl("-query", "-data", "note", "-sha256", "-cert", "-out", "query")
        self._openssl(
            "-reply", "-config", "tsa.conf", "-section", "one", "-queryfile", "query", "-out", "response"
        )
        return (self.folder / "response").read_bytes()

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", "ts", *arguments], cwd=self.folder, check=True, capture_output=True)


def authority(folder: Path, name: str = "Alder") -> Authority:
    """Every authority of one name made here has the same names and serial numbers, and keys of its own."""
    folder.mkdir()
    root = ec.generate_private_key(ec.SECP256R1())
    leaf = ec.generate_private_key(ec.SECP256R1())
    for part, key, about in (("root", root, True), ("leaf", leaf, False)):
        begin = datetime.now(UTC) - timedelta(days=1)
        called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} {part}")])
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} root")])
        builder = (
            x509.CertificateBuilder()
            .subject_name(called)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(7 if part == "leaf" else 6)
            .not_valid_before(begin)
            .not_valid_after(begin + timedelta(days=1000))
            .add_extension(x509.BasicConstraints(ca=about, path_length=None), critical=True)
        )
        if not about:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(usage, critical=True)
        made = builder.sign(root, hashes.SHA256())
        (folder / f"{part}.pem").write_bytes(made.public_bytes(Encoding.PEM))
    secret = leaf.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "leaf.key").write_bytes(secret)
    (folder / "chain.pem").write_bytes((folder / "root.pem").read_bytes())
    (folder / "tsa.conf").write_text(_CONFIGURATION)
    (folder / "serial").write_text("01\n")
    return Authority(folder)


def _with(pack: Pack, **stamps: bytes) -> bytes:
    files = {f"{head}.alder.tsr": stamp for head, stamp in stamps.items()}
    files = {name.replace("prev_", "prev-"): each for name, each in files.items()}
    return packed(replace(pack, other={**pack.other, **files}))


def _verdict(pack: bytes, roots: bytes) -> dict[str, Any]:
    """What the verifier of one file says, when the installed one says the same."""
    both(pack, signing().key, roots)
    other = standalone()
    found: dict[str, Any] = other.verify(pack, [other.parse_key(str(signing().key))], roots)
    return found


def test_a_stamp_of_the_head_is_told_with_its_time_and_forgers_are_refused(tmp_path: Path) -> None:
    real, twin = authority(tmp_path / "real"), authority(tmp_path / "twin")
    pack = make()
    stamped = _with(pack, checkpoint=real.stamp(pack.checkpoint))
    told = _verdict(stamped, real.roots)
    assert told["ok"], told["failures"]
    assert [(each["head"], each["file"]) for each in told["stamps"]] == [
        ("checkpoint", "evidence/checkpoint.alder.tsr")
    ]
    at = datetime.fromisoformat(told["stamps"][0]["at"])
    assert abs(at - datetime.now(UTC)) < timedelta(hours=1)
    assert any("The head existed at" in each for each in told["proved"])
    assert not any(each.startswith("Before when") for each in told["not_proved"])
    assert any(each.startswith("After when") for each in told["not_proved"])
    # Without roots it is said to be vouched for by nothing, by either verifier.
    assert both(stamped, signing().key) == (True, [])
    assert "evidence/checkpoint.alder.tsr" in _verdict(stamped, b"")["unauthenticated"]
    for forged, roots in (
        (_with(pack, checkpoint=twin.stamp(pack.checkpoint)), real.roots),
        (stamped, twin.roots),
        (_with(pack, checkpoint=real.stamp(f"{pack.checkpoint}\n")), real.roots),
        (_with(pack, checkpoint=b"no stamp"), real.roots),
        (_with(pack, checkpoint=real.stamp(pack.checkpoint)[:-9]), real.roots),
    ):
        told = _verdict(forged, roots)
        assert [each["part"] for each in told["failures"]] == ["evidence/checkpoint.alder.tsr"]


def test_a_capture_must_lie_between_the_stamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = authority(tmp_path / "real")
    pack = make()
    assert pack.earlier is not None
    told = _verdict(_with(pack, prev_checkpoint=real.stamp(pack.earlier)), real.roots)
    assert "before the earlier head was stamped" in told["failures"][0]["reason"]
    # Captures of the next hours: the earlier head's stamp lies before them, one of the head would be too early.
    monkeypatch.setattr(pack_kit, "BEGIN", datetime.now(UTC) + timedelta(hours=1))
    pack = make()
    assert pack.earlier is not None
    told = _verdict(_with(pack, prev_checkpoint=real.stamp(pack.earlier)), real.roots)
    assert told["ok"], told["failures"]
    assert any("The earlier head existed at" in each for each in told["proved"])
    told = _verdict(_with(pack, checkpoint=real.stamp(pack.checkpoint)), real.roots)
    assert "after the head that has it was stamped" in told["failures"][0]["reason"]


def _value(tag: int, content: bytes) -> bytes:
    """A DER value of up to 64 kB."""
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


def _with_status(response: bytes, words: str) -> bytes:
    """The same stamp under a status text, which no authority signs."""
    outer = items(response, item(response, 0, len(response)))
    status = _value(0x30, _value(0x02, b"\x00") + _value(0x30, _value(0x0C, words.encode())))
    return _value(0x30, status + whole(response, outer[1]))


def test_a_status_text_that_looks_like_a_time_does_not_date_a_stamp(tmp_path: Path) -> None:
    """`openssl ts -reply -text` prints that text, unsigned as it is, before the time that was signed."""
    real, pack = authority(tmp_path / "real"), make()
    stamp = real.stamp(pack.checkpoint)
    early = datetime.now(UTC) - timedelta(hours=20)
    forged = _with_status(stamp, f"granted\nTime stamp: {early:%b %d %H:%M:%S %Y} GMT")
    (tmp_path / "forged").write_bytes(forged)
    command = ["openssl", "ts", "-reply", "-in", "forged", "-text"]
    printed = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert printed.index(f"Time stamp: {early:%b %d}") < printed.rindex("Time stamp: ")
    times = [_verdict(_with(pack, checkpoint=each), real.roots)["stamps"] for each in (stamp, forged)]
    assert times[0] == times[1] != []


def test_an_authority_that_the_caller_does_not_know_is_no_failure_and_shows_nothing(tmp_path: Path) -> None:
    """Somebody who trusts one of two authorities can check the pack; the other's stamp, or a rogue's, counts for nothing."""
    real, other = authority(tmp_path / "real"), authority(tmp_path / "other", "Rogue")
    pack = make()
    files = {
        "checkpoint.alder.tsr": real.stamp(pack.checkpoint),
        "checkpoint.zz.tsr": other.stamp(pack.checkpoint),
    }
    both_stamps = packed(replace(pack, other={**pack.other, **files}))
    told = _verdict(both_stamps, real.roots)
    assert told["verdict"] == "holds"
    assert [each["file"] for each in told["stamps"]] == ["evidence/checkpoint.alder.tsr"]
    assert "evidence/checkpoint.zz.tsr" in told["unauthenticated"]
    assert "What evidence/checkpoint.zz.tsr says: it is by no authority that you trust." in told["not_proved"]
    # Who trusts both is told of both; what a file is called says nothing of who stamped it.
    told = _verdict(both_stamps, real.roots + other.roots)
    assert len(told["stamps"]) == 2
    assert not any("says the authority" in each for each in told["proved"])
    # A rogue's stamp alone leaves the head undated.
    alone = packed(replace(pack, other={**pack.other, "checkpoint.alder.tsr": files["checkpoint.zz.tsr"]}))
    told = _verdict(alone, real.roots)
    assert (told["verdict"], told["stamps"]) == ("holds", [])
    assert any(each.startswith("Before when") for each in told["not_proved"])


def test_every_one_of_60_mutations_of_a_stamp_is_found_or_changes_nothing_that_is_shown(
    tmp_path: Path,
) -> None:
    real, pack = authority(tmp_path / "real"), make()
    stamp = real.stamp(pack.checkpoint)
    good, chance, found = _verdict(_with(pack, checkpoint=stamp), real.roots)["stamps"], random.Random(3), 0
    # First what is stamped, byte by byte: every one of these has to be found. Keys differ from run to run, and with them how
    # many of the others hit what nobody signed.
    imprint = hashlib.sha256(pack.checkpoint.encode()).digest()
    signed = range(stamp.index(imprint), stamp.index(imprint) + len(imprint))
    places = [*signed, *(chance.randrange(len(stamp)) for _ in range(28))]
    for number, at in enumerate(places):
        altered = stamp[:at] + bytes([stamp[at] ^ 1 << chance.randrange(8)]) + stamp[at + 1 :]
        told = _verdict(_with(pack, checkpoint=altered), real.roots)
        # What is left standing was never signed: it dates the head as before, or not at all.
        assert not told["ok"] or (at not in signed and told["stamps"] in (good, [])), number
        found += not told["ok"]
    assert found >= len(signed)


def test_a_trust_folder_is_read_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    real, pack = authority(tmp_path / "real"), make()
    file, folder = tmp_path / "a.wacz", tmp_path / "trust"
    folder.mkdir()
    file.write_bytes(_with(pack, checkpoint=real.stamp(pack.checkpoint)))
    (folder / "key").write_text(f"{signing().key}\n")
    (folder / "root.pem").write_bytes(real.roots)
    asked = [str(file), "--trust", str(folder)]
    for more in ([], ["--json"]):
        done = CliRunner().invoke(main, ["verify", *asked, *more])
        capsys.readouterr()
        assert standalone().main([*asked, *more]) == done.exit_code == 0
        told = capsys.readouterr().out
        assert (json.loads(told) == json.loads(done.output)) if more else (told == done.output)
    assert "says an authority that you trust" in told or '"stamps": [{' in told
    for cut in (real.roots[:200], real.roots.replace(b"M", b"N", 3)):
        (folder / "root.pem").write_bytes(cut)
        assert CliRunner().invoke(main, ["verify", *asked]).exit_code == standalone().main(asked) == 2
