"""``kam serve`` when it does not serve; that it does is told in `tests.serve`."""

from __future__ import annotations

import socket
import sys

import pytest


@pytest.fixture
def workspace(kam):
    kam("init", "acme")
    return "acme"


def test_without_the_library_it_says_how_to_get_it(kam, workspace, monkeypatch):
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    said = kam("serve", "-w", workspace)

    assert said.status == 2 and not said.out
    assert "the library textual-serve is missing" in said.err and 'pip install "kamengine[serve]"' in said.err


def test_outside_of_a_workspace_it_says_so(kam):
    said = kam("serve")

    assert said.status == 2 and "this folder is no workspace" in said.err


@pytest.mark.parametrize("port", ["-1", "65536", "x", "8080\x1b"])
def test_a_port_is_a_number(kam, workspace, port):
    said = kam("serve", "-w", workspace, "--port", port)

    assert said.status == 2 and "--port" in said.err and "\x1b" not in said.err


def test_a_port_that_is_taken_is_named(kam, workspace):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = kam("serve", "-w", workspace, "--port", port)

    assert said.status == 2 and not said.out
    assert f"cannot listen at port {port}" in said.err and "name another one, or none" in said.err
