"""The import contracts of pyproject.toml hold: rooms import downwards only, plugins use public names."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import REPOSITORY

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo', '--no-cache'])"


def test_import_contracts_hold():
    done = subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS], cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
