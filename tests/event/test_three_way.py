"""Two sides' changes of one event brought together since what both started from."""

from typing import Any

from tests.support.makers import make_draft
from tracker.event.draft import EventDraft
from tracker.event.three_way import unite_drafts

PAGE = {"url": "https://example.org/page", "publisher": "Example"}
MORE = {"url": "https://example.org/more", "publisher": "More"}


def draft(*sources: dict[str, Any], **changes: Any) -> EventDraft:
    """Return an event with one source, or with the given ones."""
    return make_draft(**{"sources": sources or (PAGE,)} | changes)


def addresses(event: EventDraft) -> list[str]:
    """Return the addresses of an event's sources in their order."""
    return [source.url for source in event.sources]


def test_what_one_side_changed_is_as_that_side_has_it() -> None:
    """A person's title and the record's summary and agencies stand together, and nothing is left to decide."""
    base = draft(agencies=[])
    united = unite_drafts(base, draft(title="Mine", agencies=[]), draft(summary="Theirs", agencies=["CAC"]))
    assert united.clashes == ()
    assert (united.draft.title, united.draft.summary, united.draft.agencies) == ("Mine", "Theirs", ("CAC",))


def test_what_both_changed_to_something_else_is_a_clash_and_stays_ours() -> None:
    """Equal changes are none; where theirs is asked for, it stands."""
    base, ours, theirs = draft(), draft(title="Mine", summary="Same"), draft(title="Theirs", summary="Same")
    united = unite_drafts(base, ours, theirs)
    assert united.clashes == ("title",)
    assert united.draft == ours
    assert unite_drafts(base, ours, theirs, taken=["title"]).draft == theirs


def test_a_date_goes_with_the_words_it_was_read_from() -> None:
    """The date of one side never stands beside the words of the other."""
    base = draft(date="2022-05-17")
    united = unite_drafts(base, draft(date="2022-05-17", title="Mine"), draft(date="May 2022"))
    assert (united.draft.date, united.draft.date_text, united.draft.title) == ("2022-05", "May 2022", "Mine")


def test_sources_of_both_sides_stand_together() -> None:
    """A page that a person added stays, one that the record added joins, and one that a person took out stays out."""
    other = {"url": "https://example.org/other", "publisher": "Other"}
    base = draft(PAGE, other)
    united = unite_drafts(base, draft(PAGE, {**MORE, "url": "https://example.org/mine"}), draft(PAGE, other, MORE))
    assert united.clashes == ()
    assert addresses(united.draft) == [PAGE["url"], "https://example.org/mine", MORE["url"]]


def test_a_source_that_the_record_gave_up_goes_unless_it_was_changed() -> None:
    """What only the record holds follows the record."""
    base = draft(PAGE, MORE)
    gone = unite_drafts(base, draft(PAGE, MORE, {**MORE, "url": "https://example.org/mine"}), draft(PAGE))
    assert addresses(gone.draft) == [PAGE["url"], "https://example.org/mine"]
    kept = unite_drafts(base, draft(PAGE, {**MORE, "publisher": "Mine"}), draft(PAGE))
    assert addresses(kept.draft) == [PAGE["url"], MORE["url"]]


def test_parts_of_one_source_are_brought_together_as_well() -> None:
    """A person's publisher and the record's language stand in one source; two publishers are a clash."""
    base, ours = draft(PAGE), draft({**PAGE, "publisher": "Mine"})
    united = unite_drafts(base, ours, draft({**PAGE, "language": "zh"}))
    assert united.clashes == ()
    assert (united.draft.sources[0].publisher, united.draft.sources[0].language) == ("Mine", "zh")
    theirs = draft({**PAGE, "publisher": "Theirs"})
    assert unite_drafts(base, ours, theirs).clashes == ("sources",)
    assert unite_drafts(base, ours, theirs, taken=["sources"]).draft.sources[0].publisher == "Theirs"


def test_without_a_common_start_nothing_is_taken() -> None:
    """Each difference is a clash, and ours stays whole."""
    ours = draft(title="Mine")
    united = unite_drafts(None, ours, draft(PAGE, MORE, summary="Theirs"))
    assert united.draft == ours
    assert set(united.clashes) == {"title", "summary", "sources"}


def test_what_would_not_be_valid_together_is_left_to_decide() -> None:
    """A person's later date and the record's early end cannot both stand."""
    base = draft(date="2022-05-17")
    ours, theirs = draft(date="2022-08-01"), draft(date="2022-05-17", end="2022-06-01")
    united = unite_drafts(base, ours, theirs)
    assert united.draft == ours
    assert set(united.clashes) == {"date", "end"}


def test_only_what_makes_it_invalid_is_held_back() -> None:
    """What one side alone changed, and a source, stand beside dates that wait for a decision."""
    base = draft(date="2022-05-17")
    ours = draft(date="2022-08-01", stance_reason="Mine")
    theirs = draft(PAGE, MORE, date="2022-05-17", end="2022-06-01", summary="Theirs")
    united = unite_drafts(base, ours, theirs)
    assert set(united.clashes) == {"date", "end"}
    assert (united.draft.date, united.draft.end, united.draft.summary) == ("2022-08-01", None, "Theirs")
    assert (united.draft.stance_reason, addresses(united.draft)) == ("Mine", [PAGE["url"], MORE["url"]])
    assert united.problem


def test_more_sources_than_fit_wait_and_the_rest_goes_on() -> None:
    """The sources are named among what waits, and a summary comes in."""

    def pages(name: str) -> list[dict[str, Any]]:
        return [{"url": f"https://example.org/{name}{number}"} for number in range(60)]

    united = unite_drafts(draft(), draft(PAGE, *pages("a")), draft(PAGE, *pages("b"), summary="Theirs"))
    assert united.clashes == ("sources",)
    assert (united.draft.summary, len(united.draft.sources)) == ("Theirs", 61)
    gone = unite_drafts(draft(PAGE, MORE), draft(PAGE), draft(MORE))
    assert (gone.clashes, addresses(gone.draft)) == (("sources",), [PAGE["url"]])


def test_two_sources_of_one_page_both_stay() -> None:
    """A person's second part of a page is no other writing of the first, in whichever order they stand."""
    part = {"url": "https://example.org/page#table", "note": "The table"}
    for ours in (draft(PAGE, part), draft(part, PAGE)):
        united = unite_drafts(draft(PAGE), ours, draft({**PAGE, "language": "zh"}, MORE))
        assert united.clashes == ()
        assert addresses(united.draft) == [*addresses(ours), MORE["url"]]
        first = next(each for each in united.draft.sources if each.url == PAGE["url"])
        assert (first.publisher, first.language) == ("Example", "zh")


def test_another_writing_of_an_address_is_the_same_source() -> None:
    """A person's https is the record's http, and one address that stands twice stays twice."""
    old = {**PAGE, "url": "http://example.org/page"}
    assert addresses(unite_drafts(draft(old), draft(PAGE), draft(old, MORE)).draft) == [PAGE["url"], MORE["url"]]
    twice = unite_drafts(draft(PAGE), draft(PAGE, {**PAGE, "note": "Again"}), draft(PAGE, MORE)).draft
    assert [source.note for source in twice.sources] == ["", "Again", ""]
