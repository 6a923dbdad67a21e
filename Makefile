# Everything a developer types. `make help` lists it.

VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
# Which Python makes the environment; empty means the newest suitable one on this machine.
PYTHON ?=
# Arguments for pytest, such as: make test-only ARGS="tests/core -k geo"
ARGS ?=
# Arguments for the bench, such as: make bench ARGS="--initiatives 500"
WORKERS ?= 2

# `site/` is a source root, not a package: see docs/decisions/0001-foundations.md
ROOTS := PYTHONPATH=.:site
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=config.settings.test
PIP := $(PY) -m pip install -qq --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
LINTS := lint-python lint-templates lint-floors lint-types lint-migrations lint-settings
.PHONY: help start test test-only test-postgres lint $(LINTS) format bench bench-postgres demo migrations superuser clean writable

help: ## Show this list
	@echo "Drenthe voor elkaar. What you can do:"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "Another port: make start PORT=8001.  Another Python: make start PYTHON=/path/to/python3.12"

start: $(VENV)/base.stamp ## Run the site on http://localhost:8000, with demo content
	@SITE_URL="$${SITE_URL:-http://localhost:$(PORT)}" $(PY) manage.py start --port "$(PORT)"

test: lint test-only ## Check and test everything (SQLite)

test-only: $(VENV)/dev.stamp ## Run the tests without the checks: ARGS="tests/core -k geo"
	@echo "Running the tests on SQLite ..."
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

test-postgres: $(VENV)/dev.stamp ## Run the tests on a throw-away PostgreSQL
	@echo "Running the tests on PostgreSQL ..."
	@$(PY) .ci/with-postgres $(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(LINTS) ## Check style, types, templates, floors, migrations and settings (all: make -k lint)

lint-python: $(VENV)/dev.stamp
	@echo "ruff: style and layout"
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --check --quiet .

lint-templates: $(VENV)/dev.stamp
	@echo "djlint: templates"
	@$(VENV)/bin/djlint --lint --quiet templates

lint-floors: $(VENV)/dev.stamp
	@echo "import-linter: imports only go down"
	@$(ROOTS) $(VENV)/bin/lint-imports --no-logo >$(VENV)/floors.txt 2>&1 || { cat $(VENV)/floors.txt; exit 1; }

lint-types: $(VENV)/dev.stamp
	@echo "mypy: types"
	@$(VENV)/bin/mypy

# By name: columns that SQLite makes by copying a table (they have database defaults), and the move of the name of a
# source from each figure to a table of its own, which stops the editors' screens of figures for as long as it takes.
lint-migrations: $(VENV)/dev.stamp
	@echo "django: migrations"
	@$(TEST_SETTINGS) $(PY) manage.py makemigrations --check --dry-run
	@$(TEST_SETTINGS) $(PY) manage.py lintmigrations --no-cache --quiet ok ignore --ignore-initial-migrations \
	  --ignore-name 0003_hours_and_costs 0002_figures 0004_sources_only \
	  --include-apps core home initiatives stories subsidies >$(VENV)/migrations.txt || { cat $(VENV)/migrations.txt; exit 1; }

lint-settings: $(VENV)/dev.stamp
	@echo "django: system checks, here and in production"
	@$(TEST_SETTINGS) $(PY) manage.py check --fail-level WARNING
	@DJANGO_SETTINGS_MODULE=config.settings.production SITE_URL=https://www.example.org BEHIND_PROXY=1 \
	  SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))')" \
	  DATABASE_URL=postgres://site@localhost/site EMAIL_URL=dummymail:// \
	  $(PY) manage.py check --deploy --fail-level WARNING

format: $(VENV)/dev.stamp ## Lay out the Python code and sort the imports
	@$(VENV)/bin/ruff check --fix --quiet .
	@$(VENV)/bin/ruff format .

bench: $(VENV)/dev.stamp ## Measure pages, finder and figures next to a bare "hello" (15 minutes; ARGS=figures: 3)
	@$(ROOTS) $(PY) -m benchmarks $(ARGS)

bench-postgres: $(VENV)/dev.stamp ## The same on a throw-away PostgreSQL (15 minutes)
	@$(ROOTS) $(PY) .ci/with-postgres $(PY) -m benchmarks $(ARGS)

demo: $(VENV)/base.stamp ## Load the demo content again; what you changed in it is lost
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py load_demo

migrations: $(VENV)/base.stamp ## Write migrations after a change of the models
	@$(PY) manage.py makemigrations

superuser: $(VENV)/base.stamp ## Make an account that may do everything
	@$(PY) manage.py createsuperuser

clean: ## Remove the environment and the caches; the data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

# --- The environment. Stamps: only a change of the pinned packages installs again.

writable:
	@{ mkdir -p var && touch var/.writable && rm var/.writable; } 2>/dev/null || { \
	  echo "This folder cannot be written to: $(CURDIR). Copy the project to a folder of your own and try again." >&2; exit 1; }

$(PY): | writable
	@found=; old=; bare=; \
	for candidate in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python); do \
	  $$candidate -c 'pass' >/dev/null 2>&1 || continue; \
	  if ! $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then old="$$candidate"; continue; fi; \
	  if ! $$candidate -c 'import venv, ensurepip' 2>/dev/null; then bare="$$candidate"; continue; fi; \
	  found="$$candidate"; break; \
	done; \
	if [ -z "$$found" ]; then \
	  if [ -n "$$bare" ]; then echo "$$bare cannot make an environment. On Debian or Ubuntu: apt-get install python3-venv. Then try again." >&2; \
	  elif [ -n "$$old" ]; then echo "$$old is too old: the site needs Python 3.11 or newer. Install it, or point to it: make start PYTHON=/path/to/python3.11" >&2; \
	  else echo "No Python found: the site needs Python 3.11 or newer. Install it, or point to it: make start PYTHON=/path/to/python3.11" >&2; fi; \
	  exit 1; \
	fi; \
	echo "Making the environment in $(VENV) with $$($$found --version) ..."; \
	$$found -m venv --clear $(VENV) >$(CURDIR)/var/venv.log 2>&1 || { \
	  rm -rf $(VENV); \
	  echo "$$found could not make an environment (see var/venv.log). On Debian or Ubuntu: apt-get install python3-venv. Then try again." >&2; exit 1; }

$(VENV)/base.stamp: requirements/base.txt $(PY) | writable
	@echo "Installing the packages of the site; the first time this takes a minute ..."
	@$(PIP) -r requirements/base.txt || { echo "The packages could not be installed. Check your network connection and try again." >&2; exit 1; }
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/base.stamp
	@echo "Installing the packages for tests and checks; the first time this takes a minute ..."
	@$(PIP) -r requirements/dev.txt || { echo "The packages could not be installed. Check your network connection and try again." >&2; exit 1; }
	@touch $@
