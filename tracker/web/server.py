"""The server of the dashboard: Streamlit's own, which answers only to names that it knows and takes the writing key.

`tracker serve` runs this module as a program of its own.
"""

import sys
import webbrowser
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker.errors import SettingsProblem
from tracker.resources import dashboard_file
from tracker.settings import everyone_writes, is_read_only, is_this_machine, known_hosts
from tracker.web.plot import SCRIPTS, offer_scripts
from tracker.web.signing_in import sign_in_set_up
from tracker.web.warming import share_one_heap, warm_up
from tracker.web.writing_key import PARAMETER, TakeKey, writing_key


def main(arguments: Sequence[str]) -> None:
    """Serve the dashboard until the process is told to end.

    Args:
        arguments: the address to listen on, the port, and ``browser`` where the page shall be opened.
    """
    share_one_heap()
    address, port, *more = arguments
    app = st.App(
        dashboard_file(),
        middleware=[
            Middleware(KnownHosts, address=address),
            Middleware(TakeKey, port=int(port)),
            Middleware(KeepCharts),
        ],
        lifespan=_telling(address, int(port), is_opened="browser" in more),
    )
    # Streamlit looks for its settings beside the file that this list names first.
    sys.argv = [str(dashboard_file())]
    app.run(config={"server.address": address, "server.port": int(port), "server.headless": True})


class KnownHosts(TrustedHostMiddleware):
    """Refuses a foreign name where only this machine can ask.

    A page elsewhere can let a name of its own lead to this machine; its visitors' browsers then take the dashboard for
    a part of that page and let it read what it shows.
    """

    def __init__(self, app: ASGIApp, address: str) -> None:
        """Stand before an application that listens on an address; one that others can reach has any name."""
        super().__init__(app, allowed_hosts=known_hosts(address, *_host_of_sign_in()), www_redirect=False)


class KeepCharts:
    """Has browsers fetch the scripts that draw charts along with a page, and keep them.

    Otherwise they would hear of them only with the first chart. Their address changes with what is in them.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add to the answers that are pages or such scripts."""

        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers, path = MutableHeaders(scope=message), scope["path"]
                if SCRIPTS in path and message["status"] == HTTPStatus.OK:
                    headers["Cache-Control"] = "public, max-age=31536000, immutable"
                elif "/_stcore/" not in path and "." not in path:
                    # A page, or the answer that it has not changed. Every page lies at the top, also where a web server
                    # in front puts all of them below a path.
                    headers["Link"] = ", ".join(f"<.{script}>; rel=modulepreload" for script in offer_scripts())
            await send(message)

        await self._app(scope, receive, send_more if scope["type"] == "http" else send)


def _host_of_sign_in() -> list[str]:
    try:
        sign_in = sign_in_set_up()
    except SettingsProblem:
        # Each page says what is wrong with the secrets; until they are right, nobody can sign in or write.
        return []
    return [urlsplit(sign_in.home).hostname or ""] if sign_in else []


def page_address(address: str, port: int) -> str:
    """Return the address that a browser on this machine opens; one that stands for all addresses is none to visit."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(address, f"[{address}]" if ":" in address else address)  # noqa: S104 - not bound
    return f"http://{host}:{port}"


def _telling(
    address: str, port: int, *, is_opened: bool
) -> Callable[[Any], AbstractAsyncContextManager[dict[str, Any] | None]]:
    """Return what happens once the server starts: it says where it is, is opened in a browser, and warms up."""

    @asynccontextmanager
    async def tell(_app: object) -> AsyncIterator[None]:
        place = page_address(address, port)
        by_key = place_to_write(place)
        sys.stderr.write(f"The dashboard is at {by_key or place} (Ctrl+C ends it).\n")
        if by_key:
            sys.stderr.write("Whoever opens that address may change the record; without its key, visitors only read.\n")
        elif not is_this_machine(address) and not is_read_only() and not everyone_writes():
            sys.stderr.write("Visitors can only read, unless they sign in; see docs/sign-in.md.\n")
        sys.stderr.flush()
        if is_opened:
            # The port is open already; the browser waits in its queue for the moment that is left.
            webbrowser.open(by_key or place)
        warm_up()
        yield

    return tell


def place_to_write(place: str) -> str | None:
    """Return the address that brings the key; None where a key gives no rights."""
    try:
        by_key = not is_read_only() and not everyone_writes() and sign_in_set_up() is None
    except SettingsProblem:
        return None
    return f"{place}/?{PARAMETER}={writing_key()}" if by_key else None


if __name__ == "__main__":
    main(sys.argv[1:])
