"""Bad input: each a clear error naming input, reason and mend; nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.archive_home import clausewatch
from tests.web_host import WebHost, endless, html, redirect

TERMS = "<h1>Terms</h1><h2>1. Use</h2><p>" + "You may use the service for your own work. " * 30 + "</p>"


@pytest.fixture
def host() -> Iterator[WebHost]:
    with WebHost() as running:
        yield running


def make_home(home: Path, host: WebHost, *, gap: int = 0, limit: int = 20) -> Path:
    """An instance that watches only pages of this test's server, under the name terms.example."""
    home.mkdir()
    (home / "catalogue").mkdir()
    (home / "clausewatch.toml").write_text(
        f"""
[capture]
contact = "https://clausewatch.example/contact"
gap_seconds = {gap}
timeout_seconds = 20
max_megabytes = {limit}
allow_networks = ["127.0.0.1/32"]
connect_to = {{"terms.example:80" = "127.0.0.1:{host.port}"}}

[catalogue]
shipped = false
"""
    )
    return home


def declare(home: Path, *urls: str) -> None:
    sources = "\n".join(f"      - url: {url}" for url in urls)
    (home / "catalogue" / "example.yaml").write_text(
        f"platform: Example\ncompany: Example Ltd\ndocuments:\n  - type: Terms of Service\n    sources:\n{sources}\n"
    )


def checked(home: Path) -> dict[str, object]:
    """What one round said of the only source."""
    done = clausewatch("check", "--now", "--json", home=home)
    assert done.returncode == 0, done.stderr
    (line,) = [json.loads(each) for each in done.stdout.splitlines()]
    return dict(line)


def status(home: Path) -> dict[str, object]:
    done = clausewatch("status", "--json", home=home)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_a_good_page_becomes_a_version(tmp_path: Path, host: WebHost) -> None:
    """The path that the bad cases depart from."""
    home = make_home(tmp_path / "home", host)
    declare(home, "http://terms.example/terms")
    host.pages["/terms"] = html(TERMS)
    assert checked(home)["verdict"] == "ok"
    assert status(home)["versions"] == 1
    assert checked(home)["verdict"] == "unchanged"
    assert clausewatch("verify", home=home).returncode == 0


def test_an_unreadable_declaration_names_file_line_and_mend(tmp_path: Path, host: WebHost) -> None:
    home = make_home(tmp_path / "home", host)
    declare(home, "http://terms.example/terms")
    host.pages["/terms"] = html(TERMS)
    (home / "catalogue" / "broken.yaml").write_text("platform: Broken\ncompany: [unclosed\ndocuments: x: y\n")
    (home / "catalogue" / "odd.yaml").write_text(
        "platform: Odd\ncompany: Odd Ltd\ndocuments:\n  - type: Terms of Servise\n    sources: [http://odd.example/]\n"
    )
    done = clausewatch("check", "--now", "--json", home=home)
    assert "broken.yaml" in done.stderr
    assert "odd.yaml" in done.stderr
    assert "4" in next(line for line in done.stderr.splitlines() if "odd.yaml" in line)
    assert "Terms of Service" in done.stderr
    assert [json.loads(line)["verdict"] for line in done.stdout.splitlines()] == ["ok"]


def test_an_unknown_platform_exits_with_2_and_a_suggestion(tmp_path: Path, host: WebHost) -> None:
    home = make_home(tmp_path / "home", host)
    declare(home, "http://terms.example/terms")
    host.pages["/terms"] = html(TERMS)
    checked(home)
    done = clausewatch("provisions", "--platform", "Exampel", "--document", "Terms of Service", home=home)
    assert done.returncode == 2
    assert "Exampel" in done.stderr
    assert "'Example'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dead_host_is_recorded_with_its_reason(tmp_path: Path, host: WebHost) -> None:
    home = make_home(tmp_path / "home", host)
    declare(home, "http://127.0.0.1:1/terms")
    line = checked(home)
    assert line["failure"] == "connect"
    assert "127.0.0.1:1" in str(line["reasons"])
    assert status(home)["versions"] == 0


def test_a_body_of_200_mb_is_refused_while_it_streams(tmp_path: Path, host: WebHost) -> None:
    home = make_home(tmp_path / "home", host)
    declare(home, "http://terms.example/terms")
    host.pages["/terms"] = html(TERMS)
    checked(home)
    host.pages["/terms"] = endless(200_000_000)
    line = checked(home)
    assert (line["verdict"], line["failure"]) == ("too-large", "too-large")
    assert status(home)["versions"] == 1


def test_a_redirect_to_a_private_address_is_refused(tmp_path: Path, host: WebHost) -> None:
    home = make_home(tmp_path / "home", host)
    declare(home, "http://terms.example/terms")
    host.pages["/terms"] = redirect("http://127.0.0.2:9/secret")
    line = checked(home)
    assert (line["verdict"], line["failure"]) == ("refused", "refused-address")
    assert "127.0.0.2" in str(line["reasons"])


def test_a_corrupt_archive_object_is_named_and_the_rest_stays(tmp_path: Path, host: WebHost) -> None:
    home = make_home(tmp_path / "home", host)
    declare(home, "http://terms.example/terms")
    host.pages["/terms"] = html(TERMS)
    checked(home)
    objects = sorted((home / "archive" / "objects").rglob("*"))
    victim = next(each for each in objects if each.is_file())
    stored = bytearray(victim.read_bytes())
    stored[-1] ^= 1
    victim.chmod(0o644)
    victim.write_bytes(stored)
    done = clausewatch("verify", home=home)
    assert done.returncode == 1
    assert victim.parent.name + victim.name in done.stdout
    host.pages["/terms"] = html(TERMS.replace("your own work", "any lawful work"))
    assert clausewatch("check", "--now", home=home).returncode == 0
    assert status(home)["documents"] == 1


@pytest.mark.shared
@pytest.mark.parametrize("keep", [0.3, 0.7, 0.999])
def test_a_damaged_bundle_changes_nothing(tmp_path: Path, shared: Path, keep: float) -> None:
    whole = (shared / "data" / "ota" / "genai-eu-versions.bundle").read_bytes()
    bundle = tmp_path / "cut.bundle"
    bundle.write_bytes(whole[: int(len(whole) * keep)])
    done = clausewatch("import", "ota", bundle, home=tmp_path / "home")
    assert done.returncode == 2, done.stderr
    assert "cut.bundle" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_instance_is_told_with_its_mend(tmp_path: Path) -> None:
    done = clausewatch("changes", home=tmp_path / "nowhere")
    assert done.returncode == 2
    assert "clausewatch init" in done.stderr


def test_a_bad_setting_is_named(tmp_path: Path, host: WebHost) -> None:
    home = make_home(tmp_path / "home", host)
    with (home / "clausewatch.toml").open("a") as stream:
        stream.write("\n[serve]\nport = 'eighty'\n")
    done = clausewatch("status", home=home)
    assert done.returncode == 2
    assert "serve.port" in done.stderr
