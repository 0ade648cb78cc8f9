# The executable documentation: every way to run the project is a target here.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: setup docs test test-slow test-faults test-outage fuzz audit lint lock crawl portals clean test-crash bench-ledger test-browser browse

setup: $(STAMP)  ## a virtual environment with the locked versions

$(STAMP): requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# Two workers per core and one more: crawls in tests mostly wait for their sites.
WORKERS := $(shell expr 1 + 2 \* $$(getconf _NPROCESSORS_ONLN))
MARKS := not browser and not slow
test: lint  ## ruff, mypy --strict, pytest
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m '$(MARKS)'

.PHONY: test-python
test-python:  ## tests that depend on the Python version, with another one: PYTHON=python3.13
	$(PYTHON) -m venv .venv-python
	.venv-python/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	.venv-python/bin/python -m pytest -q -n $(WORKERS) --dist loadfile tests/export tests/commands tests/sample \
		tests/archive tests/workers tests/ledger tests/dates tests/urls

test-slow: $(STAMP)  ## further rounds of tests that crawl whole sites (minutes)
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile -m slow

test-browser: $(STAMP)  ## the report and the browse pages in Chromium (apt-get install chromium)
	$(BIN)/pytest -q -m browser tests/browser tests/render

browse: $(STAMP)  ## search and read the articles on http://127.0.0.1:8001; ARGS="--port 8002"
	$(BIN)/scrapy browse $(ARGS)

crawl: $(STAMP)  ## the sample portal; or PORTAL=<id>, or URL=<address>; ARGS="..." goes to scrapy crawl
ifneq ($(filter command%,$(origin PORTAL)),)  # PORTAL= with nothing behind it is a mistake, not the sample
	$(BIN)/scrapy crawl portal -a portal='$(PORTAL)' $(ARGS)
else ifneq ($(filter command%,$(origin URL)),)
	$(BIN)/scrapy crawl portal -a url='$(URL)' $(ARGS)
else ifdef PORTAL
	$(BIN)/scrapy crawl portal -a portal='$(PORTAL)' $(ARGS)
else ifdef URL
	$(BIN)/scrapy crawl portal -a url='$(URL)' $(ARGS)
else
	$(BIN)/python -m crawler.sample $(ARGS)
endif

portals: $(STAMP)  ## write the registry's index, docs/portals.md and the counts in the READMEs
	$(BIN)/python -m crawler.portals.docs_table

.PHONY: merge-portals
merge-portals: $(STAMP)  ## merge a survey into the registry: ROWS=portals.csv GOVERNMENTS=governments.csv LABELS=labels.toml
	$(BIN)/python -m crawler.portals.merging --portals '$(ROWS)' --governments '$(GOVERNMENTS)' \
		$(if $(LABELS),--labels '$(LABELS)')
	$(BIN)/python -m crawler.portals.docs_table

docs: $(STAMP)  ## write docs/settings.md and docs/commands.md from the code
	$(BIN)/python -m tests.docs_pages

.PHONY: pictures
pictures: $(STAMP)  ## render the README's recording and screenshots (needs Chromium)
	$(BIN)/python -m tests.pictures

test-faults: $(STAMP)  ## 50 portals on loopback, a tenth of which misbehaves in each of twelve ways; ARGS="--postgresql"
	$(BIN)/python -m tests.faults.run $(ARGS)

.PHONY: test-sizes test-many test-values
test-sizes: $(STAMP)  ## sites with a huge sitemap, feed, page or title: articles, memory, time
	$(BIN)/python -m tests.faults.sizes $(ARGS)

test-values: $(STAMP)  ## one odd value in every place that a server fills, on both databases (minutes)
	$(BIN)/python -m tests.faults.values $(ARGS)

test-many: $(STAMP)  ## 200 portals of 50 articles: one is slow, one endless, one hostile (minutes)
	$(BIN)/python -m tests.faults.run --many $(ARGS)

test-outage: $(STAMP)  ## outages of known portals: kinds of source x outages x databases; ARGS="--sources feed"
	$(BIN)/python -m tests.outage.run $(ARGS)

fuzz: $(STAMP)  ## fuzz one parser: TARGET=extraction|dates|sitemap|feed|robots|registry|address|answer SECONDS=1200
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.lock
	$(BIN)/python -m tests.fuzz $(or $(TARGET),extraction) --seconds $(or $(SECONDS),1200)

audit: .venv-audit/.installed  ## known vulnerabilities of the locked dependencies
	@.venv-audit/bin/pip-audit --requirement requirements.lock --disable-pip --require-hashes --strict \
		--progress-spinner off --timeout 15 > .venv-audit/log 2>&1; status=$$?; tail -n 40 .venv-audit/log; \
	if grep -qiE 'could not be audited|not found on|connection|timed out|HTTPError|service' .venv-audit/log; then \
		echo "audit: the source of advisories cannot be reached or knows nothing; this is no clean bill" >&2; \
	fi; exit $$status

.venv-audit/.installed: requirements-audit.lock
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.lock
	touch $@

lock:  ## rewrite the lock files (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --extra dev --extra archive --extra parquet --extra postgres --extra cluster --extra browse --extra monitors --extra render --extra watch --extra redis --extra webhook --extra zstd pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --extra archive --extra redis --extra webhook --extra zstd --extra postgres --extra cluster --constraint requirements.lock pyproject.toml \
		-o requirements-run.lock
	echo "atheris==3.0.0" | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header - -o requirements-fuzz.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --extra bench --constraint requirements.lock pyproject.toml -o requirements-bench.lock
	echo "pip-audit==2.10.1" | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header - -o requirements-audit.lock

clean:
	rm -rf .venv .venv-audit .venv-python .mypy_cache .ruff_cache .pytest_cache .hypothesis

test-crash: $(STAMP)  ## interrupt a crawl in different ways, resume it, compare (20 rounds, minutes)
	$(BIN)/python -m tests.ledger.crash $(ARGS)

.PHONY: test-deliver
test-deliver: $(STAMP)  ## deliver to every kind of sink, killed and restarted at random; speed, lag, cost (minutes)
	$(BIN)/python -m tests.deliver.proof $(ARGS)

.PHONY: test-cluster
test-cluster: $(STAMP)  ## workers over PostgreSQL, killed at random: nothing lost, no host disturbed (minutes)
	$(BIN)/python -m tests.cluster.proof $(ARGS)

.PHONY: bench-cluster
bench-cluster: $(STAMP)  ## cost of a crawl in a cluster, and number of machines (docs/scale-out.md)
	$(BIN)/python -m bench.cluster_costs --json bench/costs.json
	$(BIN)/python -m bench.scale_out --write

.PHONY: bench-dates
bench-dates: $(STAMP)  ## speed of date parsing, compared with dateparser
	$(BIN)/python bench/dates.py

bench-ledger: $(STAMP)  ## the ledger at 1 million articles and 5 million addresses; duplicates found
	$(BIN)/python -m bench.ledger $(ARGS)
.PHONY: bench-growth
bench-growth: $(STAMP)  ## registry and report of 1,100 portals; browse pages at 1 million articles (minutes)
	$(BIN)/python -m bench.growth $(ARGS)
.PHONY: bench-writing bench-archive
bench-writing: $(STAMP)  ## writing's share of a crawl's time; ARGS="--pages 500 --rounds 3"
	$(BIN)/python -m bench.writing $(ARGS)
bench-archive: .venv/.bench  ## WARC files by one process, by all cores, and by trafilatura; ARGS="--pages 5000 --rounds 3"
	$(BIN)/python -m bench.archive $(ARGS)
.PHONY: bench-extraction
bench-extraction: .venv/.bench  ## accuracy and cost of extraction, compared with other libraries
	$(BIN)/python bench/extraction.py
.PHONY: bench-templates
bench-templates: $(STAMP)  ## cost and benefit of learned templates, portal by portal; ARGS="--only magazine"
	$(BIN)/python -m bench.templates $(ARGS)
.PHONY: bench-crawl
bench-crawl: .venv/.bench  ## pages/s, CPU and memory of a whole crawl, compared with plain Scrapy; ARGS="--pages 300 --rounds 1"
	$(BIN)/python -m bench.crawl $(ARGS)

.venv/.bench: requirements-bench.lock $(STAMP)  # the peers of the benchmarks
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	touch $@
.PHONY: bench-all
bench-all: $(STAMP)  ## portal=all over 1,100 stand-ins on loopback, most of them faulty; ARGS="--portals 200"
	$(BIN)/python -m bench.all_portals $(ARGS)
.PHONY: bench-stages
bench-stages: $(STAMP)  ## cost of extraction by stage
	$(BIN)/python -m bench.stages

.PHONY: bench-discovery
bench-discovery: $(STAMP)  ## requests and bytes of discovery, per platform; ARGS=300
	$(BIN)/python -m bench.discovery $(ARGS)
.PHONY: bench
bench: .venv/.bench  ## all benchmarks into bench/results/ (about an hour); ARGS=--quick to try
	$(BIN)/python bench/run.py $(ARGS)
