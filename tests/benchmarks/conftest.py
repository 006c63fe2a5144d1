"""The portfolio that is measured, and how often."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.benchmarks.material import make_accounts

ACCOUNTS = int(os.environ.get("KAM_BENCHMARK_ACCOUNTS", "1000000"))
ROUNDS = int(os.environ.get("KAM_BENCHMARK_ROUNDS", "5"))
SAMPLE = 20_000


def pytest_addoption(parser: pytest.Parser) -> None:
    """The sizes; the options exist only when tests/benchmarks is named on the command line."""
    group = parser.getgroup("benchmarks")
    group.addoption("--accounts", type=int, default=ACCOUNTS, help="how many to make (else KAM_BENCHMARK_ACCOUNTS)")
    group.addoption("--rounds", type=int, default=ROUNDS, help="over all ways (else KAM_BENCHMARK_ROUNDS)")


@pytest.fixture(scope="session")
def accounts(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--accounts", ACCOUNTS))


@pytest.fixture(scope="session")
def rounds(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--rounds", ROUNDS))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, accounts: int) -> Path:
    """A folder with the accounts and the sample."""
    folder = tmp_path_factory.mktemp("benchmarks")
    make_accounts(folder, accounts, SAMPLE)
    return folder
