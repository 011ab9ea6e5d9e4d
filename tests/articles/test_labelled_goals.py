"""What is promised of articles, on the half of the labelled set that was kept aside and on the other."""

from functools import cache

import pytest
from measure import Figures, Labelled, measure, read_labelled, sign

from tests.support.sources import text_of
from tracker.articles.sentences import Span
from tracker.articles.stance_rules import find_cue
from tracker.read_models import EventRow, TermRow

HALVES = dict(zip(("tuned", "kept"), read_labelled(), strict=True))


@pytest.fixture(scope="session")
def figures_of(record_terms: tuple[TermRow, ...], record_events: tuple[EventRow, ...]) -> object:
    """The figures of a half, measured once."""

    @cache
    def figures(half: str) -> Figures:
        return measure(HALVES[half], record_terms, record_events)

    return figures


@pytest.mark.parametrize("half", HALVES)
def test_the_goals_are_reached(figures_of: object, half: str) -> None:
    """Dates 0.95, names 0.97, links 0.95 and 0.8, signs 0.85, and at most one false candidate in five articles."""
    assert callable(figures_of)
    figures = figures_of(half)
    assert figures.dates.f1 >= 0.95
    assert figures.names.f1 >= 0.97
    assert figures.known.precision >= 0.95
    assert figures.known.recall >= 0.8
    assert figures.signs.precision >= 0.85
    assert figures.candidates.recall >= 0.8
    assert figures.false_per_article <= 0.2


def test_the_set_is_what_it_says() -> None:
    """Twenty articles in each language, half of each kept aside, in the styles that occur; labels stand in them."""
    tuned, kept = HALVES["tuned"], HALVES["kept"]
    assert [each.labels["language"] for each in kept].count("zh") == 10
    assert [each.labels["language"] for each in tuned].count("zh") == 10
    assert len(kept) == len(tuned) == 20
    styles = {each.labels["style"] for each in (*tuned, *kept)}
    assert {"wire flash", "regulator notice", "earnings report", "law-firm alert", "opinion piece"} <= styles
    assert {"nothing datable", "denies an event", "another country"} <= styles
    for labelled in (*tuned, *kept):
        check_labels(labelled)


def check_labels(labelled: Labelled) -> None:
    """Every labelled word stands in the text, and the dates in their order."""
    text, at = labelled.labels["text"], 0
    for words, _ in labelled.labels["dates"]:
        at = text.index(words, at)
    assert all(event["words"] in text for event in labelled.labels.get("event", ()))


def test_labels_agree_with_the_record(record_events: tuple[EventRow, ...]) -> None:
    """A known Event's sign and month are those of the record, so that the labels are no opinion of their own."""
    by_slug = {event.slug: event for event in record_events}
    for labelled in (*HALVES["tuned"], *HALVES["kept"]):
        for label in labelled.labels.get("event", ()):
            if label["known"]:
                event = by_slug[label["known"]]
                assert (event.stance > 0) - (event.stance < 0) == label["sign"], label
                assert event.date.startswith(label["date"][:7]), label


def test_the_documentation_gives_these_figures(figures_of: object, record_events: tuple[EventRow, ...]) -> None:
    """The table of docs/method.md is what is measured now, and so are the numbers below it."""
    assert callable(figures_of)
    tuned, kept = figures_of("tuned"), figures_of("kept")
    page = text_of("docs/method.md")
    for part in tuned.parts:
        shares = [f"{score.precision:.3f} | {score.recall:.3f}" for score in (tuned.parts[part], kept.parts[part])]
        assert f"| {part} | {' | '.join(shares)} |" in page
    words = " ".join(page.split())
    assert f"right in {tuned.signs.precision:.3f} of the cases" in words
    assert f"in {kept.signs.precision:.3f} of those kept aside" in words
    assert f"{tuned.false_per_article:.2f} and {kept.false_per_article:.2f} false candidates" in words
    cues = [(event.stance, find_cue(event.title, Span(0, len(event.title)))) for event in record_events]
    signs = [sign(stance) == sign(cue.rule.stance) for stance, cue in cues if cue]
    assert f"a rule fits {len(signs) / len(cues):.0%}".replace("%", " %") in words
    assert f"own sign in {sum(signs) / len(signs):.0%}".replace("%", " %") in words
