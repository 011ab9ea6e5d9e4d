"""The application: each address of ``ENDPOINTS``, answered with what the record holds now or with what is wrong."""

import asyncio
import datetime as dt
import gc
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp

from tracker import __version__
from tracker.api.asking import FoundState, Wanted, read_wanted
from tracker.api.guard import ALLOW, METHODS, ReadingOnly
from tracker.api.problems import PROBLEM_TYPE, failure_reply, problem_reply
from tracker.api.reads import ENDPOINTS, Endpoint, KeptReads, MergedInto
from tracker.api.schemas import all_schemas, ref
from tracker.citation import LICENCE, TRACKER_NAME
from tracker.database import Stoppable, mark_of_tables, reading
from tracker.errors import TrackerError
from tracker.queries import strict_filter
from tracker.queries.past import state_mark
from tracker.typed_filter import OF_REQUESTS

if TYPE_CHECKING:
    from sqlalchemy import Engine

SECONDS = 20.0
"""So long an answer may take."""

ANSWERS_AT_ONCE = 4
"""So many answers are made at once; the others wait, which counts as time that they take."""

MOST_KEPT, MOST_KEPT_BYTES = 64, 2**20
"""So many answers are kept, and none that is longer: at most 64 MB."""

LEAST_PACKED = 500
"""Answers of fewer bytes are sent as they are."""

_ABOUT = (
    f"The accepted record for programs, read only. Licence of the data: {LICENCE}. Parameters are called as in the "
    "address of a page of the dashboard. Lists come in pages: hand `next` back as `cursor`."
)
_CACHED = {"Cache-Control": "no-cache"}
_DESCRIPTION = "/openapi.json"


def make_app(
    engine: "Engine", origins: Sequence[str] = (), *, hosts: Sequence[str] = ("*",), seconds: float = SECONDS
) -> ASGIApp:
    """Return the application.

    Args:
        engine: of the database, with its replica if it has one.
        origins: the origins of pages that may read it from a browser; ``*`` is all of them.
        hosts: the names under which it may be asked for; ``*`` is any.
        seconds: so long an answer may take.
    """
    answering = _Answering(engine, seconds)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=answering.begin)
    for endpoint in ENDPOINTS:
        app.add_api_route(
            endpoint.path,
            answering.route(endpoint),
            summary=endpoint.summary,
            operation_id=endpoint.path.removeprefix("/v1/").replace("/{slug}", "-one"),
            response_class=Response,
            response_model=None,
            responses=_described(endpoint),
            openapi_extra={"parameters": _parameters(endpoint)},
        )
        app.add_api_route(endpoint.path, _options, methods=["OPTIONS"], include_in_schema=False)
    app.openapi = partial(_openapi, app)  # type: ignore[method-assign]
    app.add_api_route(_DESCRIPTION, _describing(app), include_in_schema=False)
    app.add_api_route(_DESCRIPTION, _options, methods=["OPTIONS"], include_in_schema=False)
    app.add_exception_handler(HTTPException, _not_there)
    app.add_exception_handler(Exception, _failed)
    app.add_middleware(GZipMiddleware, minimum_size=LEAST_PACKED, compresslevel=2)
    guarded: ASGIApp = ReadingOnly(app)
    if origins:
        guarded = CORSMiddleware(
            guarded,
            allow_origins=list(origins),
            allow_methods=list(METHODS),
            allow_headers=["If-None-Match"],
            expose_headers=["ETag", "Retry-After"],
        )
    return TrustedHostMiddleware(guarded, list(hosts), www_redirect=False)


class _Answering:
    """Answers requests from one database."""

    def __init__(self, engine: "Engine", seconds: float) -> None:
        self._engine = engine
        self._seconds = seconds
        self._kept = KeptReads()
        self._bodies = _Bodies()
        # A place is taken until its answer is made or given up, also where nobody waits for it any more.
        self._places = ThreadPoolExecutor(ANSWERS_AT_ONCE, "answer")

    @asynccontextmanager
    async def begin(self, _app: FastAPI) -> AsyncIterator[None]:
        """Warm up beside the server that starts."""
        self._places.submit(self._warm_up)
        yield

    def _warm_up(self) -> None:
        # Where the database is away, each answer says so; this says nothing.
        with suppress(TrackerError), reading(self._engine) as session:
            self._kept.columns(session, _state_of(session))
        # What was loaded stays as long as the process. To go through it for garbage would hold answers back by 0.1 s.
        gc.collect()
        gc.freeze()

    def route(self, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
        """Return the function that answers the requests for an address."""

        async def answer(request: Request) -> Response:
            params = {name: request.query_params.getlist(name) for name in request.query_params}
            slug = request.path_params.get("slug", "")
            # Several lines of one header are one list, as RFC 9110 says.
            known = ",".join(request.headers.getlist("if-none-match"))
            read = Stoppable()
            make = partial(self._answer, endpoint, params, slug, known, read)
            try:
                async with asyncio.timeout(self._seconds):
                    # What still waits for its place when the time is over never begins.
                    return await asyncio.get_running_loop().run_in_executor(self._places, make)
            except TimeoutError:
                # To tell PostgreSQL takes a connection of its own, for which nobody else shall wait.
                Thread(target=read.end, daemon=True).start()
                return self._too_late()

        return answer

    def _answer(
        self, endpoint: Endpoint, params: Mapping[str, Sequence[str]], slug: str, known: str, read: Stoppable
    ) -> Response:
        try:
            wanted = read_wanted(params, tuple(endpoint.takes), endpoint.cursor, slug)
            with reading(self._engine) as session, read.during(session):
                state = _state_of(session)
                tag = _tag(state, endpoint, params, slug)
                headers = {**_CACHED, "ETag": tag}
                if _is_known(tag, known):
                    return Response(status_code=304, headers=headers)
                body = self._bodies.get(tag)
                if body is None:
                    wanted = replace(_with_own_keys(session, wanted), state=state)
                    body = self._bodies.keep(tag, _encoded(endpoint.answer(session, wanted, self._kept)))
                if known.strip() == "*":
                    # Any answer is known already; that there is one had to be seen first.
                    return Response(status_code=304, headers=headers)
        except MergedInto as merged:
            return Response(status_code=307, headers={**_CACHED, "Location": str(merged)})
        except TimeoutError:
            return self._too_late()
        except Exception as problem:  # noqa: BLE001 - whatever it is, it is told in one shape
            return failure_reply(problem)
        return Response(body, 200, headers, "application/json")

    def _too_late(self) -> Response:
        sentence = f"The answer took longer than {self._seconds:g} seconds; ask for less."
        return problem_reply(503, sentence, {"Retry-After": "10"})


class _Bodies:
    """The latest answers by tag: the same question about the same state of the record has the same answer."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._found: OrderedDict[str, bytes] = OrderedDict()

    def get(self, tag: str) -> bytes | None:
        """Return the answer with a tag, if it is kept."""
        with self._turn:
            if tag in self._found:
                self._found.move_to_end(tag)
            return self._found.get(tag)

    def keep(self, tag: str, body: bytes) -> bytes:
        """Keep an answer, unless it is a very long one, and return it."""
        if len(body) <= MOST_KEPT_BYTES:
            with self._turn:
                self._found[tag] = body
                while len(self._found) > MOST_KEPT:
                    self._found.popitem(last=False)
        return body


def _encoded(document: Mapping[str, Any]) -> bytes:
    return _ENCODER.encode(document).encode()


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _with_own_keys(session: Any, wanted: Wanted) -> Wanted:  # noqa: ANN401 - a session, which is not named here
    """Put the record's own keys in place of what was typed.

    Raises:
        UnknownValue: for a name that the record does not hold.
    """
    return replace(wanted, chosen=strict_filter(session, wanted.chosen, OF_REQUESTS))


def _state_of(session: Any) -> FoundState:  # noqa: ANN401 - as above
    return FoundState(state_mark(session), mark_of_tables(session))


def _tag(state: FoundState, endpoint: Endpoint, params: Mapping[str, Sequence[str]], slug: str) -> str:
    """Name an answer by the state of the record and by what was asked; weak, since it also names the packed one."""
    today = dt.datetime.now(dt.UTC).date().isoformat() if endpoint.is_of_today else ""
    asked = [
        __version__,
        state.record,
        state.tables,
        endpoint.path,
        slug,
        today,
        sorted((name, *each) for name, each in params.items()),
    ]
    return _tag_of(json.dumps(asked).encode())


def _tag_of(what: bytes) -> str:
    return f'W/"{blake2b(what, digest_size=12).hexdigest()}"'


def _is_known(tag: str, known: str) -> bool:
    """Tell whether a tag is among those that the asking program has, compared as RFC 9110 says."""
    bare = tag.removeprefix("W/")
    return any(each.strip().removeprefix("W/") == bare for each in known.split(","))


async def _options(_request: Request) -> Response:
    return Response(status_code=204, headers={"Allow": ALLOW})


async def _not_there(_request: Request, problem: Exception) -> Response:
    if isinstance(problem, HTTPException) and problem.status_code == 404:  # noqa: PLR2004 - not found
        places = ", ".join(each.path for each in ENDPOINTS)
        return problem_reply(404, f"There is nothing at this address; what there is: {places}, {_DESCRIPTION}.")
    status, headers = getattr(problem, "status_code", 500), getattr(problem, "headers", None)
    return problem_reply(status, "This address cannot be asked like that.", headers)


async def _failed(_request: Request, problem: Exception) -> Response:
    return failure_reply(problem)


def _described(endpoint: Endpoint) -> dict[int | str, dict[str, Any]]:
    """Describe the answers of an address for OpenAPI."""
    refusals = {400: "A parameter makes no sense.", 503: "The record cannot be read, or it takes too long."}
    others: dict[int, str] = {304: "Nothing has changed since the answer with this ETag."}
    if "{slug}" in endpoint.path:
        refusals |= {404: "There is no such event."}
        others |= {307: "The event was merged into the one that Location names."}
    return {
        200: {"description": endpoint.summary, "content": {"application/json": {"schema": endpoint.schema}}},
        **{status: {"description": words} for status, words in others.items()},
        **{
            status: {"description": words, "content": {PROBLEM_TYPE: {"schema": ref("problem")}}}
            for status, words in refusals.items()
        },
    }


def _parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    asked = [{"name": name, "in": "query", "required": False, **each} for name, each in endpoint.takes.items()]
    if "{slug}" not in endpoint.path:
        return asked
    slug = {"type": "string", "minLength": 1}
    return [{"name": "slug", "in": "path", "required": True, "schema": slug}, *asked]


def _describing(app: FastAPI) -> Callable[[Request], Awaitable[Response]]:
    """Return the function that answers with the description of the API."""

    async def answer(request: Request) -> Response:
        body = _encoded(app.openapi())
        tag = _tag_of(body)
        headers = {**_CACHED, "ETag": tag}
        known = ",".join(request.headers.getlist("if-none-match"))
        if _is_known(tag, known) or known.strip() == "*":
            return Response(status_code=304, headers=headers)
        return Response(body, 200, headers, "application/json")

    return answer


def _openapi(app: FastAPI) -> dict[str, Any]:
    """Return the description of the API, made once."""
    if app.openapi_schema is None:
        made = get_openapi(title=TRACKER_NAME, version=__version__, description=_ABOUT, routes=app.routes)
        made["components"] = {"schemas": all_schemas()}
        app.openapi_schema = made
    return app.openapi_schema
