# The three commands a newcomer needs: make run, make dev, make test. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
export PORT
# What Python compiled is kept, also where the environment says otherwise: the processes of a test set start three times as fast.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
STATIC := src/skillsnet/web/static/build
INSTALLED := $(VENV)/.installed
BENCH_INSTALLED := $(VENV)/.bench-installed
DOCS_INSTALLED := $(VENV)/.docs-installed
ISLAND := $(STATIC)/.built
MESSAGES := $(VENV)/.messages
ISLAND_SOURCES := $(shell find frontend -type f -not -path '*/node_modules/*' -not -path '*/generated/*' -not -path '*/bench/*' 2>/dev/null)
CATALOGUES := $(wildcard src/skillsnet/locale/*/LC_MESSAGES/django.po)

# Tests that need no browser, start no processes and do not take long; and the share of lines and branches that they reach, in per cent.
QUICK := not journey and not process and not slow
REACHED := 93
# Tests that start processes wait for them, so one more runs than there are processors.
SLOW_WORKERS = $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) + 1)")

.PHONY: help run dev setup test test-fast coverage check fix bench bench-map docs docs-serve pictures wheel clean
.DEFAULT_GOAL := help

help:
	@echo "make run     set up what is missing, then start the platform at http://127.0.0.1:$(PORT)"
	@echo "make dev     the same for who changes it: pages, styles, map and words follow each change (data-development/)"
	@echo "make test    the whole test set, in a real browser too"
	@echo "make test-fast   what needs no browser, starts no processes and does not take long"
	@echo "make coverage   the tests without the browser once more, with the lines and branches that they reach"
	@echo "make setup   everything but starting"
	@echo "make check   read-only checks: format, lint, types, layers, order inside apps, sizes, migrations, locks, licences, translations, island"
	@echo "make fix     format and repair what can be repaired"
	@echo "make bench   figures, beside their peers"
	@echo "make bench-map   the map in a browser, beside its peers"
	@echo "make docs    the documentation as a site in site/, each link checked"
	@echo "make docs-serve   the same at http://127.0.0.1:8001, built again while you write"
	@echo "make pictures   take the pictures of the documentation again, in a browser"
	@echo "make wheel   dist/: a wheel with the built island, what it needs pinned by hash, and its bill of materials"

run: setup
	@exec $(BIN)/skillsnet run --port $(PORT)

dev: $(INSTALLED) $(MESSAGES)
	@exec $(BIN)/python -m tools.dev $(PORT)

setup: $(INSTALLED) $(ISLAND) $(MESSAGES)

$(INSTALLED): requirements/dev.lock requirements/installer.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.lock
	@$(UV) pip install --quiet --require-hashes -r requirements/dev.lock
	@$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(ISLAND): $(INSTALLED) $(ISLAND_SOURCES)
	@$(BIN)/python tools/island.py build
	@touch $@

$(MESSAGES): $(INSTALLED) $(CATALOGUES)
	@$(BIN)/python tools/translations.py compile
	@touch $@

test: setup
	@$(BIN)/python tools/island.py test
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "$(QUICK) and not limits" --cov --cov-report= --cov-fail-under=$(REACHED)
	@$(BIN)/python -m pytest -n $(SLOW_WORKERS) --dist loadfile -m "not journey and (slow or process or limits)"
	@SKILLSNET_BROWSER="$$($(BIN)/python tools/browser.py)" $(BIN)/python -m pytest -n auto --dist loadfile -m journey

test-fast: setup
	@$(BIN)/python -m pytest -m "$(QUICK) and not medium" --hypothesis-profile=few

# The processes that tests start are counted too, the sandbox among them.
coverage: setup
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "not journey and not limits" --cov --cov-report=term

check: setup
	@$(BIN)/ruff format --check --quiet . || (echo "make fix formats these files"; exit 1)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >/dev/null || $(BIN)/lint-imports --no-cache
	@$(BIN)/python tools/check_foreign_keys.py
	@$(BIN)/python tools/check_order.py
	@$(BIN)/python tools/check_sizes.py
	@data=$$(mktemp -d); trap 'rm -rf "$$data"' EXIT; SKILLSNET_DATA=$$data $(BIN)/skillsnet makemigrations --check --dry-run
	@$(BIN)/python -m tools.check_locks
	@$(BIN)/python -m tools.licences check
	@$(BIN)/python tools/translations.py check
	@$(BIN)/python tools/contract.py check
	@$(BIN)/python tools/island.py check

fix: setup
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/python tools/island.py fix
	@$(BIN)/python tools/translations.py update

bench: setup $(BENCH_INSTALLED)
	@$(BIN)/python -m benchmarks

$(BENCH_INSTALLED): $(INSTALLED) requirements/bench.lock
	@$(UV) pip install --quiet --require-hashes -r requirements/bench.lock
	@touch $@

bench-map: setup
	@$(BIN)/python -m benchmarks.map_island $(OPTIONS)

docs: $(DOCS_INSTALLED)
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

docs-serve: $(DOCS_INSTALLED)
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve --dev-addr 127.0.0.1:8001

$(DOCS_INSTALLED): $(INSTALLED) requirements/docs.lock
	@$(UV) pip install --quiet --require-hashes -r requirements/docs.lock
	@touch $@

pictures: setup
	@SKILLSNET_PICTURES=docs/pictures SKILLSNET_BROWSER="$$($(BIN)/python tools/browser.py)" $(BIN)/python -m pytest -q -m journey tests/journeys/test_pictures.py

wheel: setup
	@rm -rf dist
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist .
	@cp requirements/run.lock dist/requirements.txt
	@$(BIN)/python -m tools.sbom dist/sbom.json

clean:
	rm -rf $(VENV) $(STATIC) frontend/node_modules dist site
