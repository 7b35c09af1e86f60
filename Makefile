# `make run` serves the app with demonstration data; `make test` runs everything.
# Both create the environment first, so that they work on a fresh machine with Python 3.11+.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
INSTALLED := $(VENV)/.installed

.PHONY: run serve test walk check forms requirements verify-log bench pictures lock clean

run: export MARS_DEMONSTRATION = 1
run: export MARS_DATABASE := $(or $(MARS_DATABASE),$(if $(EMPTY),data/empty.duckdb,data/mars.duckdb))
run: export MARS_BASE_URL := $(or $(MARS_BASE_URL),http://localhost:$(PORT))
run: $(INSTALLED)  ## the app with demonstration data; EMPTY=1 starts it on an empty database
	$(if $(EMPTY),,$(BIN)/python -m db.demonstration)
	@echo "Open $(MARS_BASE_URL) in a browser; Ctrl+C stops."
	$(BIN)/python -m uvicorn app:app --port $(PORT) --no-access-log

serve: $(INSTALLED)  ## the app as the environment's settings say (see docs/settings.md)
	$(BIN)/python -m uvicorn app:app --port $(PORT) --no-access-log

test: $(INSTALLED) check  ## every check and every test but the walk, the browser's last
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser and not walk" --cov --cov-report=term:skip-covered
	$(BIN)/python -m pytest -m "browser and not walk"

walk: $(INSTALLED)  ## walk every mechanism in a real browser, on the demonstration data
	$(BIN)/python -m pytest -m walk --durations=0 tests/browser/walk

check: $(INSTALLED)  ## style, types, layers, the forms and the mechanisms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m forms.library
	$(BIN)/python -m scrutiny.mechanism_library

forms: $(INSTALLED)  ## check every form and every mechanism, and print what is wrong
	$(BIN)/python -m forms.library
	$(BIN)/python -m scrutiny.mechanism_library

requirements: $(INSTALLED)  ## list every requirement with what meets and proves it
	$(BIN)/python docs/make_requirements.py

verify-log: $(INSTALLED)  ## prove the audit log whole, or say which line is wrong
	$(BIN)/python -m db.audit

bench: $(INSTALLED)  ## measure speed and size, as ratios in one run
	$(BIN)/python -m bench

pictures: $(INSTALLED)  ## take the README's pictures from the running app
	$(BIN)/python docs/take_pictures.py

lock: $(INSTALLED)  ## pin what is installed now
	$(BIN)/python -m pip freeze --exclude-editable | grep -v "^mars-scrutiny" > requirements.lock

$(INSTALLED): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	touch $(INSTALLED)

clean:
	rm -rf $(VENV) data build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
