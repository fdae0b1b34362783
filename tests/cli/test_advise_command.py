"""`advise` on the command line: no model, unknown names, and a whole run against a local server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.analysts.chat_server import Said, chat_server
from tests.archive_home import clausewatch

from clausewatch.nouns.identity import digest

_PAGE = (
    "<html lang=en><title>Terms</title><main><h1>Terms of Service</h1><h2>Fees</h2>"
    "<p>We bill fees monthly in advance.</p>"
    + "".join(
        f"<h2>Part {n}</h2><p>Matter {n} is settled in writing between you and us.</p>" for n in range(6)
    )
    + "</main></html>"
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An instance with one imported document."""
    captures = tmp_path / "captures"
    captures.mkdir()
    (captures / "one.html").write_text(_PAGE)
    row = {
        "file": "one.html",
        "platform": "Birchwood",
        "document_type": "Terms of Service",
        "url": "https://birchwood.example/terms",
        "observed_at": "2026-03-01T00:00:00Z",
        "sha256": digest(_PAGE.encode()),
        "media_type": "text/html",
    }
    (captures / "manifest.jsonl").write_text(json.dumps(row) + "\n")
    made = tmp_path / "home"
    done = clausewatch("import", "captures", str(captures), home=made)
    assert done.returncode == 0, done.stderr
    return made


def _advise(home: Path, *more: str) -> tuple[int, list[dict[str, object]], str]:
    done = clausewatch(
        "advise", "--platform", "Birchwood", "--document", "Terms of Service", "--json", *more, home=home
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_without_a_model_it_says_how_to_set_one_up(home: Path) -> None:
    code, lines, said = _advise(home)
    assert (code, lines) == (2, [])
    assert "[adviser]: no model is set up" in said


def test_a_run_publishes_what_the_text_bears_and_asks_once(home: Path) -> None:
    proposal = {
        "title": "",
        "sentences": [
            {"part": "what", "text": "Fees are billed monthly in advance.", "cites": ["s1"]},
            {"part": "what", "text": "Fees are billed yearly in advance.", "cites": ["s1"]},
        ],
    }
    with chat_server(lambda _body: Said(proposal)) as server:
        (home / "clausewatch.toml").write_text(f'[adviser]\nmodel = "birch-1"\nbase_url = "{server.url}"\n')
        code, lines, _ = _advise(home, "--provision", "fees")
        assert code == 0
        again, cached, _ = _advise(home, "--provision", "fees")
        assert len(server.seen) == 1
        unknown, _, said = _advise(home, "--provision", "no-such")
    (line,) = lines
    assert line["model"] == "birch-1"
    assert [each["text"] for each in line["sentences"]] == ["Fees are billed monthly in advance."]  # type: ignore[attr-defined]
    assert [each["text"] for each in line["refused"]] == ["Fees are billed yearly in advance."]  # type: ignore[attr-defined]
    assert again == 0
    assert cached[0]["cached"] is True
    assert cached[0]["sentences"] == line["sentences"]
    assert unknown == 2
    assert "'no-such'" in said


def test_a_model_that_fails_is_told_and_the_exit_code_says_so(home: Path) -> None:
    with chat_server(lambda _body: Said(status=503)) as server:
        (home / "clausewatch.toml").write_text(f'[adviser]\nmodel = "birch-1"\nbase_url = "{server.url}"\n')
        code, lines, _ = _advise(home, "--provision", "fees")
    assert code == 1
    assert lines[0]["declined"] == "refused"
    assert lines[0]["sentences"] == []
