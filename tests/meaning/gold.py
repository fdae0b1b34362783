"""Findings made by hand for tests: from a few words, and from the labelled statements of the shared data."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Provision, Span, Statement, StatementKind
from clausewatch.nouns.finding import (
    Basis,
    Claim,
    Fact,
    FactKind,
    Finding,
    GateRuling,
    Modality,
    Party,
    Recipe,
    TopicScore,
)
from clausewatch.nouns.identity import ProvisionId
from clausewatch.nouns.knowledge import Analysed, Told

FACTS = {
    FactKind.EMAIL: r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    FactKind.PERIOD: r"\b\d+ (?:calendar |business )?(?:hours?|days?|months?|years?)\b(?! old)",
    FactKind.AMOUNT: r"[$€£] ?\d[\d,.]*\d",
    FactKind.AGE: r"(?<=at least )\d\d(?= years)|(?<=under )\d\d\b|(?<=age of )\d\d\b",
    FactKind.PLACE: r"(?:State of )?California|Ireland|England and Wales|France",
    FactKind.SETTING: r"\b(?:account|privacy) settings\b",
    FactKind.CONDITION: r"\bif you [^.,;]+",
    FactKind.EXCEPTION: r"\bunless [^.,;]+",
}


def passes(_: Claim) -> GateRuling:
    return GateRuling(passes=True)


def facts_of(text: str, at: int) -> tuple[Fact, ...]:
    """Facts by a few patterns, in the coordinates of a content where the text begins at `at`."""
    return tuple(
        Fact(
            kind,
            at + found.start(),
            at + found.end(),
            found[0],
            "deadline" if kind is FactKind.PERIOD else "",
        )
        for kind, pattern in FACTS.items()
        for found in re.finditer(pattern, text)
    )


def finding(
    content: str,
    words: str,
    topic: str | tuple[str, ...],
    modality: Modality = Modality.DISCLOSURE,
    party: Party = Party.PLATFORM,
    severity: Severity = Severity.LOW,
) -> Finding:
    """The finding of the statement `words` of `content`."""
    start = content.index(words)
    topics = (topic,) if isinstance(topic, str) else topic
    return Finding(
        statement=Statement(StatementKind.SENTENCE, start, start + len(words)),
        topics=tuple(TopicScore(each, 0.9) for each in topics),
        modality=modality,
        bound_party=party,
        beneficiary=Party.NONE,
        basis=Basis.EXPLICIT,
        severity=severity,
        severity_reasons=(),
        facts=facts_of(words, start),
        abstain=False,
        recipe=Recipe("by hand", "1"),
    )


def provision(content: str, *findings: Finding, title: str = "", platform: str = "Lumen") -> Analysed:
    """A provision that has the findings' statements, in `content`."""
    statements = tuple(each.statement for each in findings)
    start, end = min(each.start for each in statements), max(each.end for each in statements)
    clause = Provision(ProvisionId(f"p{start}"), (title,), title, "", start, end, None, statements)
    return Analysed(content, clause, findings, platform)


def documents(shared: Path) -> dict[tuple[str, str, str], list[Analysed]]:
    """Labelled statements as documents: by platform, path and type, each heading one provision."""
    groups: dict[tuple[str, str, str], dict[tuple[str, ...], list[dict[str, object]]]] = defaultdict(dict)
    for line in (shared / "data" / "topics" / "items.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        of = groups[item["platform"], item["path"], item["doc_type"]]
        of.setdefault((*item["heading_path"], item["lead_in"] or ""), []).append(item)
    return {key: [_labelled(key, path, items) for path, items in of.items()] for key, of in groups.items()}


def _labelled(key: tuple[str, str, str], path: tuple[str, ...], items: list[dict[str, object]]) -> Analysed:
    lead_in = path[-1]
    content = "\n".join([*([lead_in] if lead_in else []), *(str(item["text"]) for item in items)])
    at = len(lead_in) + 1 if lead_in else 0
    findings = []
    for item in items:
        text = str(item["text"])
        topics = item["topics"]
        assert isinstance(topics, list)
        findings.append(
            Finding(
                statement=Statement(StatementKind.ITEM, at, at + len(text), 1 if lead_in else 0),
                topics=tuple(TopicScore(topic, 0.9) for topic in topics),
                modality=Modality(str(item["modality"])),
                bound_party=Party(str(item["bound_party"])),
                beneficiary=Party.NONE,
                basis=Basis.EXPLICIT,
                severity=Severity(str(item["severity"])),
                severity_reasons=(),
                facts=facts_of(text, at),
                abstain=False,
                recipe=Recipe("by hand", "1"),
            )
        )
        at += len(text) + 1
    clause = Provision(
        ProvisionId("/".join(path)),
        path[:-1],
        path[-2] if len(path) > 1 else "",
        "",
        0,
        len(content),
        Span(0, len(lead_in)) if lead_in else None,
        tuple(each.statement for each in findings),
    )
    return Analysed(content, clause, tuple(findings), key[0], document_type=key[2])


def told(shared: Path) -> dict[str, list[Told]]:
    """The labelled statements of each platform, as quick facts are picked from."""
    by_platform: dict[str, list[Told]] = defaultdict(list)
    for (platform, path, kind), provisions in documents(shared).items():
        for each in provisions:
            by_platform[platform] += [Told(path, kind, each.content, found) for found in each.findings]
    return dict(by_platform)
