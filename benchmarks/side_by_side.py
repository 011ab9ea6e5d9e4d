"""The dashboard and the bare page, each on its own server, and one browser page to visit them in turn."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.dashboard import ARGUMENTS, running_dashboard, running_script
from tests.support.programs import find_browser


class Both(NamedTuple):
    """A browser page, the addresses of the dashboard and of the bare page, and a folder for files."""

    page: Page
    own_url: str
    bare_url: str
    folder: Path


@contextmanager
def side_by_side() -> Iterator[Both]:
    """Start both servers and a browser; end them with the block."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        own_url = stack.enter_context(running_dashboard(f"sqlite:///{folder / 'tracker.db'}", folder / "own.log"))
        script = Path(__file__).with_name("bare_streamlit.py")
        bare_url = stack.enter_context(running_script(script, folder / "bare.log"))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(60_000)
        yield Both(page, own_url, bare_url, folder)
        browser.close()
