"""What ``tracker changes`` prints: what happened to the accepted record, as text, JSON and feed."""

import datetime as dt
import json

import feedparser
import pytest

from tests.support.command_line import NEW_EVENT, Run
from tests.support.json_schema import complaints
from tracker.exports.schema import changes_schema

SLUG, OTHER = "game-freeze-2018", "game-approvals-resume-2018"


def number_of_latest(run: Run) -> str:
    """Return the number of the record's latest change."""
    return str(json.loads(run("history", "--limit", "1", "--format", "json").out)[0]["number"])


@pytest.fixture
def changed(run: Run) -> str:
    """Correct an event, take it out, bring it back and merge it into another; the number of the change before."""
    before = number_of_latest(run)
    assert run("edit", SLUG, "--summary", "Shorter.", "--why", "too long").status == 0
    assert run("withdraw", SLUG, "--why", "a test").status == 0
    assert run("restore", SLUG, "--why", "it was right").status == 0
    return before


def told(run: Run, *arguments: str) -> list[dict[str, object]]:
    """Return what the command prints as JSON, which its schema allows."""
    outcome = run("changes", "--format", "json", *arguments)
    assert (outcome.status, outcome.err) == (0, "")
    found = json.loads(outcome.out)
    assert complaints(changes_schema(), found) == []
    return list(found)


def test_changes_since_a_change(run: Run, changed: str) -> None:
    """Each is told as what it did to the record, a correction field by field, the newest first."""
    outcome = run("changes", "--since", changed)
    heads = [line.split(" ")[2] for line in outcome.out.splitlines() if not line.startswith(" ")]
    assert heads == ["Restored:", "Withdrawn:", "Corrected:"]
    assert "    why: it was right" in outcome.out
    assert "-> Shorter." in outcome.out
    assert outcome.err == "3 changes\n"
    found = told(run, "--since", changed)
    assert [each["what"] for each in found] == ["restored", "withdrawn", "corrected"]
    (summary,) = found[2]["fields"].values()  # type: ignore[attr-defined]
    assert summary[1] == "Shorter."
    assert found[0]["fields"] == {}


def test_a_merge_is_told_with_what_stands_for_the_event(run: Run) -> None:
    """The event that left names the one that stays; taking the merge back restores it."""
    before = number_of_latest(run)
    first, second = (each["slug"] for each in told(run, "--limit", "2"))
    assert run("merge", str(first), str(second), "--why", "the same").status == 0
    merged = [each for each in told(run, "--since", before) if each["what"] == "merged"]
    assert [(each["slug"], each["merged_into"]) for each in merged] == [(second, first)]
    assert f"Merged into {first}: {second}" in run("changes", "--since", before).out
    assert run("restore", str(second), "--why", "two after all").status == 0
    assert told(run, "--since", before, "--limit", "1")[0]["what"] == "restored"


def test_changes_of_a_filter_and_of_days(run: Run, changed: str, recorded_on: dt.date) -> None:
    """The filter is that of events; days are those of recording, and of events where the option says so."""
    before, after = ((recorded_on + dt.timedelta(days=days)).isoformat() for days in (-1, 1))
    assert len(told(run, "--since", changed, "--sector", "gaming")) == 3
    assert told(run, "--since", changed, "--sector", "fintech") == []
    assert told(run, "--since", changed, "--events-since", "2019") == []
    assert len(told(run, "--since", changed, "--events-until", "2018-12")) == 3
    assert len(told(run, "--since", recorded_on.isoformat())) > 300
    assert told(run, "--since", after) == told(run, "--since", changed)
    assert told(run, "--since", "2100-01-01") == []
    assert told(run, "--until", before) == []
    assert [each["what"] for each in told(run, "--until", recorded_on.isoformat(), "--limit", "5")] == ["added"] * 5


def test_changes_as_a_feed(run: Run, changed: str) -> None:
    """The same news for feed readers, with links where the dashboard's address is given."""
    atom = run("changes", "--since", changed, "--format", "atom", "--pages", "https://example.org/tracker")
    feed = feedparser.parse(atom.out)
    assert not feed.bozo
    assert [entry.title.partition(":")[0] for entry in feed.entries] == ["Restored", "Withdrawn", "Corrected"]
    assert feed.entries[0].link == f"https://example.org/tracker/?event={SLUG}"
    items = json.loads(run("changes", "--since", changed, "--format", "feed.json").out)["items"]
    assert [each["_tracker"]["what"] for each in items] == ["restored", "withdrawn", "corrected"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--since", "999999999"), "--since: there is no change 999999999 yet; the latest is "),
        (("--since", "soon"), "--since: "),
        (("--events-since", "soon"), "--events-since: "),
        (("--pages", "nowhere", "--format", "atom"), "--pages: "),
    ],
)
def test_what_cannot_be_read_is_one_sentence(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    """It names the option, and nothing is printed."""
    outcome = run("changes", *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(sentence)
    assert outcome.err.count("\n") == 1


def test_of_a_list_what_came_and_what_went_is_told(run: Run) -> None:
    """One source more among several is told by itself, in words and as lists that the schema allows."""
    before = number_of_latest(run)
    assert run("edit", SLUG, "--source", "https://example.org/new", "--also-called", "Freeze").status == 0
    (line,) = (each for each in run("changes", "--since", before).out.splitlines() if "Sources" in each)
    assert line == "    Sources: added: https://example.org/new"
    ((change,), more) = told(run, "--since", before), run("history", "--limit", "1").out
    sources = change["fields"]["sources"]  # type: ignore[index]
    assert [each["url"] for each in sources["added"]] == ["https://example.org/new"]
    assert (sources["taken_away"], change["fields"]["also_called"]["added"]) == ([], ["Freeze"])  # type: ignore[index]
    assert "    Sources: added: https://example.org/new\n" in more
    feed = json.loads(run("changes", "--since", before, "--format", "feed.json").out)
    assert "Sources: added: https://example.org/new\n" in feed["items"][0]["content_text"]


def test_what_left_is_cited_and_shown_as_what_it_is(run: Run) -> None:
    """A merged name says which event stands for it, a withdrawn one that the record does not hold it."""
    slugs = [run(*NEW_EVENT, "--title", title, "--force").out.strip() for title in ("Cited one", "Cited two")]
    assert [run("cite", slugs[0]).err, run("show", slugs[0]).err] == ["", ""]
    assert run("merge", *reversed(slugs), "--why", "the same").status == 0
    for command in ("cite", "show"):
        told = run(command, slugs[0])
        assert (told.status, told.err) == (0, f"“{slugs[0]}” was merged into “{slugs[1]}”, which is told here.\n")
    assert run("withdraw", slugs[1], "--why", "no act").status == 0
    cited = run("cite", slugs[1])
    assert "[withdrawn; not in the accepted record]”" in cited.out
    assert cited.err == "This event is withdrawn; not in the accepted record, and its citation says so.\n"
