"""Time stamps of the log's heads by a real `openssl ts` authority, and by those who forge one."""

from __future__ import annotations

import json
import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.evidence.log_kit import entry, filled
from tests.evidence.tsa_kit import Tsa, authority, certified, serving

from clausewatch.cli import main
from clausewatch.config import Settings
from clausewatch.errors import BadInputError
from clausewatch.evidence import Authority, FolderLog, FolderStamps
from clausewatch.evidence.judging import judged
from clausewatch.pipeline.checkpoint import log_waiting
from clausewatch.pipeline.stamping import stamp_head
from clausewatch.ports import Called, SignedHead
from clausewatch.proof.stamp import Doubt, StampError, read_stamp
from clausewatch.wiring import network, open_instance

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the program openssl")

CONTENT = b"a head\n"


def reply(tsa: Tsa, content: bytes = CONTENT) -> bytes:
    from rfc3161_client import TimestampRequestBuilder
    from rfc3161_client.base import HashAlgorithm

    query = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    return tsa.reply(query.as_bytes())


def refused(response: bytes, pem: bytes, content: bytes = CONTENT) -> Doubt:
    with pytest.raises(StampError) as error:
        judged(response, content, pem)
    return error.value.doubt


def head_of(log: FolderLog) -> SignedHead:
    head = log.head()
    assert head is not None
    return head


@pytest.mark.parametrize("sends", [True, False])
def test_a_stamp_holds_by_the_pinned_root(tmp_path: Path, sends: bool) -> None:
    """Also where the authority sends its certificates in another order than DER asks for."""
    tsa = authority(tmp_path, sends=sends)
    held = judged(reply(tsa), CONTENT, tsa.root.pem if sends else tsa.root.pem + tsa.intermediate.pem)
    assert abs(held.at - datetime.now(UTC)) < timedelta(minutes=5)
    assert held.until == tsa.leaf.certificate.not_valid_after_utc


def test_the_rogue_and_the_twin_are_told_apart(tmp_path: Path) -> None:
    """One embeds its own root; the other has the authority's names and numbers and other keys, and may send what is not
    its own."""
    tsa = authority(tmp_path / "tsa")
    pem = tsa.root.pem
    rogue = authority(tmp_path / "rogue", "Rogue")
    rogue.sends = [rogue.intermediate, rogue.root]
    assert refused(reply(rogue), pem) is Doubt.ROGUE
    rogue.sends = [rogue.intermediate, rogue.root, tsa.root, tsa.intermediate]
    assert refused(reply(rogue), pem) is Doubt.ROGUE
    twin = authority(tmp_path / "twin")
    for sends in ([twin.intermediate, twin.root], [twin.intermediate], [tsa.intermediate, tsa.root]):
        twin.sends = sends
        assert refused(reply(twin), pem + tsa.intermediate.pem) is Doubt.TWIN
    twin.sends = [twin.intermediate, twin.root, tsa.intermediate, tsa.leaf]
    assert refused(reply(twin), pem) is Doubt.TWIN
    twin.sends = [twin.intermediate, twin.root]
    assert refused(reply(twin), pem) is Doubt.TWIN


def test_a_stolen_certificate_without_its_key_signs_nothing(tmp_path: Path) -> None:
    """The twin's answer with the genuine leaf in place of its own: the names are right, and the signature is not its."""
    tsa = authority(tmp_path / "tsa")
    twins = (authority(tmp_path / f"twin-{number}") for number in range(200))
    twin = next(each for each in twins if len(_der(each)) == len(_der(tsa)))
    twin.sends = [tsa.intermediate]
    forged = reply(twin).replace(_der(twin), _der(tsa))
    assert forged.count(_der(tsa)) == 1
    assert refused(forged, tsa.root.pem) is Doubt.SIGNATURE


def test_whoever_is_certified_certifies_nobody(tmp_path: Path) -> None:
    """Under the pinned root, a certificate that is no authority's issues one for stamping: it leads nowhere."""
    tsa = authority(tmp_path)
    customer = certified("A customer", tsa.intermediate, stamps=True, serial=9)
    tsa.leaf = certified("Example stamps", customer, stamps=True, serial=3)
    tsa.sends = [tsa.intermediate, customer]
    assert refused(reply(tsa), tsa.root.pem) is Doubt.ROGUE


def _der(tsa: Tsa) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return tsa.leaf.certificate.public_bytes(Encoding.DER)


def test_a_stamp_out_of_its_certificates_time_is_refused(tmp_path: Path) -> None:
    tsa = authority(tmp_path)
    tsa.leaf = certified(
        "Example stamps",
        tsa.intermediate,
        stamps=True,
        begin=datetime.now(UTC) - timedelta(days=20),
        days=10,
    )
    assert refused(reply(tsa), tsa.root.pem) is Doubt.OUT_OF_TIME


def test_a_certificate_for_something_else_stamps_nothing(tmp_path: Path) -> None:
    """A certificate of the same root that is not for stamping: openssl makes no such stamp, so a leaf is swapped in."""
    tsa = authority(tmp_path)
    response = bytearray(reply(tsa))
    # id-kp-timeStamping (1.3.6.1.5.5.7.3.8) becomes id-kp-clientAuth.
    at = response.find(bytes.fromhex("2b06010505070308"))
    response[at + 7] = 2
    assert refused(bytes(response), tsa.root.pem) in {Doubt.ROGUE, Doubt.TWIN, Doubt.SIGNATURE}


def test_other_bytes_and_other_answers_are_refused(tmp_path: Path) -> None:
    tsa = authority(tmp_path)
    response = reply(tsa)
    assert refused(response, tsa.root.pem, CONTENT + b"x") is Doubt.OTHER_DATA
    with pytest.raises(StampError) as error:
        judged(response, CONTENT, tsa.root.pem, nonce=1)
    assert error.value.doubt is Doubt.OTHER_NONCE
    assert refused(bytes.fromhex("30053003020102"), tsa.root.pem) is Doubt.NOT_GRANTED


def test_a_response_changed_anywhere_never_says_another_time(tmp_path: Path) -> None:
    """300 mutations: each is refused, or leaves every word that is believed as it was."""
    tsa = authority(tmp_path)
    response, chance = reply(tsa), random.Random(3161)
    held = judged(response, CONTENT, tsa.root.pem)
    survived = 0
    for _ in range(300):
        changed = bytearray(response)
        kind = chance.choice(["flip", "cut", "double", "swap"])
        at = chance.randrange(len(changed))
        if kind == "flip":
            changed[at] ^= 1 << chance.randrange(8)
        elif kind == "cut":
            del changed[at:]
        elif kind == "double":
            changed[at:at] = changed[at : at + chance.randrange(1, 9)]
        else:
            other = chance.randrange(len(changed))
            changed[at], changed[other] = changed[other], changed[at]
        if bytes(changed) == response:
            continue
        try:
            assert judged(bytes(changed), CONTENT, tsa.root.pem) == held
            survived += 1
        except StampError:
            continue
    assert survived < 15


@pytest.mark.parametrize(
    "content", [b"", b"\x30", b"\x30\x80\x00\x00", b"\x30\x84\xff\xff\xff\xff", b"\x30\x00" * 50]
)
def test_what_is_no_response_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(StampError) as error:
        read_stamp(content)
    assert error.value.doubt is Doubt.UNREADABLE


def test_heads_are_stamped_over_http_and_kept_as_answered(tmp_path: Path) -> None:
    """A real request; the stamp lies beside the head it is over; asked again there is nothing to do."""
    log, tsa = filled(tmp_path, 5), authority(tmp_path / "tsa")
    head, now = head_of(log), datetime.now(UTC)
    caller = network.caller(Settings())
    with serving(tsa) as url:
        stamps = FolderStamps(tmp_path / "log/stamps", [Authority("example", url, tsa.root.pem)], caller)
        assert stamps.stamp(head, now).made == 1
        assert stamps.stamp(head, now).made == 0
    assert tsa.asked == 1
    folder = tmp_path / "log/stamps" / f"5-{head.checkpoint.root.hex()[:8]}"
    assert (folder / "checkpoint").read_text() == head.note
    judged((folder / "example.tsr").read_bytes(), head.note.encode(), tsa.root.pem)
    checked = stamps.check(now)
    assert (checked.problems, checked.told, checked.good) == ((), (), 1)
    assert [each.authority for each in stamps.kept(head)] == ["example"]
    assert list(log.problems()) == [], "the log takes no notice"


def test_a_failing_authority_is_told_and_stops_nobody(tmp_path: Path) -> None:
    """One stamps, one is silent, one forges: one stamp, two faults, and the state says since when."""
    log, tsa, twin = filled(tmp_path, 5), authority(tmp_path / "tsa"), authority(tmp_path / "twin")
    head, now = head_of(log), datetime.now(UTC)
    with serving(tsa) as good, serving(twin) as forged:
        authorities = [
            Authority("example", good, tsa.root.pem),
            Authority("silent", "http://127.0.0.1:1/", tsa.root.pem),
            Authority("twin", forged, tsa.root.pem),
        ]
        stamps = FolderStamps(tmp_path / "log/stamps", authorities, network.caller(Settings()))
        done = stamps.stamp(head, now)
        assert done.made == 1
        assert ["silent" in each or "twin" in each for each in done.faults] == [True, True]
        assert Doubt.TWIN.value in done.faults[1]
        stamps.stamp(head, now + timedelta(hours=1))
    states = {each.name: each for each in stamps.states()}
    assert states["example"].since is None
    assert states["example"].good == 5
    assert states["silent"].since == now, "since the first failure"
    assert states["twin"].good is None
    checked = stamps.check(now)
    assert (checked.problems, checked.told, checked.good) == ((), (), 1)


def test_heads_wait_until_an_authority_is_due(tmp_path: Path) -> None:
    log, tsa, now = filled(tmp_path, 5), authority(tmp_path / "tsa"), datetime.now(UTC)
    chosen = [Authority("example", "http://tsa", tsa.root.pem)]
    stamps = FolderStamps(tmp_path / "log/stamps", chosen, tsa, timedelta(hours=1))
    assert stamps.stamp(head_of(log), now).made == 1
    with log.writing() as writer:
        writer.append([entry(5)])
    assert stamps.stamp(head_of(log), now + timedelta(minutes=59)).made == 0
    assert stamps.stamp(head_of(log), now + timedelta(minutes=61)).made == 1
    assert len(list(stamps.heads())) == 2


def test_a_clock_far_from_the_authoritys_is_told(tmp_path: Path) -> None:
    log, tsa = filled(tmp_path, 5), authority(tmp_path / "tsa")
    stamps = FolderStamps(tmp_path / "log/stamps", [Authority("example", "http://tsa", tsa.root.pem)], tsa)
    done = stamps.stamp(head_of(log), datetime.now(UTC) + timedelta(hours=3))
    assert done.made == 1
    assert "clock" in done.told[0]


def test_stamps_are_renewed_before_their_certificates_end(tmp_path: Path) -> None:
    """The old stamp is named by its digest in what a longer-lived certificate stamps; without that it lapses."""
    log, tsa, now = filled(tmp_path, 5), authority(tmp_path / "tsa", days=91), datetime.now(UTC)
    stamps = FolderStamps(tmp_path / "log/stamps", [Authority("example", "http://tsa", tsa.root.pem)], tsa)
    assert stamps.stamp(head_of(log), now).made == 1
    after = now + timedelta(days=120)
    lapsed = stamps.check(after).told
    assert "not renewed in time" in lapsed[0]
    # Within 60 days of the end, while the authority still signs with the old certificate:
    with log.writing() as writer:
        writer.append([entry(5)])
    done = stamps.stamp(head_of(log), now + timedelta(days=40))
    assert "no authority stamps beyond" in done.faults[0]
    assert not list((tmp_path / "log/stamps").glob("renewal-*"))
    # With its next one:
    tsa.leaf = certified("Example stamps", tsa.intermediate, stamps=True, serial=4, days=900)
    with log.writing() as writer:
        writer.append([entry(6)])
    done = stamps.stamp(head_of(log), now + timedelta(days=41))
    assert done.faults == ()
    (manifest,) = (tmp_path / "log/stamps").glob("renewal-*/manifest")
    assert len(manifest.read_text().splitlines()) == 3, "a head and the two stamps with the old certificate"
    assert [each for each in stamps.check(after).told if "renewed" in each] == []
    with log.writing() as writer:
        writer.append([entry(7)])
    stamps.stamp(head_of(log), now + timedelta(days=42))
    assert len(list((tmp_path / "log/stamps").glob("renewal-*"))) == 1, "once is enough"


def test_what_is_altered_at_rest_is_found(tmp_path: Path) -> None:
    log, tsa, now = filled(tmp_path, 5), authority(tmp_path / "tsa"), datetime.now(UTC)
    stamps = FolderStamps(tmp_path / "log/stamps", [Authority("example", "http://tsa", tsa.root.pem)], tsa)
    stamps.stamp(head_of(log), now)
    ((path, _),) = stamps.heads()
    note = tmp_path / "log/stamps" / path
    note.write_bytes(note.read_bytes().replace(b"\n5\n", b"\n6\n"))
    ((subject, reason),) = stamps.check(now).problems
    assert subject.endswith("example.tsr")
    assert reason == Doubt.OTHER_DATA.value
    unknown = FolderStamps(tmp_path / "log/stamps", [], tsa)
    checked = unknown.check(now)
    assert (checked.problems, checked.good) == ((), 0)
    assert "no certificates" in checked.told[0]


def test_the_last_stamp_that_is_gone_is_named(tmp_path: Path) -> None:
    log, tsa, now = filled(tmp_path, 5), authority(tmp_path / "tsa"), datetime.now(UTC)
    stamps = FolderStamps(tmp_path / "log/stamps", [Authority("example", "http://tsa", tsa.root.pem)], tsa)
    stamps.stamp(head_of(log), now)
    ((path, _),) = stamps.heads()
    shutil.rmtree((tmp_path / "log/stamps" / path).parent)
    ((subject, reason),) = stamps.check(now).problems
    assert (subject.endswith("example.tsr"), reason) == (True, "it was got, and is no longer kept")


def test_stamps_are_renewed_although_it_was_forgotten_when_they_end(tmp_path: Path) -> None:
    """The file with the memory of the last answers is lost; the authority's next certificate lasts long."""
    log, tsa, now = filled(tmp_path, 5), authority(tmp_path / "tsa", days=91), datetime.now(UTC)
    stamps = FolderStamps(tmp_path / "log/stamps", [Authority("example", "http://tsa", tsa.root.pem)], tsa)
    assert stamps.stamp(head_of(log), now).made == 1
    tsa.leaf = certified("Example stamps", tsa.intermediate, stamps=True, serial=4, days=900)
    (tmp_path / "log/stamps/state.json").unlink()
    with log.writing() as writer:
        writer.append([entry(5)])
    assert stamps.stamp(head_of(log), now + timedelta(days=20)).faults == ()
    with log.writing() as writer:
        writer.append([entry(6)])
    assert stamps.stamp(head_of(log), now + timedelta(days=41)).faults == ()
    assert stamps.check(now + timedelta(days=200)).told == ()
    (manifest,) = (tmp_path / "log/stamps").glob("renewal-*/manifest")
    assert len(manifest.read_text().splitlines()) == 2, "the one stamp that ends"


class _Answering:
    def __init__(self, answer: Called) -> None:
        self.answer = answer

    def call(self, url: str, body: bytes | None = None, media_type: str = "") -> Called:
        assert url
        assert body
        assert media_type
        return self.answer


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (Called(503, b""), "503"),
        (Called(200, b"<html>"), "no time stamp"),
        (Called(200, b"0" * 100_001), "100001"),
        (Called(problem="no answer in time"), "in time"),
    ],
)
def test_answers_that_are_none(tmp_path: Path, answer: Called, word: str) -> None:
    log, tsa = filled(tmp_path, 1), authority(tmp_path / "tsa")
    chosen = [Authority("example", "http://tsa", tsa.root.pem)]
    stamps = FolderStamps(tmp_path / "log/stamps", chosen, _Answering(answer))
    (fault,) = stamps.stamp(head_of(log), datetime.now(UTC)).faults
    assert word in fault


def test_settings_name_authorities_and_witnesses(tmp_path: Path) -> None:
    """From the settings' file to a stamp over HTTP; certificates that are none are told before anything runs."""
    tsa = authority(tmp_path / "tsa")
    home = tmp_path / "home"
    home.mkdir()
    with serving(tsa) as url:
        (home / "clausewatch.toml").write_text(
            f'[evidence]\nauthorities = [{{name = "example", url = "{url}", roots = "tsa.pem"}}]\n'
        )
        with pytest.raises(BadInputError, match="no certificates"):
            open_instance(home, {})
        (home / "tsa.pem").write_bytes(tsa.root.pem)
        instance = open_instance(home, {})
        try:
            assert log_waiting(instance).faults == ()
            assert stamp_head(instance).made == 1
        finally:
            instance.close()
    told = CliRunner().invoke(main, ["status", "--home", str(home), "--json"])
    assert json.loads(told.output)["outside_the_log"] == {"example": "stamped the head of 2 leaves"}
    for line in (
        'authorities = [{name = "../x", url = "http://a/", roots = "x"}]',
        'authorities = [{name = "x", url = "ftp://a/", roots = "x"}]',
        'witnesses = [{url = "http://a/", key = "x"}]',
    ):
        (home / "clausewatch.toml").write_text(f"[evidence]\n{line}\n")
        with pytest.raises(BadInputError, match="evidence"):
            open_instance(home, {})
