"""The promise that the core is covered: branch coverage of at least 95 % in each of its parts.

pytest-cov can hold only the whole package to one number, so this reads its data after the run.
"""

from pathlib import Path

import coverage
import pytest

LEAST = 95.0
CORE = ("dates", "event", "store", "queries", "sentiment", "seeds", "exports")


def passes(config: pytest.Config) -> bool:
    """Print the coverage of each part and tell whether all keep the promise."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    shares = {part: _share(part) for part in CORE}
    words = ", ".join(f"{part} {share:.1f} %" for part, share in shares.items())
    reporter.write_line("")
    reporter.write_line(f"Branch coverage of the core: {words}.")
    low = [part for part, share in shares.items() if share < LEAST]
    if low:
        reporter.write_line(f"Below {LEAST:.0f} %: {', '.join(low)}.", red=True)
    return not low


def _share(part: str) -> float:
    measured = coverage.Coverage()
    measured.load()
    folder = Path("tracker") / part
    pattern = f"{folder}/*" if folder.is_dir() else f"{folder}.py"
    with Path("/dev/null").open("w") as nowhere:
        return measured.report(include=[pattern], file=nowhere, ignore_errors=True)
