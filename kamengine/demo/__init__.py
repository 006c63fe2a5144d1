"""The demo: made accounts of two industries, the same on every machine, in a folder that the app can open."""

from __future__ import annotations

from kamengine.demo.folder import DemoPortfolio, DemoWorkspace, write_demo

__all__ = ["DemoPortfolio", "DemoWorkspace", "write_demo"]
