"""`python -m kamengine` is the command `kam`."""

from __future__ import annotations

import sys

from kamengine.cli import main

if __name__ == "__main__":
    sys.exit(main())
