"""The form of a declaration file, checked field by field: what people may write and what it means."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import ErrorDetails, PydanticCustomError
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from clausewatch.catalog.document_types import DOCUMENT_TYPES, closest_type
from clausewatch.nouns.catalog import CADENCE_HOURS, Render

LEAST_HOURS, MOST_HOURS = 1 / 12, 24.0 * 366
_CADENCE = re.compile(r"(\d{1,6}(?:\.\d{1,20})?) ?([mhd])")
_HOURS = {"m": 1 / 60, "h": 1.0, "d": 24.0}
# RFC 5646, 2.1: language, extended languages, script, region, variants, extensions, private use; no grandfathered tags.
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
_EMPTY_PAGE = LexborHTMLParser("<p>")


def _wrong(reason: str, mend: str) -> PydanticCustomError:
    return PydanticCustomError("declaration", "{reason}", {"reason": reason, "mend": mend})


def _words(value: str) -> str:
    joined = " ".join(value.split())
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in joined):
        raise _wrong("it has a control character", "Remove it")
    return joined


def _address(value: str) -> str:
    mend = "Write the page's full address, as https://www.example.com/terms"
    if len(value) > 2000 or any(c <= " " or c in '\\"<>\x7f' for c in value):
        raise _wrong("the address is too long or has a character that no address has", mend)
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise _wrong(f"`{value}` is no address ({error})", mend) from None
    if not usable:
        raise _wrong(f"`{value}` is no http or https address", mend)
    if parts.username is not None or parts.password is not None:
        raise _wrong("the address carries a user name or password", "Remove what stands before the @")
    return value


def _selector(value: str) -> str:
    wanted = value.strip()
    try:
        _EMPTY_PAGE.css(wanted)
    except SelectolaxError:
        raise _wrong(f"`{value}` is no CSS selector", "Write one as `main` or `div.policy > p`") from None
    return wanted


def _type(value: str) -> str:
    if value in DOCUMENT_TYPES:
        return value
    near = closest_type(value)
    known = "Known types: " + ", ".join(DOCUMENT_TYPES)
    raise _wrong(
        f"`{value}` is no known type", f"Did you mean `{near}`? It goes by that name here" if near else known
    )


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise _wrong(f"`{value}` is no language tag", "Write a BCP 47 tag, as `en`, `de-AT` or `zh-Hant`")
    # RFC 5646, 2.1.1: case carries no meaning; two-letter regions are written large, four-letter scripts capitalised.
    first, *rest = value.lower().split("-")
    written, single = [first], False
    for part in rest:
        single = single or len(part) == 1
        written.append(
            part if single or len(part) not in (2, 4) else part.upper() if len(part) == 2 else part.title()
        )
    return "-".join(written)


def _hours(value: object) -> object:
    mend = "Write a number with m, h or d, between 5m and 366d, as `12h` or `1d`"
    found = _CADENCE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise _wrong(f"`{value}` is no span of time", mend)
    hours = float(found[1]) * _HOURS[found[2]]
    if not LEAST_HOURS <= hours <= MOST_HOURS:
        raise _wrong(f"`{value}` is too short or too long", mend)
    return hours


def _several(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _some(value: object) -> object:
    # Checked before the items are: pydantic would call a list of one faulty item too short as well.
    if value == []:
        raise _wrong("nothing is listed", "List at least one under it")
    return value


def _as_source(value: object) -> object:
    return {"url": value} if isinstance(value, str) else value


Words = Annotated[str, Field(max_length=200), AfterValidator(_words)]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_words)]
Selectors = Annotated[tuple[Annotated[str, AfterValidator(_selector)], ...], BeforeValidator(_several)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceForm(_Form):
    url: Annotated[str, AfterValidator(_address)]
    select: Selectors = ()
    remove: Selectors = ()
    render: Render = Render.AUTO


class DocumentForm(_Form):
    type: Annotated[str, AfterValidator(_words), AfterValidator(_type)]
    name: Words = ""
    audience: Words = "everyone"
    jurisdiction: Words = ""
    language: Annotated[str, AfterValidator(_language)] = "en"
    tier: Words = ""
    cadence: Annotated[float, BeforeValidator(_hours)] = CADENCE_HOURS
    verified: bool = True
    note: Annotated[str, Field(max_length=2000), AfterValidator(_words)] = ""
    sources: Annotated[
        tuple[Annotated[SourceForm, BeforeValidator(_as_source)], ...],
        Field(max_length=200),
        BeforeValidator(_several),
        BeforeValidator(_some),
    ]


class PlatformForm(_Form):
    platform: Name
    company: Words = ""
    group: Words = ""
    documents: Annotated[tuple[DocumentForm, ...], Field(max_length=500), BeforeValidator(_some)]


_FORMS: dict[tuple[str, ...], type[_Form]] = {
    (): PlatformForm,
    ("documents",): DocumentForm,
    ("documents", "sources"): SourceForm,
}


def explained(error: ErrorDetails) -> tuple[str, str]:
    """The reason and the mend of one thing that pydantic found wrong, in words for the file's author."""
    place = error["loc"]
    key = str(place[-1]) if place else "the file"
    names = tuple(str(step) for step in place if isinstance(step, str))
    kind, context = error["type"], error.get("ctx", {})
    if kind == "declaration":
        return f"`{names[-1]}`: {context['reason']}", str(context["mend"])
    if kind == "missing":
        return f"`{key}` is missing", f"Add a line `{key}: ...` with its value"
    if kind == "extra_forbidden":
        known = tuple(_FORMS[names[:-1]].model_fields)
        near = difflib.get_close_matches(key.lower(), known, n=1, cutoff=0.6)
        return (
            f"`{key}` is no known key",
            f"Did you mean `{near[0]}`?" if near else "Known keys: " + ", ".join(known),
        )
    if kind == "enum":
        return f"`{names[-1]}` is `{error['input']}`", f"Choose {context['expected']}"
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return f"{_called(names)} is no set of keys", "Write `key: value` lines, as the other declarations do"
    return f"{_called(names)}: {error['msg'][:1].lower()}{error['msg'][1:]}", "Correct or remove that value"


def _called(names: tuple[str, ...]) -> str:
    return f"`{names[-1]}`" if names else "the file"
