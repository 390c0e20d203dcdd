# Two commands set everything up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

PURE := migrate_check/domain/*,migrate_check/documents/*,migrate_check/dialects/*,migrate_check/stats/*,migrate_check/pricing/*,migrate_check/profiles/*,migrate_check/plan/*,migrate_check/observe/*,migrate_check/rules/*,migrate_check/gate/*

.PHONY: demo test check selftest detection bench corpus inventory-truth bench-inventory explore example clean

demo: $(STAMP) ## The embedded provider against a faulty gateway; prints the report's path.
	$(BIN)/migrate-check demo --out out/demo

test: check ## Lint, layers, types, then the whole suite with coverage.
	rm -f .coverage .coverage.*
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report= -q
	$(BIN)/coverage report --include='$(PURE)' --fail-under=98 --skip-covered
	$(BIN)/coverage report --format=total | sed 's/^/coverage of the whole package, branches included: /; s/$$/ %/'

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

selftest: $(STAMP) ## Every defect of the embedded gateway once, and the clean one many times.
	$(BIN)/migrate-check selftest --json out/selftest.json --html out/selftest.html

detection: $(STAMP) ## Every fault by the rule that should find it; tests run a fixed fifth of them.
	MIGRATE_CHECK_WHOLE=1 $(BIN)/python -m pytest -n auto -q tests/functional -k detection

bench: $(STAMP) ## Judging speed beside DeepDiff and orjson; start-up time.
	$(BIN)/python -m tests.bench.bench_judge
	$(BIN)/python -m tests.bench.bench_help

corpus: $(STAMP) ## Contract-rule hits on real vendors' recordings, where the recordings are present.
	$(BIN)/python -m tests.corpus.judge_vendors

inventory-truth: $(STAMP) ## What the inventory finds in the labelled sources of every language.
	$(BIN)/python -m tests.inventory.score

TREE ?=
bench-inventory: $(STAMP) ## The inventory beside grep, and beside Semgrep if installed; TREE=folder.
	$(BIN)/python -m tests.bench.bench_inventory $(TREE)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "migrate-check needs Python 3.11 or newer; call make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

explore: $(STAMP) ## Look for new counter-examples of the property tests; not repeatable.
	HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest -n auto -q tests

example: demo selftest ## Renew the examples that readers of the repository open first.
	cp out/demo/report.html reports/demo.html
	cp out/selftest.html reports/selftest.html
	-cd tests/inventory/fixtures/python && $(CURDIR)/$(BIN)/migrate-check inventory . \
	  --to tokenrouter --html $(CURDIR)/reports/inventory.html

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
