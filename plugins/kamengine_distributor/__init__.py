"""The built-in plugin `distributor`."""
