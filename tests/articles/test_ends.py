"""A date can be that of a beginning or of an end."""

import datetime as dt

import pytest

from tracker.articles import Article, analyse
from tracker.articles.dating import read_dates
from tracker.articles.ends import DateRole, date_role, tells_an_end
from tracker.articles.sentences import Span
from tracker.dates.finding import find_dates
from tracker.read_models import EventRow, TermRow

BEGINS, ENDS, HAPPENED = DateRole.BEGINS, DateRole.ENDS, DateRole.HAPPENED


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("The two-month closure of the city ended on 1 June 2022.", [ENDS]),
        ("On 1 June 2022 the city lifted its closure.", [ENDS]),
        ("It let titles through on 11 April 2022, ending a freeze that began in July 2021.", [HAPPENED, BEGINS]),
        ("The closure, which started on 28 March 2022, ended on 1 June 2022.", [BEGINS, ENDS]),
        ("The app was out of the shops until January 2023.", [ENDS]),
        ("Curbs imposed in July 2021 hurt sales.", [BEGINS]),
        ("It fined the shop in July 2021.", [HAPPENED]),
        ("2022年6月1日解除封控。", [ENDS]),
        ("封控于2022年6月1日结束。", [ENDS]),
        ("暂停始于2021年7月。", [BEGINS]),
        ("2021年7月起暂停审批。", [BEGINS]),
        ("2021年7月2日，主管部门罚款。", [HAPPENED]),
    ],
)
def test_the_words_around_a_date_tell_what_happened_on_it(text: str, roles: list[DateRole]) -> None:
    """The nearest verb of its clause decides, or a word directly beside it."""
    whole = Span(0, len(text))
    assert [date_role(text, whole, Span(found.start, found.end)) for found in find_dates(text, None)] == roles
    ((*read,),) = read_dates(text, None, [(0, whole)])
    assert [date.role for date in read] == roles


def test_words_of_an_end_are_told_from_those_of_a_beginning() -> None:
    """A clause that names a beginning only speaks of no end."""
    freeze = "ending a freeze that began in July 2021"
    assert tells_an_end(freeze, Span(0, len(freeze)))
    assert tells_an_end("恢复审批", Span(0, 4))
    assert not tells_an_end("a freeze that began in July 2021", Span(0, 20))


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The lockdown of Shanghai, two months long, was over: it ended on 1 June 2022.", "shanghai-lockdown"),
        ("上海的封控于2022年6月1日结束。", "shanghai-lockdown"),
        (
            "Games came through again, ending a freeze of licences for video games that began in July 2021.",
            "game-freeze-2021",
        ),
    ],
)
def test_an_end_is_told_of_the_event_that_lasted(
    record_terms: tuple[TermRow, ...], record_events: tuple[EventRow, ...], text: str, slug: str
) -> None:
    """The record's event is found by the day on which it ended, or by its beginning beside words of its end."""
    language = "en" if text.isascii() else "zh"
    article = Article(text, published=dt.date(2022, 6, 20), language=language)
    found = analyse(article, record_terms, record_events)
    asked = [mention for question in found.questions for mention in question.mentions]
    assert slug in [mention.event.slug for mention in (*found.mentions, *asked)]
