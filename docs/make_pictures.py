"""Take the README's pictures of the dashboard anew: ``python docs/make_pictures.py``; it needs what the tests need."""  # noqa: INP001

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.dashboard import ARGUMENTS, AT_REST, running_dashboard
from tests.support.programs import find_browser

SIZE = {"width": 1440, "height": 900}
LARGEST = 400_000
"""A picture has at most so many bytes, since every clone of the repository holds it."""


def take(browser: Browser, url: str, scheme: str) -> None:
    """Save the first screen of the dashboard in one colour scheme.

    Raises:
        ValueError: when the picture is too large to be kept in the repository.
    """
    context = browser.new_context(viewport=SIZE, color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector(".js-plotly-plot .main-svg")
    page.wait_for_selector(AT_REST)
    file = Path(__file__).with_name(f"timeline-{scheme}.png")
    page.screenshot(path=file, animations="disabled")
    context.close()
    if file.stat().st_size > LARGEST:
        raise ValueError(f"{file.name} has {file.stat().st_size:,} bytes; at most {LARGEST:,} are kept.")


def main() -> None:
    """Run the dashboard on a new database, which fills itself, and take both pictures."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        with running_dashboard(f"sqlite:///{folder / 'tracker.db'}", folder / "log") as url:
            for scheme in ("light", "dark"):
                take(browser, url, scheme)
        browser.close()


if __name__ == "__main__":
    main()
