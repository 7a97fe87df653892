# The two commands that matter are `make demo` and `make test`; README.md tells more.
PORT ?= 8000
PYTHON ?=
export PORT PYTHON

MANAGE = .venv/bin/python manage.py
SCRIPT = python3 scripts

.PHONY: help setup demo demo-reset test test-all locks messages

help:
	@echo "make setup       prepare everything, start nothing"
	@echo "make demo        the whole product with a demo company, http://127.0.0.1:$(PORT) (PORT=)"
	@echo "make demo-reset  delete the demo company's database and files and start over"
	@echo "make test        every check and test; make test-all adds the long ones"
	@echo "make locks       write the lock files anew"
	@echo "make messages    bring the translations up to date with the sources"

setup:
	@command -v python3 >/dev/null || { echo "Python 3.11, 3.12 or 3.13 is needed and there is no python3 on PATH."; exit 1; }
	@$(SCRIPT)/setup.py

demo: setup
	@$(MANAGE) migrate -v 0
	@$(MANAGE) load_demo --if-missing
	@exec $(MANAGE) serve

demo-reset: setup
	@.venv/bin/python scripts/demo_reset.py
	@$(MAKE) --no-print-directory demo

test: setup
	@exec .venv/bin/python scripts/run_tests.py

test-all: setup
	@ARCOLLECT_TEST_LEVEL=all exec .venv/bin/python scripts/run_tests.py

locks: setup
	@$(SCRIPT)/lock.py

messages: setup
	@.venv/bin/python scripts/messages.py
