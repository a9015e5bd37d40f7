"""Finds the examples in ``snippets/``, runs them as they are printed, and compares."""
