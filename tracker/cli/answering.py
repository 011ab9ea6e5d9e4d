"""The command ``api``: the record for programs, over HTTP."""

import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from tracker.cli.options import Database
from tracker.cli.record import run_until_ended
from tracker.errors import TrackerError, UnknownValue


def api_command(
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8502,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    origins: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN",
            help="Let pages of this origin, such as https://example.org, read it in browsers; * is all; may be "
            "repeated.",
        ),
    ] = None,
    database: Database = None,
) -> None:
    """Answer programs over HTTP with the accepted record as JSON, read only (docs/api.md)."""
    from tracker.settings import environment_for

    for each in origins or ():
        if each != "*" and not _is_origin(each):
            raise UnknownValue(f"--origins: “{each[:60]}” is no origin; write it like https://example.org.")
    if find_spec("fastapi") is None or find_spec("uvicorn") is None:
        raise TrackerError("The API needs further packages: pip install 'china-tech-regulation-tracker[api]'.")
    command = [sys.executable, "-m", "tracker.api.server", host, str(port), *(origins or ())]
    status = run_until_ended(command, environment_for(database, read_only=True, everyone_writes=False))
    raise typer.Exit(1 if status > 0 else 0)


def _is_origin(text: str) -> bool:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and text == f"{parts.scheme}://{parts.netloc}" and parts.scheme in {"http", "https"}
    except ValueError:
        return False
