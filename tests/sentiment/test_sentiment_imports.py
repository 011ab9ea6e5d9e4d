"""What loading the package costs."""

import subprocess
import sys
from pathlib import Path

import tracker

HEAVY = ("scipy", "pandas", "krippendorff", "sqlalchemy", "sqlmodel", "streamlit", "plotly", "pydantic", "dateparser")


def test_loading_the_index_loads_numpy_and_nothing_heavy() -> None:
    """A command that needs the index loads numpy and no other large library."""
    ask = f"import sys, tracker.sentiment; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=Path(tracker.__file__).parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
