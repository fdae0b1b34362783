"""The OpenAPI document: what FastAPI writes, with what it cannot know: problem details, tags, and an example of each answer."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from fastapi import FastAPI

from clausewatch.web.api.answers import PROBLEM

_TAGGED = {
    "ETag": {
        "description": "A strong tag of the answer's bytes; send it back as `If-None-Match`.",
        "schema": {"type": "string"},
    },
    "Cache-Control": {
        "description": "`no-cache`: keep it, and ask whether it still holds.",
        "schema": {"type": "string"},
    },
}
_PATHS: dict[str, tuple[str, str]] = {
    "version": ("A version by the beginning of its identifier, a day, or an instant.", "2026-03-05"),
    "provision": ("A provision by its id in the document.", "disputes"),
    "change": ("A change record by its id, as /changes lists it.", "3f0c6f5a9b1d2e47"),
    "topic": ("A topic by its id, as /topics lists it.", "DISPUTE.arbitration"),
    "regulation": ("An entry by its id, as /regulations lists it.", "eu-ai-act.art4"),
    "watch": ("A watch by its id, as /watches lists it.", "songbirds"),
    "kind": ("What the leaf is about.", "version"),
    "subject": ("The capture's or the version's identifier.", "9d3f6a0c5b7e1f24"),
}
"""What parts of addresses mean, and an example of each; platforms and documents say so where they are declared."""


def examples() -> dict[str, Any]:
    """An answer of each address, by its path; made of the tests' small instance by `python -m tools.api_examples`."""
    found: dict[str, Any] = json.loads(
        (files("clausewatch.web") / "data" / "api_examples.json").read_text(encoding="utf-8")
    )
    return found


def described(api: FastAPI, root: str) -> dict[str, Any]:
    """The OpenAPI document of the API at `root`."""
    api.servers = [{"url": root}]
    found = api.openapi()
    shown = examples()
    for path, operations in found["paths"].items():
        for operation in operations.values():
            _describe(operation, shown.get(path))
    # FastAPI's own shape of failure is never answered.
    for name in ("HTTPValidationError", "ValidationError"):
        found["components"]["schemas"].pop(name, None)
    return found


def _describe(operation: dict[str, Any], example: object) -> None:
    for each in operation.get("parameters", ()):
        if each["in"] == "path" and each["name"] in _PATHS and not each.get("description"):
            each["description"], each["example"] = _PATHS[each["name"]]
    responses = operation["responses"]
    responses.pop("422", None)
    for status, response in responses.items():
        content = response.get("content", {})
        if status >= "400" and "application/json" in content:
            content[PROBLEM] = content.pop("application/json")
    if "200" in responses:
        responses["200"]["headers"] = _TAGGED
        responses["304"] = {"description": "It is still as the tag in `If-None-Match` says."}
        if example is not None:
            responses["200"]["content"]["application/json"]["example"] = example
