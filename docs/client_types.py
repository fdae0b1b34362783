"""The types of the client's answers, written from the OpenAPI document: one TypedDict for each of its shapes."""

from __future__ import annotations

import keyword
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from clausewatch.archive import FolderArchive
from clausewatch.storage import Database
from clausewatch.web import Site
from clausewatch.web.api import create_api
from clausewatch.web.api.described import described
from clausewatch.web.desk import Desk
from clausewatch.wiring import SystemClock

_HEAD = '''"""What the API answers, as types. Generated from its OpenAPI document by `make docs`; do not edit."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict
'''
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_PAGE = "Listing_"


def client_types() -> str:
    """src/clausewatch/client/answers.py"""
    schemas = _schemas()
    parts = [_HEAD]
    for name, schema in sorted(schemas.items()):
        if name.startswith(_PAGE) or name == "Problem":
            continue
        parts.append(_enumeration(name, schema) if "enum" in schema else _shape(name, schema))
    return _formatted("\n".join(parts))


def _schemas() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/rows.db")
        site = Site(database, FolderArchive(Path(folder)), SystemClock(), "http://127.0.0.1")
        found = described(create_api(Desk(site)), "/api/v1")
        database.close()
    schemas: dict[str, Any] = found["components"]["schemas"]
    return schemas


def _enumeration(name: str, schema: dict[str, Any]) -> str:
    return f"{name} = Literal[{', '.join(map(repr, schema['enum']))}]\n{_told(schema)}\n"


def _shape(name: str, schema: dict[str, Any]) -> str:
    fields = schema["properties"]
    required = schema.get("required", ())
    typed = {
        each: _type(of) if each in required else f"NotRequired[{_type(of)}]" for each, of in fields.items()
    }
    if all(each.isidentifier() and not keyword.iskeyword(each) for each in typed):
        lines = "\n".join(f"    {each}: {of}" for each, of in typed.items())
        return f"class {name}(TypedDict):\n{_told(schema, '    ')}\n{lines}\n"
    # A name that Python keeps for itself needs the other form, whose types are not read lazily.
    lines = "\n".join(f"    {each!r}: {_quoted(of)}," for each, of in typed.items())
    return f"{name} = TypedDict({name!r}, {{\n{lines}\n}})\n{_told(schema)}\n"


def _told(schema: dict[str, Any], margin: str = "") -> str:
    words = schema.get("description", "").replace("\\", "\\\\")
    return f'{margin}"""{words}"""\n' if words else ""


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_type(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list[{_type(schema['items'])}]"
    if schema.get("type") == "object":
        # Keys are words of an enumeration, but a newer instance may know more of them.
        inner = schema.get("additionalProperties")
        return f"dict[str, {_type(inner) if isinstance(inner, dict) else 'Any'}]"
    return _PLAIN[schema["type"]]


def _quoted(written: str) -> str:
    """Names of shapes that may be defined later, in quotes."""
    return (
        f'"{written}"'
        if re.search(r"\b[A-Z]\w+", written.replace("NotRequired", "").replace("None", ""))
        else written
    )


def _formatted(source: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "src/answers.py", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)  # noqa: S603 - ruff
    return done.stdout
