"""What stands before the application: methods that write get no further, and HEAD is GET without its body."""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker.api.problems import problem_reply

METHODS = ("GET", "HEAD", "OPTIONS")
ALLOW = ", ".join(METHODS)

_ACCEPTED = b"accept-encoding"
# Starlette packs wherever it finds the word, also where it stands with the weight that refuses it (RFC 9110).
_REFUSED = re.compile(rb"gzip\s*;\s*q=0(?:\.0*)?\s*(?=,|$)", re.IGNORECASE)


class ReadingOnly:
    """An application to which nothing but reading requests come."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_head = scope["method"] == "HEAD"

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                # A text that looks like a page stays a text also for a browser that would rather see a page.
                MutableHeaders(scope=message)["X-Content-Type-Options"] = "nosniff"
            elif is_head:
                message = {**message, "body": b""}
            await send(message)

        if scope["method"] not in METHODS:
            refusal = problem_reply(405, "This API only reads: use GET, HEAD or OPTIONS.", {"Allow": ALLOW})
            await refusal(scope, receive, send_guarded)
            return
        headers = [(name, _REFUSED.sub(b"", value) if name == _ACCEPTED else value) for name, value in scope["headers"]]
        method = "GET" if is_head else scope["method"]
        await self._app({**scope, "method": method, "headers": headers}, receive, send_guarded)
