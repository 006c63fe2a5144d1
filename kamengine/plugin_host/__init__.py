"""Finds, loads, isolates and lists plugins, so that a broken one costs its own work and nothing else.

A plugin is what an entry point of the group ``kamengine`` names. `load_plugins` asks every hook of every plugin once
and keeps what came back as plain data; `PluginHost` holds it, together with a status for every candidate, loaded or
not.
"""

from __future__ import annotations

from kamengine.plugin_host.loading import installed_plugins, load_plugins
from kamengine.plugin_host.model import Contribution, PluginHost, PluginStatus

__all__ = ["Contribution", "PluginHost", "PluginStatus", "installed_plugins", "load_plugins"]
