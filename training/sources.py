"""Training rows for the topic model, each with the licence it stands under and the platform it came from.

What ships is trained on OURS only: our own sentences, definitions, cues and knowledge, and our own labels. The volunteers'
quotations of Terms of Service; Didn't Read (CC BY-SA 3.0) are read only when asked for, for weights that stay on the
machine of whoever trains them.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from clausewatch.meaning.topics import NO_PROVISION
from clausewatch.nouns.finding import Asked
from training.pointed import pointed

EXAMPLES = Path(__file__).resolve().parent / "examples"
_LONGEST = 1_500
_KINDS = {False: ("examples", "example headings"), True: ("fourth examples", "fourth headings")}
_MARKUP = re.compile(r"<[^>]+>")
# How much a row of each kind counts. Tuned by leave-one-platform-out on the 512 labelled items; flat around these values.
WEIGHTS = {
    "items": 1.0,
    "labelled": 0.8,
    "examples": 1.0,
    "fourth examples": 0.25,
    "example headings": 0.5,
    "fourth headings": 0.1,
    "names": 0.3,
    "definitions": 0.5,
    "cues": 0.5,
    "knowledge": 0.5,
    "knowledge facts": 0.3,
    "usage policy labels": 0.5,
    "volunteers' quotations": 0.3,
}

_HOUSES = {
    platform: first
    for first, *others in (
        ("Le Chat", "Vibe"),
        ("Llama API", "Meta AI", "Instagram", "WhatsApp", "Oculus"),
        ("ChatGPT", "OpenAI"),
        ("Snapchat", "Snap"),
        ("GitHub", "npm Public Registry", "Microsoft", "Microsoft Copilot", "Skype", "Linkedin"),
        ("Google Generative AI Services", "GooglePayments", "YouTube"),
        ("Amazon", "Twitch"),
    )
    for platform in others
}


def house(platform: str) -> str:
    """The name under which platforms are held out together: products of one company share paragraphs."""
    return _HOUSES.get(platform, platform)


@dataclass(frozen=True, slots=True)
class Row:
    """A statement with its topics, primary first. `platform` is empty for what comes from none."""

    source: str
    asked: Asked
    topics: tuple[str, ...]
    platform: str = ""
    id: str = ""


def ours(shared: Path, *, without: frozenset[str] = frozenset()) -> list[Row]:
    """The rows that the shipped weights are trained on, labelled items first; files of `without` are left out."""
    found = [
        *items(shared),
        *(() if "labelled" in without else labelled(shared)),
        *_examples(without),
        *_taxonomy(shared),
        *_knowledge(shared),
        *_usage_labels(shared),
    ]
    return [row for row in found if row.source not in without]


def items(shared: Path) -> Iterator[Row]:
    """Our labelled statements."""
    for line in (shared / "data/topics/items.jsonl").read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        asked = Asked(
            each["text"],
            tuple(each["heading_path"]),
            each["lead_in"] or "",
            each["doc_type"],
            each["platform"],
        )
        yield Row("items", asked, tuple(each["topics"]) or (NO_PROVISION,), each["platform"], each["id"])


@cache
def labelled(shared: Path) -> tuple[Row, ...]:
    """Further statements with our labels, found again by their digests, which takes a minute. No floor is measured on them."""
    return tuple(
        Row("labelled", each.asked, each.topics or (NO_PROVISION,), each.platform) for each in pointed(shared)
    )


def quotations(shared: Path) -> Iterator[Row]:
    """Volunteers' quotations, CC BY-SA 3.0. Never part of what ships."""
    folder = shared / "data/training"
    with (folder / "tosdr_case_to_leaf.csv").open(encoding="utf-8", newline="") as stream:
        leaves = {each["case"]: each["leaf"] for each in csv.DictReader(stream)}
    for line in (folder / "tosdr_points_2021.jsonl").read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        if each["case"] in leaves:
            text = _MARKUP.sub("", each["quote"])[:_LONGEST]
            yield Row("volunteers' quotations", Asked(text), (leaves[each["case"]],), each["service"])


def _examples(without: frozenset[str]) -> Iterator[Row]:
    for path in sorted(EXAMPLES.glob("*.yaml")):
        if path.stem in without:
            continue
        texts_of, headings_of = _KINDS[path.stem.startswith("fourth")]
        for topic, given in _yaml(path).items():
            yield from (Row(texts_of, Asked(text), (topic,)) for text in given["texts"])
            for second, texts in given.get("also", {}).items():
                yield from (Row(texts_of, Asked(text), (topic, second)) for text in texts)
            for lead_in, texts in given.get("items", {}).items():
                yield from (Row(texts_of, Asked(text, (), lead_in), (topic,)) for text in texts)
            for heading in given.get("headings", ()):
                yield Row(headings_of, Asked("", (heading,)), (topic,))


def _taxonomy(shared: Path) -> Iterator[Row]:
    for family in _yaml(shared / "reference/taxonomy.yaml")["families"]:
        for leaf in family["leaves"]:
            topics = (leaf["id"],)
            yield Row("names", Asked(leaf["name"]), topics)
            yield Row("names", Asked("", (leaf["name"],)), topics)
            yield Row("definitions", Asked(leaf["definition"]), topics)
            yield from (Row("cues", Asked(cue), topics) for cue in leaf["cues"])


def _knowledge(shared: Path) -> Iterator[Row]:
    for entry in _yaml(shared / "reference/knowledge.yaml"):
        topics = (entry["id"],)
        yield from (Row("knowledge", Asked(entry[key]), topics) for key in ("what", "why"))
        yield from (Row("knowledge facts", Asked(text), topics) for text in entry.get("facts", ()))


def _usage_labels(shared: Path) -> Iterator[Row]:
    """Openings of usage-policy items; the label X means that no topic fits."""
    with (shared / "data/training/aup_probe_labels.csv").open(encoding="utf-8", newline="") as stream:
        for each in csv.DictReader(stream):
            topics = tuple(leaf for leaf in re.split(r"[;,| ]+", each["leaves"].strip()) if leaf != "X")
            if topics:
                asked = Asked(each["text_start"], (), "", "Acceptable Use Policy")
                yield Row("usage policy labels", asked, topics, each["provider"])


def _yaml(path: Path) -> Any:  # noqa: ANN401
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def examples() -> Iterator[Asked]:
    """Our own example statements of every file, that rule something, without their topics."""
    for row in _examples(frozenset()):
        if row.asked.text and row.topics != (NO_PROVISION,):
            yield row.asked
