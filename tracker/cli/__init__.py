"""The command line: the same functions as the dashboard, one command each."""

from tracker.cli.program import main

__all__ = ["main"]
