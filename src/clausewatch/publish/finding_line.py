"""Findings and composed sentences as JSON-ready values."""

from __future__ import annotations

from clausewatch.nouns.finding import Finding, Sentence


def finding_line(finding: Finding) -> dict[str, object]:
    """The finding, every span in the version's content."""
    return {
        "span": [finding.statement.start, finding.statement.end],
        "topics": [{"id": each.topic, "score": round(each.score, 4)} for each in finding.topics],
        "modality": finding.modality.value,
        "bound_party": finding.bound_party.value,
        "beneficiary": finding.beneficiary.value,
        "basis": finding.basis.value,
        "severity": finding.severity.value,
        "severity_reasons": list(finding.severity_reasons),
        "facts": [
            {"kind": each.kind.value, "value": each.value, "role": each.role, "span": [each.start, each.end]}
            for each in finding.facts
        ],
        "abstain": finding.abstain,
        "language": finding.language,
        "recipe": {"method": finding.recipe.method, "version": finding.recipe.version},
    }


def sentence_line(sentence: Sentence) -> dict[str, object]:
    """A published sentence: grounded ones with their spans, context with the id of its source."""
    return {
        "part": sentence.part.value,
        "kind": sentence.kind.value,
        "text": sentence.text,
        "spans": [[each.start, each.end] for each in sentence.spans],
        "source": sentence.source,
    }
