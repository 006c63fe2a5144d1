"""The built-in plugin `telecom`."""
