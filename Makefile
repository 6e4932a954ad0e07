SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check -qq
WORKERS ?= 2
# A browser waits more than it computes.
BROWSERS ?= 3
CATALOGUES := $(shell find manyi -name '*.po' 2>/dev/null)

# Checks and tests keep their keys and files apart from the data of `make run`.
lint types translations unit unit-postgres browser: export MANYI_HOME := $(CURDIR)/$(VENV)/test-home

.PHONY: help install run test lint types imports translations unit unit-postgres browser messages fmt lock clean

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

install: $(VENV)/.base $(VENV)/.messages $(VENV)/bin/manyi ## Make the environment and install what Manyi runs on

run: install ## Start Manyi with the sample company
	@exec $(PY) -m manyi demo

test: $(VENV)/.dev install ## Check and test everything
	@scripts/install_test_system.sh
	@$(MAKE) types & for part in lint imports translations; do echo "── $$part"; $(MAKE) $$part; done; \
	  echo "── types"; wait $$!
	@for part in unit unit-postgres browser; do \
	  echo "── $$part"; $(MAKE) $$part; \
	done

lint: $(VENV)/.dev install ## Style, house rules, licences, missing migrations
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --check --quiet . || { echo "Run 'make fmt'."; exit 1; }
	@$(PY) scripts/check_house.py
	@$(PY) scripts/check_licences.py
	@$(PY) scripts/make_docs.py --check
	@DJANGO_SETTINGS_MODULE=manyi.settings $(PY) -m django makemigrations --check --dry-run -v 1

types: $(VENV)/.dev ## Check types
	@$(VENV)/bin/mypy --no-error-summary manyi scripts bench

imports: $(VENV)/.dev ## Check that tiers import only downward
	@report=$$($(VENV)/bin/lint-imports --no-logo --no-cache) || { echo "$$report"; exit 1; }

translations: install ## Check that every text has its Chinese
	@$(PY) scripts/check_messages.py

unit: $(VENV)/.dev install ## Test on SQLite
	@$(VENV)/bin/pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder -m "not browser"

unit-postgres: $(VENV)/.dev install ## Test on a throw-away PostgreSQL
	@scripts/with_postgres.sh $(VENV)/bin/pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder -m "not browser"

browser: $(VENV)/.dev install ## Test in Chromium
	@$(VENV)/bin/pytest -n $(BROWSERS) --dist loadscope --no-loadscope-reorder -m browser

messages: $(VENV)/.base ## Bring the catalogues up to the texts in the code (APP=… for one)
	@$(PY) scripts/update_messages.py $(APP)

fmt: $(VENV)/.dev ## Format the code
	@$(VENV)/bin/ruff check --quiet --fix . || true
	@$(VENV)/bin/ruff format --quiet .

lock: $(VENV)/.base ## Choose the newest allowed versions anew
	@$(PIP) install uv
	@cd requirements && for set in base dev; do \
	  ../$(VENV)/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-header --annotation-style line $$set.in -o $$set.txt; \
	done

clean: ## Remove the environment and caches
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@scripts/make_venv.sh $(VENV)

$(VENV)/.base: requirements/base.txt | $(VENV)/bin/python
	@echo "Installing what Manyi runs on …"
	@$(PIP) install --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/.base
	@echo "Installing what the checks and tests need …"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/bin/manyi: | $(VENV)/bin/python
	@printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s" -m manyi "$$@"\n' "$(CURDIR)" "$(CURDIR)/$(PY)" >$@
	@chmod +x $@

$(VENV)/.messages: $(CATALOGUES) | $(VENV)/.base
	@$(PY) scripts/compile_messages.py
	@touch $@
