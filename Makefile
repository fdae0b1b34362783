# Every target sets itself up: a Python >= 3.11 with pip is all that must be there.
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := $(UV) run --frozen --no-sync
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE ?= copy
ARGS ?=

.PHONY: help setup setup-browser setup-peers demo run test check evals bench train screenshots fuzz-api format lock catalogue docs clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/'

.uv/bin/uv:
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --target .uv 'uv>=0.9'

setup: $(filter .uv/bin/uv,$(UV)) ## virtual environment with the locked dependencies
	@$(UV) sync --frozen --quiet --python $(PYTHON)

setup-browser: setup ## a Chromium for the browser tests
	@$(RUN) python tests/chromium.py

demo: setup ## the main job end to end on fictional platforms (ARGS=--once exits)
	@$(RUN) clausewatch demo $(ARGS)

run: setup ## watch the real catalogue
	@$(RUN) clausewatch run $(ARGS)

setup-peers: setup ## tools of others that read our evidence packs in the tests (py-wacz, replayweb.page)
	@$(RUN) python tests/peers.py

test: setup-browser setup-peers ## all tests
	@$(RUN) pytest -n 2 --dist worksteal $(ARGS)

check: setup ## style, types, floors of the house, generated documents
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy
	@$(RUN) lint-imports
	@$(RUN) python docs/generate.py --check

evals: setup ## score the stages on the development data against evals/floors.json
	@$(RUN) python -m evals.run $(ARGS)

bench: setup ## time, CPU and memory
	@$(RUN) python -m benchmarks.run $(ARGS)

train: setup ## train the topic model that ships, and write its card (ARGS='--with-quotations --out FILE' for one that does not)
	@$(RUN) python -m training.topics $(ARGS)

screenshots: setup-browser ## pictures of every kind of page (ARGS='HOME' of an instance; --out FOLDER)
	@$(RUN) python -m tools.screenshots $(ARGS)

fuzz-api: setup ## schemathesis over the whole API of a small instance (ARGS='--examples 1000')
	@$(RUN) python -m tools.fuzz_api $(ARGS)

format: setup
	@$(RUN) ruff check --fix --quiet . ; $(RUN) ruff format .

catalogue: setup ## regenerate the shipped catalogue from rows (SOURCE=catalog.json)
	@$(RUN) python tools/make_catalogue.py $(SOURCE) src/clausewatch/catalog/platforms

docs: setup ## regenerate the generated documents
	@$(RUN) python docs/generate.py

lock: $(filter .uv/bin/uv,$(UV))
	@$(UV) lock

clean:
	rm -rf .venv .uv out demo-home .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
