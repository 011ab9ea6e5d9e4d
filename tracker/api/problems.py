"""Refusals and failures, all in one shape (RFC 9457): what is wrong, in one sentence."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from tracker.errors import DatabaseProblem, DateProblem, NotFound, TrackerError, UnknownValue

PROBLEM_TYPE = "application/problem+json"
FAILED = "The answer could not be made; the server's log says why."

_LOG = logging.getLogger("tracker.api")


def problem_reply(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer that says what is wrong."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": sentence}
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return Response(json.dumps(told, ensure_ascii=False).encode(), status, kept, PROBLEM_TYPE)


def failure_reply(problem: Exception) -> Response:
    """Return the answer for an error; what nobody could foresee is told in the log only."""
    if isinstance(problem, UnknownValue | DateProblem):
        return problem_reply(400, problem.sentence)
    if isinstance(problem, NotFound):
        # With the slugs of near ones, which are what a program asks for.
        return problem_reply(404, str(problem))
    if isinstance(problem, DatabaseProblem):
        # The sentence for who runs it can name a file or a host.
        _LOG.error("%s", problem)
        return problem_reply(503, "The record cannot be read at the moment.", {"Retry-After": "10"})
    _LOG.error("%s", problem, exc_info=None if isinstance(problem, TrackerError) else problem)
    return problem_reply(500, FAILED)
