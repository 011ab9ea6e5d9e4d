"""The page on the API holds: its examples are answered, and its table names every address."""

import re

from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.support.sources import text_of
from tracker.api.app import SECONDS, make_app
from tracker.api.asking import LONGEST_PAGE, USUAL_LIMIT
from tracker.api.reads import ENDPOINTS
from tracker.filters import SHOWING

PAGE = text_of("docs/api.md")
EXAMPLES = re.findall(r"```http\nGET (\S+)\n```", PAGE)


def test_the_table_names_every_address() -> None:
    """Each address stands in the table with what it answers, and no other."""
    told = dict(re.findall(r"^\| `(/v1\S+)` \| (.+) \|$", PAGE, re.MULTILINE))
    assert told == {each.path: each.summary for each in ENDPOINTS}


def test_the_examples_are_answered(seeded_engine: Engine) -> None:
    """Each example gives entries of the curated record, but for the one that shows a refusal."""
    client = TestClient(make_app(seeded_engine))
    assert len(EXAMPLES) >= 4
    for example in EXAMPLES:
        told = client.get(example)
        if example == "/v1/events?kinds=rules":
            assert told.json()["detail"] == "kinds: “rules” is not known; near ones are: rule."
        else:
            assert told.status_code == 200
            assert next(iter(told.json().values())), example


def test_the_limits_are_those_of_the_program() -> None:
    """Numbers and parameters that the page names are those of the program."""
    assert f"holds {USUAL_LIMIT} entries, or `limit` of them, at most {LONGEST_PAGE}." in PAGE
    assert f"longer than {SECONDS:g} seconds" in PAGE
    assert (
        set(re.findall(r"`(\w+)`", PAGE.partition("only how the timeline is shown")[2].partition("passed")[0]))
        == SHOWING
    )
    for name in {name for each in ENDPOINTS for name in each.takes} - {"states"}:
        assert f"`{name}`" in PAGE or f"?{name}=" in PAGE, name
