"""The line that was typed: commands and their verbs, options, help pages, the language, and what is wrong."""
