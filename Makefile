# `make check` is what .ci/run does. Every target works in a fresh clone where uv is installed.
.PHONY: check format style types borders test long documents constraints

check: style types borders test

format:
	uv run ruff format
	uv run ruff check --fix

style:
	uv run ruff format --check
	uv run ruff check

types:
	uv run mypy

borders:
	uv run lint-imports

test:
	uv run pytest

long:
	uv run pytest -m long

documents: # pages of docs/ written from data and code, whole or in their places
	uv run python -m docs.generate

constraints: # constraints.txt for pip users, from the pins in pyproject.toml
	uv run python tests/architecture/test_pins.py > constraints.txt.new && mv constraints.txt.new constraints.txt
