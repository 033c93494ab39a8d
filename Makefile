# What a contributor types. `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help run demo test lint bench lock clean
PYTHON ?= python3
BIN := .venv/bin
export SHOUWEN_MODE ?= demo

.PHONY: python
python:
	@command -v $(PYTHON) >/dev/null || { echo "Shouwen needs Python 3.11 or newer: apt-get install python3 (as root)." >&2; exit 1; }

help:  ## Show this list
	@sed -n 's/^\([a-z]*\):[a-z ]*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

run demo: export SHOUWEN_LOG_LEVEL ?= warning
run: python  ## Make everything that is missing and start the demonstration department
	@$(PYTHON) tools/prepare.py run
	@$(BIN)/python tools/compile_messages.py
	@$(BIN)/shouwen migrate
	@$(BIN)/shouwen demo load
	@exec $(BIN)/shouwen run

demo: python  ## Begin the demonstration department anew
	@$(PYTHON) tools/prepare.py run
	@$(BIN)/python tools/compile_messages.py
	@$(BIN)/shouwen migrate
	@$(BIN)/shouwen demo reset --yes

# What asks no database, and the long walks that ask nothing of it that the rooms' own tests do not,
# are not done twice: whole folders here, single tests by the marker `once`, journeys in a browser
# unless several write at the same moment in them (the marker `both`).
ONCE := --ignore tests/policy --ignore tests/house/test_each_rule_is_proved.py \
	--ignore tests/house/test_pack_coverage.py --ignore tests/access/test_no_leak.py \
	--ignore tests/adoption/test_each_of_the_library.py --ignore tests/site/test_demonstrations.py -m 'not once and (not browser or both)'

# Hundreds of processes begin in one run; what the first compiled the others need not.
unexport PYTHONDONTWRITEBYTECODE

test lint: export SHOUWEN_MODE := development
test: python  ## Check everything; the last line is the tests' own summary
	@$(PYTHON) tools/prepare.py test
	@$(BIN)/python tools/debian_packages.py
	@$(BIN)/python tools/compile_messages.py
	@failed=0; \
	$(MAKE) --no-print-directory --keep-going checks || failed=1; \
	$(BIN)/python tools/with_postgres.py $(BIN)/pytest -q -n logical --maxprocesses 4 $(ONCE) || failed=1; \
	$(BIN)/pytest -q -n logical --maxprocesses 4 || failed=1; \
	exit $$failed

lint: python  ## Only style, types, imports, migrations and translations
	@$(PYTHON) tools/prepare.py test
	@$(MAKE) --no-print-directory --keep-going checks

.PHONY: checks style types imports migrations translations
checks: style types imports migrations translations
style:
	@$(BIN)/ruff check .
	@$(BIN)/python tools/house_rules.py
types:
	@$(BIN)/mypy
imports:
	@$(BIN)/lint-imports --no-logo
migrations:
	@$(BIN)/python -m django makemigrations --check --settings shouwen.site.settings
translations:
	@$(BIN)/python tools/check_translations.py

bench: python  ## Run the benchmarks; their figures are in docs/benchmarks.md
	@$(PYTHON) tools/prepare.py run
	@for each in benchmarks/*.py; do echo "== $$each"; $(BIN)/python $$each || exit 1; done

lock:  ## Write requirements/*.lock anew (needs uv)
	@tools/lock.sh

clean:  ## Remove everything that make made, except the data in var/
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
