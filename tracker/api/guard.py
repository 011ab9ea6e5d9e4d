"""What stands before the application: methods that write get no further, and HEAD is GET without its body."""

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
        if scope["method"] not in METHODS:
            refusal = problem_reply(405, "This API only reads: use GET, HEAD or OPTIONS.", {"Allow": ALLOW})
            await refusal(scope, receive, send)
            return
        if scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app({**scope, "method": "GET"}, receive, without_body)
