"""Distributions as pip would leave them, in a folder on the path, so that the real finder finds them."""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import pytest


@dataclass
class SitePackages:
    """A folder of installed distributions."""

    folder: Path
    modules: set[str] = field(default_factory=set)

    def module(self, name: str, source: str) -> None:
        (self.folder / f"{name}.py").write_text(dedent(source), encoding="utf-8")
        self.modules.add(name)

    def distribution(self, name: str, entry_points: str, metadata: str | None = None) -> None:
        """Metadata only; `entry_points` are the lines of the group, or a whole file when it has a header."""
        info = self.folder / f"{name.replace('-', '_')}-1.2.dist-info"
        info.mkdir()
        if metadata is None:
            metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n"
        (info / "METADATA").write_text(metadata, encoding="utf-8")
        text = entry_points if entry_points.startswith("[") else f"[kamengine]\n{entry_points}\n"
        (info / "entry_points.txt").write_text(text, encoding="utf-8")
        importlib.invalidate_caches()

    def plugin(self, name: str, source: str, target: str | None = None) -> None:
        """A module and a distribution ``acme-NAME`` that offers it as plugin NAME."""
        self.module(f"acme_{name}", source)
        self.distribution(f"acme-{name}", f"{name} = {target or f'acme_{name}'}")


@pytest.fixture
def site(tmp_path, monkeypatch):
    packages = SitePackages(tmp_path / "site")
    packages.folder.mkdir()
    monkeypatch.syspath_prepend(packages.folder)
    yield packages
    for module in packages.modules:
        sys.modules.pop(module, None)
    importlib.invalidate_caches()
