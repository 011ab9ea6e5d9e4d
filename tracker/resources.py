"""Where the files that travel with the program are: inside the installed wheel, or at the top of the repository."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_BUNDLED = _PACKAGE / "bundled"
_REPOSITORY = _PACKAGE.parent


def is_installed() -> bool:
    """Tell whether the program runs from a built wheel instead of a checkout."""
    return _BUNDLED.is_dir()


def migrations_folder() -> Path:
    """Return the folder with Alembic's env.py and versions."""
    return _BUNDLED / "migrations" if is_installed() else _REPOSITORY / "db" / "migrations"


def seeds_folder() -> Path:
    """Return the folder with the curated record."""
    return _BUNDLED / "seeds" if is_installed() else _REPOSITORY / "seeds"


def releases_folder() -> Path:
    """Return the folder with the series as they were published."""
    return seeds_folder() / "releases"


def dashboard_file() -> Path:
    """Return the entry script of the Streamlit app."""
    return _BUNDLED / "dashboard.py" if is_installed() else _REPOSITORY / "dashboard.py"


def favicon_file() -> Path:
    """Return the picture that browsers show on the page's tab."""
    return _PACKAGE / "web" / "favicon.svg"


def repository_folder() -> Path:
    """Return the checkout's top folder; meaningful only where ``is_installed()`` is false."""
    return _REPOSITORY


def room_file() -> Path:
    """Return the script that fits a chart to the width that it is shown at."""
    return _PACKAGE / "web" / "plot" / "assets" / "room.js"


def plotly_file() -> Path:
    """Return the part of Plotly's JavaScript that charts need, one file under its own licence beside it."""
    (found,) = (_PACKAGE / "web" / "plot" / "assets").glob("plotly-*.min.js")
    return found
