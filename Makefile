# Thin names over the tools. `make serve` and `make test` are all that a reader of the README needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The built site as the tests want it: made anew when something that it is made of has changed.
SITE := site/.built
PARTS := docs snippets $(addprefix tests/,etm_mock etm_docs)
PARTS := $(shell find $(PARTS) -name __pycache__ -prune -o -print) mkdocs.yml requirements.txt \
  $(wildcard .git/logs/HEAD)

LIGHTHOUSE := 13.5.0
AXE := 4.14.1
PROSE := .cache/prose/node_modules
TEXTLINT := $(BIN)/node $(PROSE)/.bin/textlint --rules-base-directory $(CURDIR)/$(PROSE) \
  --format compact

export NO_MKDOCS_2_WARNING := 1
# Where it is set, each of the many Python processes of a run compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: serve preview test lint build update audit mutate mutate-rules live repeat thorough soak clients pythons workflows links sheet bench pin clean

serve: $(READY)
	$(BIN)/mkdocs serve --livereload

# Reloads faster, and differs in what tests/test_site/test_zensical.py lists.
preview: $(READY)
	$(BIN)/zensical serve

# `make test BROWSER=` leaves out the tests in a browser.
BROWSER := yes
test:
	@$(MAKE) --no-print-directory -j2 lint $(SITE)
	SITE_DIR=$(CURDIR)/site $(BIN)/pytest $(if $(BROWSER),,-m "not browser") -n logical --dist worksteal

lint: $(READY) $(PROSE)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check tests
	$(BIN)/mypy
	$(BIN)/codespell docs README.md snippets tests
	$(BIN)/shellcheck --shell=bash snippets/*/curl.sh tests/etm_docs/proofs/live/open-issue.sh .ci/run
	$(BIN)/zizmor --offline --quiet .github
	$(TEXTLINT) README.md 'docs/**/*.md' 'snippets/tables/e*.md'
	@# It also ends well when it finds no rules.
	! echo 'Log in.' | $(TEXTLINT) --stdin --stdin-filename x.md >/dev/null

# The linter for prose: .prh.yml says how each thing is called.
$(PROSE): Makefile $(READY)
	$(BIN)/npm install --loglevel=error --no-audit --no-fund --prefix .cache/prose \
	  textlint@15.8.0 textlint-rule-prh@6.1.0
	touch $@

build: $(READY)
	rm -f $(SITE)
	$(BIN)/mkdocs build --strict

$(SITE): $(READY) $(PARTS)
	$(BIN)/mkdocs build --strict
	touch $@

# Rewrite what is printed (outputs, answers, tables, notebooks) from a run; look at the diff.
update: $(READY)
	$(BIN)/pytest tests/test_openapi/test_examples.py tests/test_examples tests/test_recordings/test_notes.py \
	  --update-examples -p no:randomly -q

# What a reader or a user of the mock feels: a press of Run, a reload, requests a second beside Prism.
bench: build
	$(BIN)/python -m etm_docs.proofs.bench.run_on_page
	$(BIN)/python -m etm_docs.proofs.bench.reload
	$(BIN)/npm install --loglevel=error --no-audit --no-fund --prefix .cache/bench \
	  @stoplight/prism-cli autocannon
	$(BIN)/python -m etm_docs.proofs.bench.throughput

# Lighthouse and axe-core on every page of the built site, a row for each.
audit: build
	$(BIN)/npm install --loglevel=error --no-audit --no-fund --prefix .cache/audit \
	  lighthouse@$(LIGHTHOUSE) axe-core@$(AXE)
	$(BIN)/python -m etm_docs.proofs.audit

# Break the mock and the docs in turn, and name what no check notices; takes minutes. Of the ways to
# break the docs it draws some; `make mutate SIZE=10000` tries them all.
SIZE := 150
mutate: $(READY)
	$(BIN)/python -m etm_docs.proofs.mutation --size $(SIZE) $(FAULTS)

# Change a character of the mock's rules, CHANGES times, and name what its own tests don't notice.
CHANGES := 100
SEED := 1
mutate-rules: $(READY)
	$(BIN)/python -m etm_docs.proofs.mutation.rules --size $(CHANGES) --seed $(SEED)

# Compare the real service with what is described; needs your own ETM_API_TOKEN.
live: $(READY)
	$(BIN)/python -m etm_docs.proofs.live

# The examples N times, each time in another order and in other surroundings.
N := 50
repeat: $(READY)
	$(BIN)/python -m etm_docs.proofs.repeat $(N)

# Many more random requests than `make test` sends, and more rounds to see a leak; takes minutes.
thorough: $(READY)
	$(BIN)/pytest --thorough -n logical tests/test_openapi tests/test_robustness

# What generators make of the OpenAPI description, and the collections of requests, on the mock;
# needs Java.
CLIENTS := .cache/clients
clients: $(READY)
	$(PYTHON) -m venv $(CLIENTS)
	$(CLIENTS)/bin/pip install --quiet --disable-pip-version-check \
	  openapi-generator-cli==7.26.0 openapi-python-client==0.29.1 ruff \
	  lazy-imports pydantic python-dateutil urllib3
	$(BIN)/npm install --loglevel=error --no-audit --no-fund --prefix $(CLIENTS) \
	  newman@6.2.2 @usebruno/cli@4.1.0 axios@1.21.1 @stoplight/prism-cli@5.16.0 \
	  openapi-typescript@7.13.0 openapi-fetch@0.17.0 typescript@5.9.3 @types/node@24
	$(BIN)/pytest tests/test_clients/test_generated.py tests/test_clients/test_collections.py \
	  tests/test_clients/test_clients.py

# The package with the oldest dependencies that it takes, on each Python that uv finds (CI has to
# have them all): no warnings.
PYTHONS := 3.11 3.12 3.13 3.14
pythons: $(READY)
	for version in $(PYTHONS); do \
	  $(BIN)/uv python find --quiet --no-python-downloads $$version >/dev/null 2>&1 \
	    || { echo "No Python $$version: left out"; test -z "$$CI" || exit 1; continue; }; \
	  folder=.cache/pythons/$$version; \
	  $(BIN)/uv venv --quiet --clear --no-python-downloads --python $$version $$folder \
	    && $(BIN)/uv pip install --quiet --python $$folder --resolution lowest-direct --editable . \
	    && $(BIN)/uv pip install --quiet --python $$folder pytest || exit 1; \
	done
	$(BIN)/pytest tests/test_package/test_warnings.py

# The steps of GitHub's workflows as a runner would take them; JOBS="ci/test" for some of them.
workflows: $(READY)
	$(BIN)/python -m etm_docs.proofs.workflows $(JOBS)

# A mixed load, faults and broken clients for so many minutes: prints figures each minute.
MINUTES := 30
soak: $(READY)
	$(BIN)/pytest --soak $(MINUTES) tests/test_robustness/test_soak.py

# The links to other sites; `make links CHECK=--check` asks for each.
links: build
	$(BIN)/python -m etm_docs.proofs.audit.links $(CHECK)

# The pictures of the README.
sheet: build
	$(BIN)/python -m etm_docs.proofs.audit.contact_sheet

pin: $(READY)
	$(BIN)/uv pip compile pyproject.toml --group build --group site --group examples \
	  --group test --group lint --group pin --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-emit-index-url --no-annotate --quiet \
	  --custom-compile-command "make pin" --output-file requirements.txt

clean:
	rm -rf $(VENV) site .cache .pytest_cache .mypy_cache .ruff_cache

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or \
	  sys.exit("Python 3.11 or later is needed; set PYTHON=python3.x")'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --no-build-isolation --editable .
	@# The browser tests use the machine's Chromium or Chrome; where there is none, Playwright's.
	$(BIN)/python -c 'import sys; from etm_docs.proofs.audit import chromium; sys.exit(not chromium.path())' \
	  || $(BIN)/playwright install chromium \
	  || echo "No Chromium: the browser tests will fail until you install it."
	touch $@
