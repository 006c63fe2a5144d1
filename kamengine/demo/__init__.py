"""The demo: made accounts of two industries, the same on every machine, in a folder that the app can open."""

from __future__ import annotations

from kamengine.demo.folder import DemoFiles, DemoPortfolio, write_demo, write_demo_before

__all__ = ["DemoFiles", "DemoPortfolio", "write_demo", "write_demo_before"]
