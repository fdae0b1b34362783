"""Everything readable is in the API, described with examples, and no request of a stranger breaks it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel
from schemathesis import GenerationMode
from starlette.routing import Mount
from tests.web.api_asking import ask_everything
from tests.web.api_kit import API, HOOKED, MAILED, SECRET, Whole, addresses, whole
from tests.web.small_instance import TERMS

from clausewatch.proof.checkpoint import check_proof, parse_proof
from clausewatch.proof.note import parse_key
from clausewatch.web.api.app import _FAMILIES
from clausewatch.web.api.described import examples

HERE = f"/documents/{TERMS}"


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with whole(tmp_path_factory.mktemp("whole")) as made:
        yield made


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_strangers_requests_never_break_it_and_answers_keep_to_the_description(
    on: Whole, mode: GenerationMode
) -> None:
    came = ask_everything(on, mode, 6)
    assert set(came) <= {200, 400, 404, 405, 406}
    assert sum(came.values()) > 150
    if mode is GenerationMode.POSITIVE:
        assert came[200] > 90, came


def test_every_address_answers_in_its_shape_with_a_strong_tag(on: Whole) -> None:
    shaped = _shapes(on)
    for path, address in addresses(on).items():
        answer = on.client.get(API + address)
        assert answer.status_code == 200, (address, answer.text)
        told = shaped[path].model_validate_json(answer.content, strict=True)
        assert json.loads(told.model_dump_json(by_alias=True, exclude_unset=True)) == answer.json(), path
        tag = answer.headers["etag"]
        assert tag.startswith('"')
        assert answer.headers["cache-control"] == "no-cache"
        again = on.client.get(API + address, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b""), path


def test_every_address_has_an_example_that_has_its_shape(on: Whole) -> None:
    """`python -m tools.api_examples` makes them anew."""
    shaped, shown = _shapes(on), examples()
    assert set(shown) == set(shaped)
    for path, example in shown.items():
        shaped[path].model_validate_json(json.dumps(example), strict=True)
    paths = on.get("/openapi.json")["paths"]
    for path, operations in paths.items():
        operation = operations["get"]
        assert operation["responses"]["200"]["content"]["application/json"]["example"] == shown[path]
        assert "ETag" in operation["responses"]["200"]["headers"]
        for each in operation.get("parameters", ()):
            assert each.get("description"), (path, each["name"])
            assert each["in"] != "path" or {"example", "examples"} & {*each, *each["schema"]}, (path, each)


def test_every_failure_is_described_as_problem_details(on: Whole) -> None:
    for path, operations in on.get("/openapi.json")["paths"].items():
        responses = operations["get"]["responses"]
        assert {"304", "400", "404", "405", "406", "413", "429", "500"} <= set(responses), path
        for status, response in responses.items():
            if status >= "400":
                assert set(response["content"]) == {"application/problem+json"}, (path, status)


@pytest.mark.parametrize(
    "path",
    [
        "/health",
        "/measures",
        "/review",
        "/watches",
        "/deliveries",
        f"{HERE}/diff?old=2026-01-06&new=2026-03-20",
        "/log/leaves",
        "/dates",
    ],
)
def test_pages_of_one_thing_hold_what_one_long_page_does(on: Whole, path: str) -> None:
    whole_list = on.get(path)
    assert whole_list["next"] is None
    assert len(whole_list["items"]) > (path != "/dates")
    found: list[Any] = []
    following: str | None = f"{API}{path}{'&' if '?' in path else '?'}limit=1"
    while following:
        page = on.client.get(following).json()
        assert len(page["items"]) == 1
        found += page["items"]
        following = page["next"]
    assert found == whole_list["items"]


def test_no_address_of_a_watch_and_no_secret_is_ever_told(on: Whole) -> None:
    """Neither by the watches, nor by what was delivered, whose log repeats the address, nor by their examples."""
    local, _, _host = MAILED.partition("@")
    for address in addresses(on).values():
        body = on.client.get(API + address).text
        for hidden in (MAILED, f"{local}@", HOOKED, "s3cret", "XyZzY", SECRET, SECRET[6:]):
            assert hidden not in body, (address, hidden)
    watches = {each["id"]: each for each in on.get("/watches")["items"]}
    assert watches["by-email"]["target"] == "l…@birchwood.example"
    assert watches["by-email"]["name"] == "Legal (…@birchwood.example)"
    assert watches["by-webhook"]["target"] == "https://hooks.birchwood.example/…"


def test_deliveries_are_narrowed_to_a_watch(on: Whole) -> None:
    found = on.get("/deliveries?watch=by-email")
    assert {each["watch"] for each in found["items"]} == {"by-email"}
    assert found["counts"]["given-up"] == len(on.get("/deliveries")["items"])
    assert on.client.get(f"{API}/deliveries?watch=nobody").status_code == 404


def test_a_redline_joins_to_the_words_before_and_after(on: Whole) -> None:
    for record in on.get("/changes?all=true")["items"]:
        lines = on.get(f"/changes/{record['id']}/redline")["items"]
        assert len(lines) == len(record["changes"])
        assert [each["number"] for each in lines] == list(range(len(lines)))
        for line in lines:
            texts = {
                side: "".join(each["text"] for each in line["pieces"] if each["op"] in ("same", op))
                for side, op in (("old", "deleted"), ("new", "inserted"))
            }
            same = [
                each
                for each in record["changes"]
                if ((each["old"] or ""), (each["new"] or "")) == (texts["old"], texts["new"])
            ]
            assert line["summary"] in {each["summary"] for each in same}


def test_a_diff_holds_both_texts_and_its_spans_are_their_blocks(on: Whole) -> None:
    diff = on.get(f"{HERE}/diff?old=2026-01-06&new=2026-03-20")
    assert diff["rows"] == len(diff["items"]) == sum(diff["counts"].values())
    for side, op in (("old", "deleted"), ("new", "inserted")):
        text = on.get(f"{HERE}/versions/{diff[side]}")["text"]
        for row in diff["items"]:
            if row[side] is not None:
                words = "".join(each["text"] for each in row["pieces"] if each["op"] in ("same", op))
                assert text[slice(*row[side]["span"])] == words
    changed = on.get(f"{HERE}/diff?old=2026-01-06&new=2026-03-20&changed=true")["items"]
    assert changed == [each for each in diff["items"] if each["kind"] != "same"]


def test_a_provisions_past_names_the_record_that_changed_it(on: Whole) -> None:
    past = on.get(f"{HERE}/provisions/history/history")
    (event,) = past["events"]
    assert [each["new"] for each in event["changes"]] == ["We keep your messages for 90 days."]
    assert on.get(f"/changes/{event['record']}")["class"] == event["class"] == "substantive"
    spells = {each["text"]: each["spells"] for each in past["statements"]}
    assert spells["We keep your messages for 90 days."][0]["since"] == event["observed_at"]
    assert spells["After that we delete them."][0]["since"] < event["observed_at"]


def test_the_drift_since_a_baseline_is_told(on: Whole) -> None:
    (accepted,) = on.get("/baselines")["items"]
    drift = on.get(f"/documents/{accepted['id']}/drift")
    assert drift["accepted"]["version"] == accepted["version"]
    assert "We keep your messages for 90 days." in {each["new"] for each in drift["changes"]}
    assert on.get(f"/documents/{accepted['id']}/baselines")["items"] == [accepted]
    assert on.client.get(f"{API}/documents/nettle/terms/drift").status_code == 404


def test_a_proof_of_the_api_is_checked_by_who_has_the_key_and_nothing_else(on: Whole) -> None:
    head = on.get("/log")
    for leaf in on.get("/log/leaves")["items"]:
        if leaf["kind"] in ("capture", "version", "analysis"):
            told = on.get(f"/log/proofs/{leaf['kind']}/{leaf['subject']}")
            assert told["key"] == head["key"]
            found = check_proof(parse_proof(told["proof"]), told["leaf"].encode(), parse_key(head["key"]))
            assert (found.size, found.root.hex()) == (head["size"], head["root"])
    assert on.client.get(f"{API}/log/proofs/version/none").status_code == 404
    assert on.client.get(f"{API}/log/proofs/roster/none").status_code == 404
    assert on.client.get(f"{API}/log/proofs/other/none").status_code == 400


def test_health_counts_what_it_lists(on: Whole) -> None:
    board = on.get("/health")
    for state, count in board["states"].items():
        listed = on.get(f"/health?state={state}")["items"]
        assert len(listed) == count
        assert {each["state"] for each in listed} <= {state}
    instance = on.get("/instance")
    assert instance["states"] == board["states"]
    assert instance["leaves"] == on.get("/log")["size"] > 0


def _shapes(on: Whole) -> dict[str, type[BaseModel]]:
    """The model of each answer, by path."""
    (api,) = (each.app for each in on.app.routes if isinstance(each, Mount))
    desk = api.state.desk  # type: ignore[attr-defined]
    routes = [each for family in _FAMILIES for each in family.routes(desk).routes]
    return {each.path: each.response_model for each in routes if isinstance(each, APIRoute)}
