"""The dashboard as a program of its own that ends with the command that started it."""

import signal
import subprocess
from collections.abc import Mapping, Sequence
from typing import NoReturn

_PATIENCE = 5
"""Seconds that the dashboard may take to end. Each change is one transaction, so that ending it harshly loses none."""


def run_until_ended(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a program until it ends, or until this one is told to; return its exit status, 0 where it was ended."""
    with subprocess.Popen(command, env=environment) as program:  # noqa: S603 - our own program
        # Whoever ends this process by its number ends the other one with it.
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            return program.wait()
        except KeyboardInterrupt:
            _end(program)
            return 0


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _end(program: subprocess.Popen[bytes]) -> None:
    program.terminate()
    try:
        program.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        # A page that is left in just this moment can keep Streamlit's server waiting for it (seen once in some thirty).
        program.kill()
