# `make` sets up, builds everything and grades the sample class. `make test` sets up and runs the tests.

PYTHON ?= python3
VENV   := .venv
NNHW   := $(VENV)/bin/nnhw
PYTEST := $(VENV)/bin/python -m pytest
TAG    := py$(shell $(PYTHON) -c 'import sys; print("%d%d" % sys.version_info[:2])')
LOCK   := locks/build-$(TAG).txt
TESTS_LOCK := locks/dev-$(TAG).txt
ASSIGNMENTS := chain_rule forward_backward initialization participation trainability
GRADED := $(ASSIGNMENTS:%=graded/%)

.PHONY: all build sample test test-slow lint check golden pictures bench update clean $(GRADED)

all: build sample
	@echo
	@echo "Built:   assignments/ (what students receive), dist/ (zips to upload and to hand out)"
	@echo "Graded:  graded/NAME/report.html and grades.csv, one folder per assignment"
	@echo "Next:    open graded/forward_backward/report.html; for a class, run nnhw init FOLDER; read README.md"

build: $(VENV)/ready
	@$(NNHW) build

sample: $(GRADED)

$(GRADED): graded/%: build
	@$(NNHW) grade $* tests/sample_class/$* --out $@ --table || [ $$? = 1 ]

# On a busy machine a test of time limits may fail, so failed tests run once more, alone, and then have to pass.
ALONE := --last-failed --last-failed-no-failures none
QUICK := -m "not slow and not browser"
# `make test ROOM=judge` runs the quick tests of one room.
TESTS := $(if $(ROOM),tests/$(ROOM),tests)
test: $(VENV)/tests
	$(PYTEST) $(TESTS) $(QUICK) -n auto --dist loadfile || $(PYTEST) $(TESTS) $(QUICK) $(ALONE)

# Style, imports between rooms, types; versions are pinned in the dev extra.
lint: $(VENV)/linters
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy

$(VENV)/linters: $(VENV)/tests pyproject.toml
	$(VENV)/bin/python -m pip install --quiet -e '.[dev]'
	touch $@

# Rewrite the file of sentences that students read; review the difference before you commit it.
golden: $(VENV)/tests
	$(VENV)/bin/python tests/selftest/test_sentences.py

# Mutants and hostile submissions in every mode, fuzzing, otter run, kills, fresh Debian and Ubuntu; then the browser.
test-slow: $(VENV)/tests
	$(PYTEST) -m slow -n auto --dist loadfile || $(PYTEST) -m slow $(ALONE)
	$(PYTEST) -m browser || $(PYTEST) -m browser $(ALONE)

# The README's pictures: a graded class, a notebook's check, the lab. Needs a Chromium.
pictures: $(VENV)/tests
	$(VENV)/bin/python docs/make_pictures.py

check: $(VENV)/ready
	$(NNHW) check

bench: $(VENV)/tests
	$(VENV)/bin/python tests/benchmarks

update: $(VENV)/ready
	$(VENV)/bin/python locks/update.py

# The packages for building and grading. A Python without its own lock gets the newest versions that pyproject.toml allows.
$(VENV)/ready: pyproject.toml $(wildcard locks/build-py*.txt)
	@$(PYTHON) -c 'import sys, nnhw; sys.exit(nnhw.old_python() or 0)'
	$(PYTHON) -m venv $(VENV)
	if [ -f $(LOCK) ]; then $(VENV)/bin/python -m pip install --quiet --require-hashes --no-deps -r $(LOCK) \
	  && $(VENV)/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .; \
	else $(VENV)/bin/python -m pip install --quiet -e '.[build]'; fi
	touch $@

# Further packages for tests: a browser's driver, JupyterLab, oracles.
$(VENV)/tests: $(VENV)/ready $(wildcard locks/dev-py*.txt)
	if [ -f $(TESTS_LOCK) ]; then $(VENV)/bin/python -m pip install --quiet --require-hashes --no-deps -r $(TESTS_LOCK); \
	else $(VENV)/bin/python -m pip install --quiet -e '.[build,test]'; fi
	touch $@

clean:
	rm -rf $(VENV) dist graded build
