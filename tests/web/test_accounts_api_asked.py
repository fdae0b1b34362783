"""The API of an instance with accounts, of which nothing is public: no request with a token breaks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from schemathesis import GenerationMode
from tests.web.api_asking import ask_everything
from tests.web.api_kit import Whole, whole


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with whole(tmp_path_factory.mktemp("whole"), accounts=True) as made:
        yield made


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_request_breaks_it_and_answers_keep_to_the_description(on: Whole, mode: GenerationMode) -> None:
    came = ask_everything(on, mode, 1)
    assert set(came) <= {200, 201, 204, 400, 403, 404, 405, 406, 411, 422}, came
    assert sum(came.values()) > 25, came
    if mode is GenerationMode.POSITIVE:
        assert came[200] > 10, came


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_an_organisations_watches(on: Whole, mode: GenerationMode) -> None:
    came = ask_everything(on, mode, 20, "/watches")
    assert set(came) <= {200, 201, 204, 400, 403, 404, 405, 406, 411, 422}, came
    if mode is GenerationMode.POSITIVE:
        assert min(came[200], came[201], came[204]) > 0, came
    else:
        assert sum(came.values()) > 30, came
