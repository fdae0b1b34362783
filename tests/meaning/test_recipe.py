"""The recipe's name: another one whenever what findings follow from is another, and no file of it left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest

import clausewatch
from clausewatch.meaning import recipe

_ROOT = Path(clausewatch.__file__).parent


def _imported(file: Path) -> Iterator[str]:
    """The files of ours that a module imports, relative to the package."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("clausewatch"):
            names = [str(node.module), *(f"{node.module}.{each.name}" for each in node.names)]
        elif isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        else:
            continue
        for name in names:
            path = _ROOT.joinpath(*name.split(".")[1:])
            for found in (path.with_suffix(".py"), path / "__init__.py"):
                if name.startswith("clausewatch.") and found.exists():
                    yield found.relative_to(_ROOT).as_posix()


def test_whatever_a_finding_or_a_sentence_is_made_by_is_part_of_the_recipe() -> None:
    """Types (`nouns/`) and errors say nothing themselves."""
    waiting, reached = ["meaning/said.py"], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _imported(_ROOT / name)
    told = {name for name in reached if not name.startswith("nouns/") and name != "errors.py"}
    covered = {name for name, _ in recipe.sources()}
    assert told - covered - {"__init__.py"} == set()
    assert {each for each in covered if each.endswith(".py")} - told <= {
        "meaning/recipe.py",
        "meaning/__init__.py",
    }
    for data in (
        "topics.npz",
        "words.npz",
        "relations.txt.gz",
        "synonyms.txt",
        "narrower.txt",
        "taxonomy.yaml",
        "knowledge.yaml",
        "regulations.yaml",
    ):
        assert f"meaning/knowledge/{data}" in covered


@pytest.mark.parametrize("name", ["topics.npz", "knowledge.yaml", "synonyms.txt"])
def test_another_byte_in_weights_knowledge_or_rules_is_another_recipe(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = recipe.content_digest()
    assert recipe.content_digest() == before
    files = dict(recipe.sources())
    (at,) = [each for each in files if each.endswith(f"/{name}")]
    (tmp_path / name).write_bytes(files[at].read_bytes() + b" ")
    changed: dict[str, Traversable] = {**files, at: tmp_path / name}
    monkeypatch.setattr(recipe, "sources", changed.items)
    assert recipe.content_digest() != before


def test_the_recipe_names_versions_and_content() -> None:
    assert recipe.recipe().split()[0] == recipe.METHOD
    assert recipe.recipe().endswith(f"content/{recipe.content_digest()[:12]}")
