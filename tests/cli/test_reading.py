"""`clausewatch read`: the account of a reading, one of several documents, and pages of the same site."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from clausewatch.cli import main

PROSE = "You may use the service only as these terms allow, and we may change them when the law requires it. "
SECTION = f"<p>{PROSE * 4}</p>"
PAGE = f"""<!doctype html><html lang=en><body><nav><a href=/>Home</a></nav><main><h1>Terms of Service</h1>{SECTION}
<h2>Accounts</h2>{SECTION}<h2>Contact us</h2>{SECTION}<h2>Cookie Policy</h2><p>This Cookie Policy tells how we use
cookies.</p><h3>What a cookie is</h3>{SECTION}<h3>Contact us</h3>{SECTION}</main></body></html>"""


def reading(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["read", *map(str, arguments)])


def test_explain_keeps_the_markdown_and_tells_the_rest_apart(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    done = reading(tmp_path / "page.html", "--title", "Cookie Policy", "--explain")
    assert done.exit_code == 0
    assert done.stdout.startswith("## Cookie Policy\n\nThis Cookie Policy tells")
    account = done.stderr.splitlines()
    assert account[0].startswith("kept: ")
    assert account[0].endswith("one of the several documents in it")
    assert account[1:] == [
        "landmark:nav: 1 words: Home",
        "another document: 246 words: Terms of Service",
    ]


def test_a_batch_takes_titles_and_json_the_account(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        "".join(json.dumps({"file": str(file), **more}) + "\n" for more in ({}, {"title": "Trackers Policy"}))
    )
    done = reading("--batch", batch)
    whole, cookies = (json.loads(line)["markdown"] for line in done.stdout.splitlines())
    assert whole.startswith("# Terms of Service")
    assert cookies.startswith("## Cookie Policy")
    told = json.loads(reading(file, "--json", "--explain").stdout)
    assert told["dropped"] == [{"reason": "landmark:nav", "words": 1, "text": "Home"}]
    assert told["markdown"] == whole


def test_siblings_show_which_menus_recur(tmp_path: Path) -> None:
    menu = "<div>Our mission</div><p><a href=/r>Transparency reports of this year</a></p>"
    for name, own in (("terms", "You may use the service"), ("privacy", "We collect what you send")):
        own_words = f"{own} as it is written in this very document and nowhere else at all. " * 12
        (tmp_path / f"{name}.html").write_text(
            f"<html lang=en><body>{menu}<h1>{name}</h1><p>{own_words}</p></body></html>"
        )
    done = reading(tmp_path / "terms.html", "--siblings", tmp_path / "privacy.html")
    assert done.stdout.startswith("# terms\n\nYou may use")
    assert "Transparency reports" in reading(tmp_path / "terms.html").stdout


def test_a_batch_goes_on_after_lines_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    sound = json.dumps({"file": str(file)})
    missing = json.dumps({"file": str(tmp_path / "missing.html")})
    batch = tmp_path / "batch.jsonl"
    batch.write_text(f"{missing}\n{sound}\nno json\n[1]\n{sound}\n")
    done = reading("--batch", batch)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 2
    assert ["error" in each for each in told] == [True, False, True, True, False]
    assert told[0]["file"] == str(tmp_path / "missing.html")
    assert "cannot be read" in told[0]["error"]
    assert [each.get("verdict") for each in told] == [None, "ok", None, None, "ok"]
    batch.write_text(sound + "\n")
    assert reading("--batch", batch).exit_code == 0
