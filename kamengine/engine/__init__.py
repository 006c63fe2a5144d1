"""The engine: a checked pack and a snapshot become one query; its results say what is certain and what is possible."""
