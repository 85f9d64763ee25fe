# Two commands do all the set-up on a machine that has nothing but Python 3.11+: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# -qq: pip's own chatter about its configuration says nothing about this project
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq

.PHONY: run test check lock install install-dev clean
.DELETE_ON_ERROR:

run: install
	@$(BIN)/readout-watch demo

test: install-dev
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: install-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

# setuptools is in the lock: the editable install builds with it and asks no index for anything
$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "readout-watch needs Python 3.11 or later; name one with: make PYTHON=python3.12" >&2; exit 2; }
	@echo "Installing into $(VENV) from requirements.lock (about 150 packages, one to three minutes) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --no-deps --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "Installing what the tests need from requirements-dev.lock ..."
	@$(PIP) --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# Needs uv (pip install uv). The lock holds hashes for every platform and no registry address.
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --no-emit-index-url --generate-hashes --custom-compile-command "make lock" --quiet
lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --extra dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) var build *.egg-info
