"""Asks every operation of the API what schemathesis makes up, and holds each answer to the description."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import schemathesis
import schemathesis.checks
import schemathesis.openapi
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument, Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from tests.web.api_kit import API, Whole

# What a schema cannot say (that a text is a date, or a cursor) is refused although it is valid by the schema.
UNSAID = [schemathesis.checks.positive_data_acceptance]

_KNOWN = {
    "/compare": {"p": "birchwood,nettle", "topic": "SHARE.retention"},
    "/documents/{platform}/{document}/diff": {"old": "2026-01-06", "new": "2026-03-20"},
}
"""What must be given in a query, as the instance knows it."""
_SENT: dict[str, dict[str, Any]] = {"/watches": {"channel": "feed", "platforms": ["birchwood"]}}
"""What must be given in a body beside a name, as the instance knows it."""


def ask_everything(on: Whole, mode: GenerationMode, examples: int, under: str = "") -> dict[int, int]:
    """Asks so many cases of each operation (below the path `under`); how often each status came. What breaks a promise raises.

    Of valid requests three in four name what the instance has: else hardly one would be answered with more than 404.
    """
    headers = {"Authorization": f"Bearer {on.token}"} if on.token else {}
    schema = schemathesis.openapi.from_asgi(f"{API}/openapi.json", on.app, headers=headers)
    # A token that is made up is refused, whatever else is asked.
    schema.config.generation.update(with_security_parameters=not on.token)
    came: dict[int, int] = {}
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if not operation.path.startswith(under):
            continue
        try:
            strategy = operation.as_strategy(generation_mode=mode)
        except InvalidArgument:
            continue

        @seed(20261126)
        @settings(
            max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        @given(case=strategy, pick=st.integers(0, 15))
        def ask(case: Case[Any], pick: int) -> None:
            if mode is GenerationMode.POSITIVE and pick % 4:
                for name in case.path_parameters:
                    known = on.names[name]
                    case.path_parameters[name] = known[pick // 4 % len(known)]
                case.query.update(_KNOWN.get(case.operation.path, {}))
                if isinstance(case.body, dict) and case.operation.path in _SENT:
                    case.body = {"name": case.body["name"], **_SENT[case.operation.path]}
            answer = case.call_and_validate(excluded_checks=UNSAID, headers=headers)
            came[answer.status_code] = came.get(answer.status_code, 0) + 1

        # Some operations take nothing that could be given wrongly.
        with suppress(Unsatisfiable):
            ask()
    return came
