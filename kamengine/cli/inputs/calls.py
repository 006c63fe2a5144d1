"""Calls of ``kam`` that are suggested to the user, ready to be copied."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.inputs import Inputs
from kamengine.cli.inputs.witness import fact_text
from kamengine.locale.terminal import plain

if TYPE_CHECKING:
    from kamengine.cli.inputs.asked import Asked


def explain_call(inputs: Inputs, account_id: str) -> str:
    """The call that explains an account of the same files, on one line."""
    return _over_files("explain", inputs, account_id)


def classify_call(inputs: Inputs) -> str:
    """The call that classifies the accounts of the same files, on one line."""
    return _over_files("classify", inputs)


def _over_files(command: str, inputs: Inputs, *more: str) -> str:
    options, files = list(_options(inputs)), [inputs.pack, str(inputs.accounts), *more]
    if any(word.startswith("-") for word in files):
        words = ["kam", command, *options, "--", *files]
    else:
        words = ["kam", command, *files, *options]
    return _on_one_line(words)


def call_in_workspace(context: click.Context, words: Sequence[str], asked: Asked | None) -> str:
    """A call in the workspace of this command, on one line, with what was asked of the run."""
    options = []
    if named := context.meta.get("kamengine.workspace"):
        options += ["-w", str(named)]
    if asked is not None and asked.as_of is not None:
        options += ["--as-of", asked.as_of.isoformat()]
    if asked is not None:
        options += [word for name, value in asked.sets.items() for word in ("--set", f"{name}={value}")]
    line = [*words, *options]
    if any(word.startswith("-") for word in words[2:] if not word.startswith("--")):
        line = [*words[:2], *options, "--", *words[2:]]
    return _on_one_line(line)


def witness_call(pack: str, as_of: date, facts: Mapping[str, object]) -> str:
    """The call that explains an account with these facts, on one line."""
    words = ["kam", "explain", pack, "--as-of", as_of.isoformat()]
    for name, value in facts.items():
        words += ["--fact", f"{name}={fact_text(value)}"]
    return _on_one_line(words)


def set_call(pack: str, settings: Sequence[str], start: date | None, source: str) -> str:
    """The call that writes values of parameters into a pack, on one line."""
    options = [] if start is None else ["--from", start.isoformat()]
    options.append(f"--source={source}")
    words = ["kam", "set", pack, *settings, *options]
    if pack.startswith("-"):
        words = ["kam", "set", *options, "--", pack, *settings]
    return _on_one_line(words)


def _on_one_line(words: Sequence[str]) -> str:
    """The words as a shell of this system reads them, harmless on a terminal."""
    return plain(subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words), None)


def _options(inputs: Inputs) -> Iterator[str]:
    for name, path in inputs.ledgers.items():
        yield from ("--ledger", f"{name}={path}")
    if inputs.key is not None:
        yield from ("--key", inputs.key)
    if inputs.as_of is not None:
        yield from ("--as-of", inputs.as_of.isoformat())
    for name, value in inputs.sets.items():
        yield from ("--set", f"{name}={value}")
    if inputs.allow_missing_columns:
        yield "--allow-missing-columns"
    yield from inputs.reading.words()
    if inputs.on_error != "stop":
        yield from ("--on-error", inputs.on_error)
