"""Declaration files: what they mean, and how what is wrong with them is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausewatch.catalog import DOCUMENT_TYPES, Catalogue, DeclarationProblem, dump_platform, load_catalogue
from clausewatch.catalog.yaml_tree import MOST_BYTES
from clausewatch.nouns.catalog import Document, Platform, Render, Source
from clausewatch.nouns.identity import document_id, slug, source_id

FULL = """\
# A comment.
platform: Orchid Mail
company: Orchid Ltd
group: mail
documents:
  - type: Terms of Service
    sources:
      - https://orchid.example/terms
  - type: Privacy Policy
    name: Privacy Policy (Norwegian)
    audience: consumers
    jurisdiction: "NO"
    language: no
    tier: free
    cadence: 1d
    verified: false
    note: Seen once.
    sources:
      - https://orchid.example/personvern
      - url: http://orchid.example/personvern/2?a=b&c#d
        select: main > article
        remove:
          - .banner
          - "a[href^='#']"
        render: browser
"""


def read(folder: Path, text: str | bytes, name: str = "one.yaml") -> Catalogue:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return load_catalogue(folder)


def only_problem(folder: Path, text: str | bytes) -> DeclarationProblem:
    found = read(folder, text)
    assert found.platforms == ()
    assert len(found.problems) == 1, found.problems
    assert found.problems[0].file == str(folder / "one.yaml")
    return found.problems[0]


def with_line(replaced: str, by: str) -> str:
    assert FULL.count(replaced) == 1
    return FULL.replace(replaced, by)


def test_a_declaration_says_all_that_the_nouns_hold(tmp_path: Path) -> None:
    found = read(tmp_path, FULL)
    assert found.problems == ()
    terms, privacy = "orchid-mail/terms-of-service", "orchid-mail/privacy-policy-norwegian"
    plain = "https://orchid.example/terms"
    first, second = "https://orchid.example/personvern", "http://orchid.example/personvern/2?a=b&c#d"
    assert found.platforms == (
        Platform(
            id="orchid-mail",
            name="Orchid Mail",
            company="Orchid Ltd",
            group="mail",
            documents=(
                Document(
                    id=terms,
                    platform="orchid-mail",
                    name="Terms of Service",
                    type="Terms of Service",
                    sources=(Source(source_id(terms, plain), plain),),
                ),
                Document(
                    id=privacy,
                    platform="orchid-mail",
                    name="Privacy Policy (Norwegian)",
                    type="Privacy Policy",
                    sources=(
                        Source(source_id(privacy, first), first),
                        Source(
                            source_id(privacy, second),
                            second,
                            ("main > article",),
                            (".banner", "a[href^='#']"),
                            Render.BROWSER,
                        ),
                    ),
                    audience="consumers",
                    jurisdiction="NO",
                    language="no",
                    tier="free",
                    cadence_hours=24.0,
                    verified=False,
                    note="Seen once.",
                ),
            ),
        ),
    )


def test_what_is_left_out_has_a_default(tmp_path: Path) -> None:
    shortest = "platform: Fern\ngroup:\ndocuments:\n- {type: Imprint, note: ~, sources: https://fern.example/imprint}\n"
    (platform,) = read(tmp_path, shortest).platforms
    (document,) = platform.documents
    assert (platform.company, platform.group) == ("Fern", "")
    assert (document.name, document.audience, document.language) == ("Imprint", "everyone", "en")
    assert (document.cadence_hours, document.verified, document.note) == (6.0, True, "")
    assert document.sources[0].render is Render.AUTO


@pytest.mark.parametrize(
    ("written", "hours"), [("12h", 12.0), ("1d", 24.0), ("30m", 0.5), ("1.5 h", 1.5), ("366d", 8784.0)]
)
def test_cadences(tmp_path: Path, written: str, hours: float) -> None:
    (platform,) = read(tmp_path, with_line("cadence: 1d", f"cadence: {written}")).platforms
    assert platform.documents[1].cadence_hours == hours


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("EN-gb", "en-GB"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("de-CH-1996", "de-CH-1996"),
        ("en-x-US", "en-x-us"),
    ],
)
def test_language_tags_are_written_one_way(tmp_path: Path, written: str, canonical: str) -> None:
    (platform,) = read(tmp_path, with_line("language: no", f"language: {written}")).platforms
    assert platform.documents[1].language == canonical


@pytest.mark.parametrize(
    ("replaced", "by", "line", "reason", "mend"),
    [
        ("platform: Orchid Mail", "platfrom: Orchid Mail", 2, "`platfrom` is no known key", "Did you mean `platform`?"),
        ("company: Orchid Ltd", "zzz: 1", 3, "`zzz` is no known key", "Known keys: platform, company"),
        ("    tier: free", "    teir: free", 14, "`teir` is no known key", "Did you mean `tier`?"),
        ("        render: browser", "        rendr: browser", 25, "`rendr`", "Did you mean `render`?"),
        ("type: Privacy Policy", "typ: Privacy Policy", 9, "`typ`", "Did you mean `type`?"),
        ("type: Privacy Policy", "type: Privacy Polcy", 9, "`Privacy Polcy` is no known type", "Did you mean `Privacy Policy`?"),
        ("type: Terms of Service", "type: terms of use", 6, "no known type", "Did you mean `Terms of Service`?"),
        ("type: Terms of Service", "type: Xyzzy", 6, "no known type", "Known types: Terms of Service"),
        ("cadence: 1d", "cadence: 12", 15, "`12` is no span of time", "`12h`"),
        ("cadence: 1d", "cadence: 1m", 15, "too short", "between 5m"),
        ("cadence: 1d", "cadence: 999999d", 15, "too long", "366d"),
        ("cadence: 1d", "cadence: [1d]", 15, "no span of time", "`12h`"),
        ("language: no", "language: norsk bokmål", 13, "no language tag", "BCP 47"),
        ("language: no", "language: english-language-x", 13, "no language tag", "BCP 47"),
        ("render: browser", "render: chrome", 25, "`render` is `chrome`", "'auto', 'http' or 'browser'"),
        ("verified: false", "verified: perhaps", 16, "`verified`", "Correct or remove"),
        ("select: main > article", "select: main >", 21, "no CSS selector", "`main`"),
        ('          - "a[href^=\'#\']"', '          - "a["', 24, "no CSS selector", "`main`"),
        ("      - https://orchid.example/terms\n", "      - ftp://orchid.example/terms\n", 8, "no http or https", "https://"),
        ("      - https://orchid.example/terms\n", "      - orchid.example/terms\n", 8, "no http or https", "https://"),
        ("      - https://orchid.example/terms\n", "      - https://orchid.example:99999/\n", 8, "is no address", "https://"),
        ("      - https://orchid.example/terms\n", "      - https://[::1/terms\n", 8, "is no address", "https://"),
        ("      - https://orchid.example/terms\n", "      - https:///terms\n", 8, "no http or https", "https://"),
        ("      - https://orchid.example/terms\n", "      - https://a b.example/\n", 8, "character that no address", "https://"),
        ("      - https://orchid.example/terms\n", "      - https://me:pw@orchid.example/\n", 8, "user name or password", "@"),
        ("      - https://orchid.example/terms\n", "      - javascript:alert(1)\n", 8, "no http or https", "https://"),
        ("    sources:\n      - https://orchid.example/terms\n", "", 6, "`sources` is missing", "sources:"),
        ("    sources:\n      - https://orchid.example/terms\n", "    sources: []\n", 7, "`sources`: nothing is listed", "List"),
        ("http://orchid.example/personvern/2?a=b&c#d", "https://orchid.example/personvern", 20, "stands twice", "Keep one"),
        ("    name: Privacy Policy (Norwegian)", "    name: Terms, of service!", 9, "are both orchid-mail/terms-of-service", "name"),
        ("group: mail", "group: [mail]", 4, "`group`", "Correct"),
        ("group: mail", 'group: "ma\\u0007il"', 4, "control character", "Remove it"),
        ("group: mail", "group: mail\ngroup: post", 5, "stands twice (first in line 4)", "Keep one"),
        ("group: mail", "group: &g mail\ntier: *g", 4, "anchor or alias", "Write the text out"),
        ("group: mail", "group: !!python/name:os.system x", 4, "tag", "Remove the tag"),
        ("group: mail", "? [a]\n: b", 4, "key is no plain word", "form"),
        ("group: mail", "group: [[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]", 4, "nests deeper", "flatter"),
        ("group: mail", "group: ma: il", 4, "no YAML", "indentation"),
        ("group: mail", "group: ma\x08il", 4, "forbidden character", "Remove"),
        ("    note: Seen once.", "   note: Seen once.", 17, "no YAML", "indentation"),
        ("      - url: http", "\n      - uurl: http", 21, "`uurl`", "`url`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_mend(
    tmp_path: Path, replaced: str, by: str, line: int, reason: str, mend: str
) -> None:
    found = read(tmp_path, with_line(replaced, by))
    assert found.platforms == ()
    told = [
        each for each in found.problems if each.line == line and reason in each.reason and mend in each.mend
    ]
    assert len(told) == 1, [str(each) for each in found.problems]
    assert str(told[0]).startswith(f"{tmp_path / 'one.yaml'}, line {line}: ")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "it is empty"),
        ("# nothing\n", 1, "it is empty"),
        ("just words", 1, "the file is no set of keys"),
        ("- a\n- b", 1, "the file is no set of keys"),
        (b"platform: \xff", 1, "not in UTF-8"),
        (b"platform: a\ncompany: \xe9", 2, "not in UTF-8"),
        (FULL + "---\nplatform: Second\n", 26, "a second document begins"),
        ("a: [" + "[" * 200_000, 1, "maximum nesting depth"),
        (b"x: " + b"a" * MOST_BYTES, 1, "it is over 1024 KB"),
        ("platform: Fern\ndocuments: none\n", 2, "`documents`"),
        ("platform: Fern\ndocuments: [Imprint]\n", 2, "`documents` is no set of keys"),
    ],
)
def test_what_is_no_declaration_is_told(tmp_path: Path, text: str | bytes, line: int, reason: str) -> None:
    problem = only_problem(tmp_path, text)
    assert problem.line == line
    assert reason in problem.reason
    assert problem.mend


def test_a_bomb_of_aliases_is_refused_before_it_grows(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    assert "anchor or alias" in only_problem(tmp_path, bomb).reason


def test_all_that_is_wrong_in_a_file_is_told_at_once(tmp_path: Path) -> None:
    text = with_line("cadence: 1d", "cadence: soon").replace(
        "type: Terms of Service", "type: Terms of Servise"
    )
    assert [each.line for each in read(tmp_path, text).problems] == [6, 15]


def test_no_file_hides_another(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_bytes(b"\x00\xff")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "dangling.yml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "notes.txt").write_text("not a declaration")
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "copy.yaml").write_text(FULL)
    found = read(tmp_path, FULL, "orchid.yml")
    assert [each.name for each in found.platforms] == ["Orchid Mail"]
    assert [Path(each.file).name for each in found.problems] == [
        "broken.yaml", "dangling.yml", "folder.yaml", "orchid.yml", "pipe.yaml",
    ]  # fmt: skip
    assert "declared already, in copy.yaml" in found.problems[3].reason


def test_a_folder_that_is_missing_is_empty_and_one_that_is_none_is_a_problem(tmp_path: Path) -> None:
    assert load_catalogue(tmp_path / "absent") == Catalogue()
    (tmp_path / "file").write_text("")
    (problem,) = load_catalogue(tmp_path / "file").problems
    assert "cannot be read" in problem.reason


def test_own_declarations_replace_those_of_the_same_platform() -> None:
    def named(identifier: str, company: str) -> Platform:
        return Platform(identifier, identifier, company, "", ())

    problem = DeclarationProblem("f", 1, "r", "m")
    shipped = Catalogue((named("a", "old"), named("b", "old")))
    own = Catalogue((named("b", "new"), named("c", "new")), (problem,))
    both = shipped.with_own(own)
    assert [(each.id, each.company) for each in both.platforms] == [("a", "old"), ("b", "new"), ("c", "new")]
    assert both.problems == (problem,)


_texts = (
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: len(text) <= 200)
)
_names = _texts.filter(bool)
_tails = st.text("abcXYZ019-._~%/?&=+:@!$'()*,;é漢", max_size=30)
_selectors = st.lists(
    st.sampled_from(["main", "div > p", "a[href^='#']", ".x:not(.y)", "#a\\:b"]), max_size=3
)


@st.composite
def _platforms(draw: st.DrawFn) -> Platform:
    name = draw(_names)
    identifier = slug(name)
    documents: list[Document] = []
    names = draw(st.lists(_names, min_size=1, max_size=4, unique_by=lambda each: document_id("p", each)))
    for each in names:
        key = document_id(identifier, each)
        urls = draw(st.lists(_tails.map("https://h.example/".__add__), min_size=1, max_size=3, unique=True))
        documents.append(
            Document(
                id=key,
                platform=identifier,
                name=each,
                type=draw(st.sampled_from(DOCUMENT_TYPES)),
                sources=tuple(
                    Source(
                        source_id(key, url),
                        url,
                        tuple(draw(_selectors)),
                        tuple(draw(_selectors)),
                        draw(st.sampled_from(Render)),
                    )
                    for url in urls
                ),
                audience=draw(_texts),
                jurisdiction=draw(_texts),
                language=draw(st.sampled_from(["en", "no", "zh-Hant", "pt-BR", "es-419"])),
                tier=draw(_texts),
                cadence_hours=draw(st.floats(1 / 12, 8784) | st.integers(1, 8784).map(float)),
                verified=draw(st.booleans()),
                note=draw(_texts),
            )
        )
    return Platform(identifier, name, draw(_names), draw(_texts), tuple(documents))


@settings(max_examples=150, deadline=None)
@given(_platforms())
def test_what_is_dumped_reads_back_as_the_same(
    tmp_path_factory: pytest.TempPathFactory, platform: Platform
) -> None:
    folder = tmp_path_factory.mktemp("dumped")
    assert read(folder, dump_platform(platform)) == Catalogue((platform,))


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=60)
    | st.integers(0, len(FULL) - 1).map(lambda at: (FULL[:at] + FULL[at + 1 :]).encode())
)
def test_no_file_whatever_raises(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    found = read(tmp_path_factory.mktemp("any"), data)
    assert len(found.platforms) == (0 if found.problems else 1)
