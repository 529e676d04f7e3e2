# normtext: `make demo` shows the main job, `make test` tests everything. `make help` lists the rest.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
FILE ?=

SOURCES := setup.py pyproject.toml normtext/_version.py $(wildcard normtext/*.pyx normtext/*.pxd normtext/*.pxi normtext/*.h)

.DEFAULT_GOAL := help
.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*\#\# .*/\1/p' $(MAKEFILE_LIST)) test-cython test-python asan-quick leaks-quick

help:
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "normtext needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --upgrade 'pip>=25.1'

$(VENV)/.built: $(SOURCES) | $(BIN)/python
	$(BIN)/python -m pip install -qq --editable .
	@$(BIN)/python -c 'import normtext; from normtext import _core; normtext.BACKEND == "cython" or \
	    print("normtext: WARNING: running on the slow pure-Python backend:", _core.BACKEND_REASON)'
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -qq --group dev
	@touch $@

demo: $(VENV)/.built ## clean the sample documents (or FILE=your.txt) and show every change
	@$(BIN)/python build_tools/demo.py $(if $(FILE),"$(FILE)")

test: $(VENV)/.built $(VENV)/.dev ## run every test on both backends
	@$(MAKE) --no-print-directory test-cython test-python

# As many tests at once as there are processors.
test-cython test-python: test-%: $(VENV)/.built $(VENV)/.dev
	NORMTEXT_BACKEND=$* $(BIN)/python -m pytest -q --numprocesses auto --dist worksteal

variants: $(VENV)/.built $(VENV)/.dev ## run the tests of words and sentences under the other vector variants of this CPU
	for cpu in $$($(BIN)/python -c 'from normtext import _fast; print(*{*_fast.CPU_VARIANTS} - {_fast.CPU})'); do \
	    echo "NORMTEXT_CPU=$$cpu"; \
	    HYPOTHESIS_PROFILE=short NORMTEXT_BACKEND=cython NORMTEXT_CPU=$$cpu $(BIN)/python -m pytest -q tests/test_agreement.py \
	        tests/test_conformance.py tests/test_words.py tests/test_sentences.py tests/test_spans.py || exit; \
	done

$(VENV)/.frames: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -qq --group frames
	@touch $@

test-frames: $(VENV)/.built $(VENV)/.dev $(VENV)/.frames ## test the ways in from data frames (downloads 150 MB)
	NORMTEXT_LARGE=1 $(BIN)/python -m pytest -q tests/test_batch.py tests/test_adapters.py tests/test_documentation.py

$(VENV)/.spark: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -qq --group spark
	@touch $@

test-spark: $(VENV)/.built $(VENV)/.dev $(VENV)/.spark ## test on Spark (Java 17; downloads 500 MB)
	@java -version >/dev/null 2>&1 || { echo "Spark needs Java 17: apt-get install openjdk-17-jre-headless" >&2; exit 2; }
	NORMTEXT_SPARK=1 $(BIN)/python -m pytest -q tests/test_adapters_spark.py
	NORMTEXT_SPARK=1 $(BIN)/python -m pytest -q tests/test_documentation.py -k pipelines

lint: $(VENV)/.dev ## check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.dev ## put the format right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.built $(VENV)/.dev ## check the types of the package
	$(BIN)/mypy

package: $(VENV)/.dev ## build sdist and wheels, check them, and try them outside the checkout
	PYTHON=$(BIN)/python build_tools/package.sh

$(VENV)/.peers: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -qq --group peers || echo "some peers cannot be installed here: they will be missing from the table"
	$(BIN)/python -m pip install -qq --group icu || echo "PyICU needs libicu-dev and pkg-config: it will be missing from the table"
	@touch $@

bench-quick: $(VENV)/.built $(VENV)/.dev $(VENV)/.peers ## compare speed with peers, briefly
	$(BIN)/python -m benchmarks --quick

regression: $(VENV)/.built $(VENV)/.dev ## fail where a kernel or job is slower than in the commit before
	$(BIN)/python -m benchmarks.regression --self-test 1 --rounds 9

bench: $(VENV)/.built $(VENV)/.dev $(VENV)/.peers ## compare speed with peers in full; renew the README's table
	$(BIN)/python -m benchmarks --save

hostile: $(VENV)/.built $(VENV)/.dev ## time and memory of every function on hostile texts; renew docs/resources.md
	$(BIN)/python -m benchmarks.hostile --save

verify-data: $(VENV)/.built ## fetch the inputs by digest, regenerate the data and compare
	$(BIN)/python -m build_tools.verify_data

asan: $(VENV)/.dev ## run the tests under AddressSanitizer and UBSan
	PYTHON=$(BIN)/python build_tools/asan.sh

# Those that call the kernels with every kind of text.
KERNEL_TESTS := $(addprefix tests/test_,agreement.py words.py sentences.py spans.py conformance.py \
    normalize.py lexicon.py typos.py boilerplate.py records.py site_model.py untrusted_files.py threads.py seeds.py)
asan-quick: $(VENV)/.dev
	ASAN_PROFILE=short PYTHON=$(BIN)/python build_tools/asan.sh -m 'not exhaustive' $(KERNEL_TESTS)

audit: $(BIN)/python ## look up what normtext depends on among the advisories of PyPI
	$(BIN)/python -m pip install -qq --group audit
	$(BIN)/pip-audit --progress-spinner off .

CALLS ?= 1000000
leaks: $(VENV)/.built ## see that a million calls grow memory by nothing
	$(BIN)/python -m build_tools.leaks $(CALLS)
leaks-quick: $(VENV)/.built
	$(BIN)/python -m build_tools.leaks 60000

$(VENV)/.fuzz: pyproject.toml $(VENV)/.dev
	$(BIN)/python -m pip install -qq --group fuzz || echo "atheris cannot be installed here"
	@touch $@

SECONDS_IN_ALL ?= 60
fuzz: $(VENV)/.fuzz ## fuzz the kernels and the Cleaner (SECONDS_IN_ALL=60)
	PYTHON=$(BIN)/python SECONDS_IN_ALL=$(SECONDS_IN_ALL) fuzz/run.sh

clean: ## remove what was built
	rm -rf $(VENV) build dist *.egg-info normtext/*.so normtext/_fast.c normtext/_fast.html
