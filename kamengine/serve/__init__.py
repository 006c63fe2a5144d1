"""The app in a browser on this computer, through textual-serve: behind a token that works once, on loopback only.

The library is an optional extra; this room is imported only when the app is served.
"""

from __future__ import annotations

from kamengine.serve.running import serve

__all__ = ["serve"]
