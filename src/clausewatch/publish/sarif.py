"""Checked rules as SARIF 2.1.0 (OASIS Standard, 27 March 2020), for code scanning and CI."""

from __future__ import annotations

import json
from collections.abc import Sequence

from clausewatch.nouns.change import Severity
from clausewatch.nouns.identity import digest_of
from clausewatch.nouns.requirement import Checked, Outcome, Quoted, Rule
from clausewatch.publish.check_line import NOTICE, is_older, whence

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note", Severity.NONE: "note"}
# 3.27.9: a result that is neither is "open" where it takes a person to say.
_KINDS = {Outcome.PASSED: "pass", Outcome.FAILED: "fail", Outcome.UNKNOWN: "open"}
_MOST_RELATED = 50


def sarif(checked: Sequence[Checked], version: str) -> str:
    """One run with a result for every check; `version` is Clausewatch's.

    A location names the document's declared address; its region counts characters, lines and columns of the text as
    `clausewatch export` writes it, columns in code points (3.14.17). Words of the accepted version have no region.
    """
    rules = list({each.rule.id: each.rule for each in checked}.values())
    places = {rule.id: place for place, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "Clausewatch",
                "version": version,
                "rules": [_rule(each) for each in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "properties": {"notice": NOTICE},
        "results": [_result(each, places[each.rule.id]) for each in checked],
    }
    whole = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(_sound(whole), indent=2) + "\n"


def _sound(value: object) -> object:
    """The value with U+FFFD for lone surrogates, which readers of JSON may refuse a whole file for (RFC 8259, 8.2)."""
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {key: _sound(each) for key, each in value.items()}
    return [_sound(each) for each in value] if isinstance(value, list) else value


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(checked: Checked, place: int) -> dict[str, object]:
    rule, at, ruling = checked.rule, checked.subject, checked.ruling
    where = f"{at.platform_name}, {at.document_name}" if at.document_name else at.platform_name
    stood = " It stood when the version was accepted." if checked.stood else ""
    quoted = "".join(f" Quoted{whence(checked, each)}: {each.text}" for each in ruling.quoted[:1])
    failed = ruling.outcome is Outcome.FAILED
    result: dict[str, object] = {
        "ruleId": rule.id,
        "ruleIndex": place,
        "kind": _KINDS[ruling.outcome],
        # 3.27.10: where the kind is not "fail", the level is "none".
        "level": _LEVELS[rule.severity] if failed else "none",
        "message": {"text": _plain(f"{where}: {ruling.told}{stood}{quoted}")},
        "locations": [_location(checked, each) for each in ruling.quoted[:1]] or _whole(checked),
        "partialFingerprints": {"clausewatch/v1": _fingerprint(checked)},
        "properties": {
            "why": ruling.why.value,
            "breaks": checked.breaks,
            "version": at.version,
            "observedAt": at.observed_at.isoformat() if at.observed_at else None,
            "acceptedVersion": checked.accepted or None,
            "stoodWhenAccepted": checked.stood,
        },
    }
    related = [_location(checked, each) for each in ruling.quoted[1 : 1 + _MOST_RELATED]]
    if related:
        result["relatedLocations"] = related
    return result


def _fingerprint(checked: Checked) -> str:
    words = (each.text for each in checked.ruling.quoted)
    return digest_of(checked.rule.id, checked.subject.platform, checked.subject.document, *words)


def _location(checked: Checked, quoted: Quoted) -> dict[str, object]:
    logical = [{"fullyQualifiedName": quoted.section, "kind": "provision"}]
    artifact = {"uri": _uri(checked.subject.url, quoted.document)}
    if is_older(checked, quoted):
        # The address gives the current text, in which these words have no place.
        told = f"Stood in the accepted version {quoted.version}: {quoted.text}"
        return {
            "message": {"text": _plain(told)},
            "physicalLocation": {"artifactLocation": artifact},
            "logicalLocations": logical,
        }
    lines = quoted.text.split("\n")
    last = len(lines[-1]) + (quoted.column if len(lines) == 1 else 1)
    return {
        "physicalLocation": {
            "artifactLocation": artifact,
            "region": {
                "startLine": quoted.line,
                "startColumn": quoted.column,
                "endLine": quoted.line + len(lines) - 1,
                "endColumn": last,
                "charOffset": quoted.span.start,
                "charLength": quoted.span.end - quoted.span.start,
                "snippet": {"text": quoted.text},
            },
        },
        "logicalLocations": logical,
    }


def _whole(checked: Checked) -> list[dict[str, object]]:
    at = checked.subject
    return [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": _uri(at.url, at.document or at.platform or checked.rule.id)}
            }
        }
    ]


def _uri(url: str, document: str) -> str:
    return url or f"clausewatch:{document}"


def _plain(text: str) -> str:
    """The text for a message, in which square brackets make links (3.11.6)."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
