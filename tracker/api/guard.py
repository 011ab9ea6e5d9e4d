"""What stands before the application: methods that write get no further, and HEAD is GET without its body."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker.api.problems import problem_reply

METHODS = ("GET", "HEAD", "OPTIONS")
ALLOW = ", ".join(METHODS)


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
        await self._app({**scope, "method": "GET"} if is_head else scope, receive, send_guarded)
