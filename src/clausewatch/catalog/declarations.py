"""Declaration files to platforms and back: one YAML file for each platform."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

from clausewatch.catalog.schema import DocumentForm, PlatformForm, explained
from clausewatch.catalog.yaml_tree import MOST_BYTES, Node, YamlError, line_of, plain, read_tree
from clausewatch.nouns.catalog import CADENCE_HOURS, Document, Platform, Render, Source
from clausewatch.nouns.identity import PlatformId, document_id, slug, source_id


@dataclass(frozen=True, slots=True)
class DeclarationProblem:
    """Why a declaration file cannot be used, where in it, and what to do."""

    file: str
    line: int
    reason: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}. {self.mend}"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The platforms declared, by name of their file, and what is wrong with the files that could not be used."""

    platforms: tuple[Platform, ...] = ()
    problems: tuple[DeclarationProblem, ...] = ()

    def with_own(self, own: Catalogue) -> Catalogue:
        """Both together; a platform declared in both is as `own` has it. Problems of both are kept."""
        theirs = {each.id for each in own.platforms}
        kept = tuple(each for each in self.platforms if each.id not in theirs)
        return Catalogue(kept + own.platforms, self.problems + own.problems)


def load_catalogue(folder: Path) -> Catalogue:
    """Every `*.yaml` and `*.yml` directly in `folder`; a missing folder is an empty catalogue. Never raises.

    A file is taken whole or, with its problems told, not at all; no file hides another.
    """
    platforms: list[Platform] = []
    problems: list[DeclarationProblem] = []
    taken: dict[PlatformId, str] = {}
    try:
        paths = sorted(each for each in folder.iterdir() if each.suffix in (".yaml", ".yml"))
    except FileNotFoundError:
        return Catalogue()
    except OSError as error:
        reason = f"the folder cannot be read ({error.strerror})"
        return Catalogue(problems=(DeclarationProblem(str(folder), 1, reason, "Name a folder you may read"),))
    for path in paths:
        found = _load(path)
        if isinstance(found, Platform) and found.id in taken:
            reason = f"`{found.name}` is declared already, in {taken[found.id]}"
            found = (
                DeclarationProblem(str(path), 1, reason, "Keep one of the files or rename the platform"),
            )
        if isinstance(found, Platform):
            taken[found.id] = path.name
            platforms.append(found)
        else:
            problems.extend(found)
    return Catalogue(tuple(platforms), tuple(problems))


def dump_platform(platform: Platform) -> str:
    """The declaration of `platform`, which `load_catalogue` reads back as the same; defaults are left out."""
    written: dict[str, object] = {"platform": platform.name, "company": platform.company}
    if platform.group:
        written["group"] = platform.group
    written["documents"] = [_written_document(each) for each in platform.documents]
    return str(yaml.dump(written, Dumper=_Indented, sort_keys=False, allow_unicode=True, width=110))


class _Indented(yaml.SafeDumper):
    """Indents lists under their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - their signature
        super().increase_indent(flow, indentless=False)


def _load(path: Path) -> Platform | tuple[DeclarationProblem, ...]:
    try:
        if not path.is_file():
            return (DeclarationProblem(str(path), 1, "it is no file", "Rename or remove it"),)
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
        tree = read_tree(data)
        form = PlatformForm.model_validate(plain(tree))
    except OSError as error:
        reason = f"it cannot be read ({error.strerror})"
        return (DeclarationProblem(str(path), 1, reason, "Allow this user to read it"),)
    except YamlError as error:
        return (DeclarationProblem(str(path), error.line, error.reason, error.mend),)
    except ValidationError as error:
        return tuple(
            DeclarationProblem(str(path), line_of(tree, each["loc"]), *explained(each))
            for each in error.errors(include_url=False)
        )
    platform = _platform(form)
    return tuple(_clashes(str(path), tree, platform)) or platform


def _platform(form: PlatformForm) -> Platform:
    identifier = slug(form.platform)
    return Platform(
        id=identifier,
        name=form.platform,
        company=form.company or form.platform,
        group=form.group,
        documents=tuple(_document(identifier, each) for each in form.documents),
    )


def _document(platform: PlatformId, form: DocumentForm) -> Document:
    name = form.name or form.type
    identifier = document_id(platform, name)
    return Document(
        id=identifier,
        platform=platform,
        name=name,
        type=form.type,
        sources=tuple(
            Source(source_id(identifier, each.url), each.url, each.select, each.remove, each.render)
            for each in form.sources
        ),
        audience=form.audience,
        jurisdiction=form.jurisdiction,
        language=form.language,
        tier=form.tier,
        cadence_hours=form.cadence,
        verified=form.verified,
        note=form.note,
    )


def _clashes(file: str, tree: Node, platform: Platform) -> Iterator[DeclarationProblem]:
    """Documents that would share an identifier, and addresses that stand twice in one document."""
    named: dict[str, str] = {}
    for number, document in enumerate(platform.documents):
        line = line_of(tree, ("documents", number))
        if document.id in named:
            reason = (
                f"`{document.name}` and an earlier document, `{named[document.id]}`, are both {document.id}"
            )
            yield DeclarationProblem(file, line, reason, "Give each document of a type a `name` of its own")
        named.setdefault(document.id, document.name)
        urls = [source.url for source in document.sources]
        for place, url in enumerate(urls):
            if url in urls[:place]:
                line = line_of(tree, ("documents", number, "sources", place))
                yield DeclarationProblem(
                    file, line, f"{url} stands twice in `{document.name}`", "Keep one of them"
                )


def _written_document(document: Document) -> dict[str, object]:
    optional = (
        ("name", document.name, document.type),
        ("audience", document.audience, "everyone"),
        ("jurisdiction", document.jurisdiction, ""),
        ("language", document.language, None),
        ("tier", document.tier, ""),
        ("cadence", _cadence(document.cadence_hours), _cadence(CADENCE_HOURS)),
        ("verified", document.verified, True),
        ("note", document.note, ""),
    )
    written: dict[str, object] = {"type": document.type}
    written.update((key, value) for key, value, default in optional if value != default)
    written["sources"] = [_written_source(each) for each in document.sources]
    return written


def _written_source(source: Source) -> str | dict[str, object]:
    if not source.select and not source.remove and source.render is Render.AUTO:
        return source.url
    optional = (("select", list(source.select)), ("remove", list(source.remove)))
    written: dict[str, object] = {"url": source.url}
    written.update((key, value) for key, value in optional if value)
    if source.render is not Render.AUTO:
        written["render"] = source.render.value
    return written


def _cadence(hours: float) -> str:
    days = hours / 24
    return f"{int(days)}d" if days.is_integer() else f"{int(hours)}h" if hours.is_integer() else f"{hours!r}h"
