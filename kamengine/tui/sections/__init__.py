"""The parts of an account's dossier as lines of text, for any width."""
