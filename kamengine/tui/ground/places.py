"""Where the app keeps what belongs to a person on a machine, and not to the workspace: key maps, views, reports."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from platformdirs import user_config_path, user_state_path

_APP = "kam"


def keymap_file() -> Path:
    """The key map: ``keys.toml`` in the folder of settings, such as ``~/.config/kam``."""
    return user_config_path(_APP) / "keys.toml"


def memory_file(folder: Path) -> Path:
    """Where the views of a workspace are remembered; each workspace has a file of its own, by where it is."""
    return user_state_path(_APP) / "views" / f"{sha256(str(folder).encode()).hexdigest()[:32]}.json"


def copied_file() -> Path:
    """Where the text is that was copied last, for terminals that take none."""
    return user_state_path(_APP) / "copied.txt"


def reports() -> Path:
    """The folder of reports on what went wrong."""
    return user_state_path(_APP) / "reports"
