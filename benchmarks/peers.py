"""The peers of the timeline: pages that other people's programs draw of the same titles and dates.

The two libraries come by ``npm pack`` into a folder that git ignores; Datasette is in the dependency group ``bench``.
"""

import datetime as dt
import functools
import http.server
import json
import shutil
import sqlite3
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring import KEPT, PROGRAMS, TRACKER, record_of, run_program

from tests.support.postgres import free_port

PACKAGES = {"vis-timeline": "vis-timeline@8.5", "timelinejs": "@knight-lab/timelinejs@3.9"}
NPM = KEPT / "npm"

_PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>peer</title>
<link rel="stylesheet" href="{style}"><div id="place" style="width: 100%; height: 600px"></div>
<script src="{script}"></script><script>const events = {events};
{draw}</script>"""

_DRAW = {
    "vis-timeline": """new vis.Timeline(document.getElementById("place"),
  events.map(([start, content], id) => ({ id, start, content, type: "point" })), { height: 600 });""",
    "timelinejs": """new TL.Timeline("place", { events: events.map(([day, headline]) => {
  const [year, month, date] = day.split("-").map(Number);
  return { start_date: { year, month, day: date }, text: { headline } };
}) });""",
}
_FILES = {
    "vis-timeline": ("standalone/umd/vis-timeline-graph2d.min.js", "styles/vis-timeline-graph2d.min.css"),
    "timelinejs": ("dist/js/timeline.js", "dist/css/timeline.css"),
}

SITE = 280
"""The published site is held against the peers at so many events."""

DRAWN = {"vis-timeline": ".vis-item", "timelinejs": ".tl-timemarker", "site": ".still.wide svg a"}
"""What stands on a peer's page for each event, once it is drawn."""


def fetched(name: str) -> Path | None:
    """Return the folder of a package, fetched where it is missing; None where there is no npm to fetch it."""
    folder = NPM / name
    if folder.exists():
        return folder
    npm = shutil.which("npm")
    if npm is None:
        return None
    NPM.mkdir(parents=True, exist_ok=True)
    packed = subprocess.run(
        [npm, "pack", "--silent", PACKAGES[name]], cwd=NPM, check=True, capture_output=True, text=True
    )
    # Several versions can fit, and npm names each; the last is the newest.
    with tarfile.open(NPM / packed.stdout.split()[-1]) as archive:
        archive.extractall(folder, filter="data")
    return folder


@contextmanager
def peer_pages(sizes: tuple[int, ...]) -> Iterator[dict[tuple[str, int], str]]:
    """Write a page for each peer and size, serve them from this machine, and give their addresses."""
    folder, pages = KEPT / "pages", {}
    folder.mkdir(parents=True, exist_ok=True)
    for name in PACKAGES:
        if (package := fetched(name)) is None:
            continue
        shutil.copytree(package / "package", folder / name, dirs_exist_ok=True)
        script, style = (f"{name}/{file}" for file in _FILES[name])
        for size in sizes:
            text = _PAGE.format(script=script, style=style, events=_events(size), draw=_DRAW[name])
            (folder / f"{name}-{size}.html").write_text(text, encoding="utf-8")
            pages[name, size] = f"{name}-{size}.html"
    pages["site", SITE] = _published(folder)
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {key: f"http://127.0.0.1:{server.server_port}/{page}" for key, page in pages.items()}
        server.shutdown()


def _published(folder: Path) -> str:
    """Publish the site among the peers' pages, so that the same server gives both; a second run rewrites little."""
    record = f"sqlite:///{record_of(SITE)}"
    run_program(TRACKER, "publish", folder / f"site-{SITE}", "--database", record)
    return f"site-{SITE}/index.html"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's own name
        """Say nothing: a benchmark prints its table alone."""


def _events(size: int) -> str:
    query = "SELECT first_on, title FROM event ORDER BY first_on"
    rows = sqlite3.connect(record_of(size)).execute(query).fetchall()
    return json.dumps([[str(dt.date.fromisoformat(day)), title] for day, title in rows]).replace("</", "<\\/")


@contextmanager
def datasette(file: Path) -> Iterator[str]:
    """Serve a database by Datasette and give the address of its table of events."""
    port = free_port()
    command = [str(PROGRAMS / "datasette"), "serve", str(file), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/{file.stem}/event"
    finally:
        process.terminate()
        process.wait()
