"""Dates that say when a text was written, or head what follows, and are no statement."""

import datetime as dt

import pytest

from tracker.articles import paste_article
from tracker.articles.datelines import own_day
from tracker.articles.dating import read_dates
from tracker.articles.sentences import split_paragraphs, split_sentences

DAY = dt.date(2021, 7, 5)


def marked(text: str, published: dt.date | None = DAY) -> list[tuple[str, bool]]:
    """Return the words of each date and whether it is the text's own."""
    spans = [(place, span) for place, part in enumerate(split_paragraphs(text)) for span in split_sentences(text, part)]
    return [(date.text, date.in_dateline) for own in read_dates(text, published, spans) for date in own]


@pytest.mark.parametrize(
    "line",
    [
        "Updated: 3:30pm, 5 Jul, 2021",
        "Published Jul 5, 2021 02:34",
        "July 5, 2021",
        "By Jane Roe | July 5, 2021 | 4 min read",
        "Example News Agency, July 5, 2021",
        "19:42 05/07/2021",
        "发布时间：2021-07-05 10:00 来源：某某网",
        "2021-07-05 10:00:12 来源: 某某办",
        "时间:2021-07-05 07:21内容来源:某某报 新闻归类:要闻",
        "某某报客户端 2021-07-05 19:23",
        "BEIJING, July 5 (Example) - The office removed three apps.",
        "HONG KONG/BEIJING, July 5 - The office removed three apps.",
        "Beijing, July 5 /Example/ — The office removed three apps.",
        "Example News Service, July 5. The office removed three apps.",
        "某某社北京7月5日电（记者某某）主管部门下架应用。",
        "某某网7月5日电 主管部门下架应用。",
        "【2021年07月05日讯】主管部门下架应用。",
    ],
)
def test_the_day_of_a_text_is_no_statement(line: str) -> None:
    """Neither in a byline nor in a dateline nor alone in its line."""
    assert [own for _, own in marked(line)] == [True]


@pytest.mark.parametrize(
    "line",
    [
        "The office published the order on July 5, 2021.",
        "July 5, 2021: The office removed three apps.",
        "On July 5, 2021 the office, which sits in Beijing, removed three apps at 10:30.",
        "Promulgation Date: 2021-07-05",
        "July 5, 2021 | Three apps removed",
        "2021年7月5日 应用被下架",
        "2021年7月5日，主管部门下架应用。",
        "公布日期：2021年7月5日起三十日内",
        "该公告于2021年7月5日 10:00发布，应用随即下架。",
    ],
)
def test_a_day_on_which_something_happened_is_one(line: str) -> None:
    """A line may begin with its date or have a time of day in it."""
    assert [own for _, own in marked(line)] == [False]


def test_a_text_gives_its_own_day() -> None:
    """Its byline does; lines with dates that each head a part, and dates in sentences, do not."""
    assert own_day("Apps removed\n\nUpdated: 3:30pm, 5 Jul, 2021\n\nThe office acted on July 4, 2021.") == DAY
    assert own_day("应用下架\n发布时间：2021-07-05 10:00\n主管部门于2021年7月4日公告。") == DAY
    assert (
        own_day("July 2, 2021\n\nA review begins.\n\nJuly 4, 2021\n\nThe app goes.\n\nJuly 5, 2021\n\nTwo others go.")
        is None
    )
    assert own_day("The office acted on July 4, 2021.") is None
    assert own_day("Apps removed\n\n- Other story\n- Published 16 March 2021\n") is None


def test_a_pasted_text_is_published_on_the_day_in_its_byline() -> None:
    """Where nobody typed a day; the note says where it is from."""
    article = paste_article(
        "Apps removed\n\nBy Jane Roe | July 5, 2021 | 4 min read\n\nIt was on Sunday.", today=dt.date(2022, 1, 1)
    )
    assert article.published == DAY
    assert article.notes == ("Published on 5 July 2021, as the page says.",)
    assert marked("July 5, 2021\n\nIt was on Sunday.", None) == [("July 5, 2021", True), ("Sunday", False)]


def test_a_heading_lends_its_year_to_what_stands_below_it() -> None:
    """A line that is only a date and not the day of publication heads what follows."""
    text = "July 2, 2019\n\nA review began. On August 3 it ended."
    spans = [(place, span) for place, part in enumerate(split_paragraphs(text)) for span in split_sentences(text, part)]
    read = [date for own in read_dates(text, DAY, spans) for date in own]
    assert [(date.date.edtf, date.in_dateline) for date in read if date.date] == [
        ("2019-07-02", True),
        ("2019-08-03", False),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "2021-07-05 fined by the office",
        "July 5, 2021 | Fined by SAMR",
        "2021-07-05\tfined 3m yuan by SAMR\tMeituan",
        "Meituan\tSAMR\t2021-07-05",
        "2021-07-05: Source code seized",
        "2021年7月5日 网信办发布新规",
        "2021年7月5日：记者协会发布公约",
        "Three firms fined by SAMR on July 5, 2021",
    ],
)
def test_a_line_that_tells_what_was_done_is_no_byline(line: str) -> None:
    """Whoever did it, and whatever words of a byline it holds; nor is its day that of the text."""
    assert [own for _, own in marked(line)] == [False]
    assert own_day(f"{line}\n\nThe office acted in July.") is None


@pytest.mark.parametrize(
    "line", ["July 5, 2021 By Jane Roe", "2021-07-05 Staff Reporter", "2021-07-05 来源：某某网", "记者 某某 2021-07-05"]
)
def test_a_byline_names_who_wrote(line: str) -> None:
    """Before or behind the day."""
    assert [own for _, own in marked(line)] == [True]
