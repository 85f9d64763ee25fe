# Two commands do all the set-up on a machine that has nothing but Python 3.11+: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# -qq: pip's own chatter about its configuration says nothing about this project
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq

.PHONY: run test check lock install clean
.DELETE_ON_ERROR:

run: install
	@$(BIN)/readout-watch demo

test: install
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: install
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache

install: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "readout-watch needs Python 3.11 or later; name one with: make PYTHON=python3.12" >&2; exit 2; }
	@echo "Installing into $(VENV) from requirements.lock (about 130 packages, one to three minutes) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --no-deps --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

# Needs uv (pip install uv). The lock holds hashes for every platform and no registry address.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --no-emit-index-url --generate-hashes --custom-compile-command "make lock" -o requirements.lock

clean:
	rm -rf $(VENV) var build *.egg-info
