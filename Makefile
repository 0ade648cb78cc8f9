# The executable documentation: every way to run the project is a target here.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: setup test test-faults lint lock crawl portals clean test-crash bench-ledger

setup: $(STAMP)  ## a virtual environment with the locked versions

$(STAMP): requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint  ## ruff, mypy --strict, pytest
	$(BIN)/pytest -q -n auto

crawl: $(STAMP)  ## the sample portal; or PORTAL=<id>, or URL=<address>; ARGS="..." goes to scrapy crawl
ifdef PORTAL
	$(BIN)/scrapy crawl portal -a portal='$(PORTAL)' $(ARGS)
else ifdef URL
	$(BIN)/scrapy crawl portal -a url='$(URL)' $(ARGS)
else
	$(BIN)/python -m crawler.sample $(ARGS)
endif

portals: $(STAMP)  ## write docs/portals.md from the registry
	$(BIN)/python -m crawler.portals.table

test-faults: $(STAMP)  ## 50 portals on loopback of which half misbehave; ARGS="--portals 64"
	$(BIN)/python -m tests.faults.run $(ARGS)

lock:  ## write requirements.lock anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --extra dev --extra archive --extra parquet --extra postgres pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

test-crash: $(STAMP)  ## stop a crawl in every way that happens, resume it, compare (20 rounds, minutes)
	$(BIN)/python -m tests.ledger.crash $(ARGS)
