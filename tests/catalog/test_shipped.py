"""The catalogue that comes with Clausewatch, and the rows it is made of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from clausewatch.catalog import DOCUMENT_TYPES, dump_platform, shipped
from clausewatch.catalog.from_rows import Row, platforms_from_rows
from clausewatch.nouns.catalog import Platform, Render

ROOT = Path(__file__).resolve().parents[2]
PLATFORMS = ROOT / "src" / "clausewatch" / "catalog" / "platforms"


def row(kind: str, url: object, part: object = None, **more: object) -> Row:
    return Row.model_validate(
        {"platform": "Fern", "company": "Fern Ltd", "document_type": kind, "url": url, "combined_part": part}
        | {"verified": "tracked publicly"}
        | more
    )


def only(*rows: Row) -> Platform:
    (platform,) = platforms_from_rows(rows)
    return platform


def test_the_shipped_catalogue_has_no_problem() -> None:
    shipped()
    found = shipped()
    assert found.problems == ()
    assert len(found.platforms) == 84
    documents = [document for platform in found.platforms for document in platform.documents]
    assert len({document.id for document in documents}) == len(documents) == 292
    assert sum(len(document.sources) for document in documents) == 514
    assert all(source.render is Render.AUTO for document in documents for source in document.sources)
    assert any(not document.verified for document in documents)


def test_each_shipped_file_is_named_by_its_platform_and_written_as_dumped() -> None:
    for platform in shipped().platforms:
        assert (PLATFORMS / f"{platform.id}.yaml").read_text(encoding="utf-8") == dump_platform(platform)


@pytest.mark.shared
def test_the_shipped_catalogue_is_what_the_reference_makes(shared: Path, tmp_path: Path) -> None:
    script = [sys.executable, str(ROOT / "tools" / "make_catalogue.py")]
    subprocess.run([*script, str(shared / "reference" / "catalog.json"), str(tmp_path)], check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in PLATFORMS.glob("*.yaml")}


def test_the_vocabulary_has_no_type_twice() -> None:
    assert len(set(DOCUMENT_TYPES)) == len(DOCUMENT_TYPES)
    assert {
        "Terms of Service",
        "System Card",
        "Safety Framework",
        "Model Policy",
        "Sub-processor List",
    } <= set(DOCUMENT_TYPES)


def test_parts_make_one_document_in_order_even_when_some_are_missing() -> None:
    platform = only(
        row("Imprint", "https://a.example/1", "1/3"),
        row("Imprint", "https://a.example/3", "3/3"),
        row("Privacy Policy", "https://a.example/p"),
    )
    assert [(each.name, [source.url for source in each.sources]) for each in platform.documents] == [
        ("Imprint", ["https://a.example/1", "https://a.example/3"]),
        ("Privacy Policy", ["https://a.example/p"]),
    ]


@pytest.mark.parametrize(
    ("marks", "names"),
    [
        ([{"language": "en"}, {"language": "de"}], ["Imprint (en)", "Imprint (de)"]),
        ([{"jurisdiction": "EU"}, {"jurisdiction": "US"}], ["Imprint (EU)", "Imprint (US)"]),
        (
            [{"jurisdiction": "CH", "language": "de"}, {"jurisdiction": "CH", "language": "fr"}],
            ["Imprint (de)", "Imprint (fr)"],
        ),
        (
            [{"url": "https://a.example/legal/for-developers/"}, {"url": "https://a.example/shop_imprint.html"}],
            ["Imprint (for developers)", "Imprint (shop imprint html)"],
        ),
        ([{"url": "https://a.example/"}, {"url": "https://b.example/en/12"}], ["Imprint (a.example)", "Imprint (b.example)"]),
        ([{"url": "https://a.example/x?1"}, {"url": "https://a.example/x?2"}], ["Imprint (1)", "Imprint (2)"]),
    ],
)  # fmt: skip
def test_documents_of_one_type_are_told_apart(marks: list[dict[str, object]], names: list[str]) -> None:
    rows = [row("Imprint", **({"url": f"https://a.example/same?{n}"} | mark)) for n, mark in enumerate(marks)]
    platform = only(*rows)
    assert [each.name for each in platform.documents] == names
    assert len({each.id for each in platform.documents}) == len(names)


def test_two_groups_of_parts_are_two_documents() -> None:
    rows = [
        row("Imprint", f"https://a.example/{name}", part)
        for name, part in [("apple", "1/2"), ("apple-2", "2/2"), ("pear", "1/2"), ("pear-2", "2/2")]
    ]
    assert [(each.name, len(each.sources)) for each in only(*rows).documents] == [
        ("Imprint (apple)", 2), ("Imprint (pear)", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "verified"),
    [
        ("declared in OTA (tracked publicly)", True),
        ("verified by hand 2026-03-01", True),
        ("unverified", False),
        ("not verified", False),
        ("not tracked publicly", False),
        ("guessed from the vendor's pages", False),
        ("", False),
    ],
)
def test_only_what_somebody_tracks_or_verified_is_verified(said: str, *, verified: bool) -> None:
    assert only(row("Imprint", "https://a.example/", verified=said)).documents[0].verified is verified
