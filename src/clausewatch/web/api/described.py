"""The OpenAPI document: what FastAPI writes, with what it cannot know: problem details, tags, and an example of each answer."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from fastapi import FastAPI

from clausewatch.web.api.answers import PROBLEM
from clausewatch.web.api.tokens import OWN
from clausewatch.web.members import Members

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
_REFUSED = {
    "401": "No token, or none that is good.",
    "403": "The token's scope, or the plan, does not hold it.",
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


def described(api: FastAPI, root: str, members: Members | None = None) -> dict[str, Any]:
    """The OpenAPI document of the API at `root`; with `members` it says as well which operations take a token."""
    api.servers = [{"url": root}]
    found = api.openapi()
    shown = examples()
    for path, operations in found["paths"].items():
        own = members is not None and (path == OWN or path.startswith(f"{OWN}/"))
        for operation in operations.values():
            # The examples are of an instance without accounts, whose watches are told otherwise.
            _describe(operation, None if own else shown.get(path))
            if members is not None:
                _guarded(operation, needed=own or not members.public)
    if members is not None:
        found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    # FastAPI's own shape of failure is never answered.
    for name in ("HTTPValidationError", "ValidationError"):
        found["components"]["schemas"].pop(name, None)
    return found


def _guarded(operation: dict[str, Any], *, needed: bool) -> None:
    """Says that it takes a token, where it does, and that one which is given must be good."""
    if needed:
        operation["security"] = [{"token": []}]
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, means in _REFUSED.items():
        operation["responses"][status] = {"description": means, "content": content}


def _describe(operation: dict[str, Any], example: object) -> None:
    for each in operation.get("parameters", ()):
        if each["in"] == "path" and each["name"] in _PATHS and not each.get("description"):
            each["description"], each["example"] = _PATHS[each["name"]]
    responses = operation["responses"]
    if "requestBody" not in operation:
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
