"""The year of a date that has none: from the tense of its own clause, from lists and stories, and from headings."""

import datetime as dt

import pytest

from tracker.articles.dating import read_dates
from tracker.articles.sentences import Span, split_paragraphs, split_sentences


def read(text: str, published: str) -> list[str]:
    """Read all dates of an article; what is not settled is empty."""
    day = dt.date.fromisoformat(published) if published else None
    spans = [(place, span) for place, part in enumerate(split_paragraphs(text)) for span in split_sentences(text, part)]
    return [date.date.edtf if date.date else "" for own in read_dates(text, day, spans) for date in own]


@pytest.mark.parametrize(
    ("published", "text", "dates"),
    [
        (
            "2022-09-13",
            "The agency stopped licences last August before bringing them back in April.",
            "2021-08 2022-04",
        ),
        ("2022-09-13", "Sales still suffer from the curbs imposed by the American ministry in May.", "2022-05"),
        ("2022-09-13", "The shop will appeal against a fine that the bureau imposed in December.", "2021-12"),
        ("2022-09-13", "Inspectors, who will meet again soon, fined the shop in November.", "2021-11"),
        (
            "2022-09-13",
            "Titles were blocked by the office in October before licences came back in April.",
            "2021-10 2022-04",
        ),
        ("2022-09-13", "The shop had left the list by May.", "2022-05"),
        ("2022-09-13", "The app was out of the shops until June.", "2022-06"),
        ("2022-02-03", "The order was due to start in January but was postponed to June.", "2022-01 2022-06"),
        ("2022-09-13", "The newspaper reported on the ministry's cut in July.", "2022-07"),
        ("2023-03-01", "It will launch its revised app in May.", "2023-05"),
    ],
)
def test_what_happened_lies_behind(published: str, text: str, dates: str) -> None:
    """The last verb before a date decides; "will" ends with its own verb, and "by" counts only before a date."""
    assert read(text, published) == dates.split()


@pytest.mark.parametrize(
    ("published", "text", "dates"),
    [
        ("2022-09-13", "The shop said on Monday it will leave in November.", "2022-09-12 2022-11"),
        ("2022-09-13", "Shops have until 15 October to answer.", "2022-10-15"),
        ("2022-06-10", "Shops were told to comply by June 30.", "2022-06-30"),
        ("2022-05-18", "The mayor said the closure would end on June 1.", "2022-06-01"),
        ("2021-08-31", "The order, published on Monday, takes effect on September 1.", "2021-08-30 2021-09-01"),
        ("2021-08-31", "Under the order, which takes effect on Wednesday, children may not play.", "2021-09-01"),
        ("2021-08-31", "Effective November 1, apps need consent.", "2021-11-01"),
        ("2021-08-31", "From November 1, apps will need consent.", "2021-11-01"),
        ("2021-12-03", "The shop plans to list in the south by March, people said.", "2022-03"),
        ("2021-12-03", "It is expected to file around March.", "2022-03~"),
        ("2022-03-20", "9月30日前完成整改。", "2022-09-30"),
        ("2022-03-20", "平台9月1日起将暂停服务。", "2022-09-01"),
        ("2022-03-20", "4月1日，该细则将正式施行。", "2022-04-01"),
    ],
)
def test_what_is_to_come_lies_ahead(published: str, text: str, dates: str) -> None:
    """A verb that points ahead, or a limit directly before the date, takes the next such day where that is nearer."""
    assert read(text, published) == dates.split()


@pytest.mark.parametrize(
    ("published", "text", "dates"),
    [
        ("2022-03-20", "主管部门将继续检查，去年以来已下架应用，11月曾约谈平台。", "2021/.. 2021-11"),
        ("2022-03-20", "平台表示将整改，此前于11月1日收到罚单。", "2021-11-01"),
        ("2022-08-01", "5月10日平台发出通知，不合要求的商户将被清退。", "2022-05-10"),
        ("2022-03-20", "11月，主管部门将该应用下架。", "2021-11"),
        ("2022-03-20", "截至12月底，已有百余款应用下架。", "2021-12~"),
    ],
)
def test_in_chinese_will_reaches_to_the_end_of_its_clause(published: str, text: str, dates: str) -> None:
    """将 of another clause, or before the thing that something was done to, points nowhere."""
    assert read(text, published) == dates.split()


@pytest.mark.parametrize(
    ("published", "text", "dates"),
    [
        (
            "2022-09-13",
            "The office let 45 titles through in April 2021, 60 in July and 67 in August.",
            "2021-04 2021-07 2021-08",
        ),
        (
            "2022-10-03",
            "In 2021 it widened: in April it reached shops, in July cars and in August games.",
            "2021 2021-04 2021-07 2021-08",
        ),
        ("2022-09-13", "The app left the shops in July 2021 after the fine in April.", "2021-07 2021-04"),
        ("2022-09-13", "The sale was stopped in November 2020 and the fine came in April.", "2020-11 2021-04"),
        ("2021-12-13", "The shop, founded in June 2012, was fined in August.", "2012-06 2021-08"),
        ("2022-08-13", "The shop, which listed in June 2021, was fined in July.", "2021-06 2022-07"),
        ("2023-03-03", "2020年11月暂缓上市，12月被约谈，次年4月提出方案。", "2020-11 2020-12 2021-04"),
        ("2022-03-20", "2020年8月17日发布新规，同时宣布许可已于8月13日到期。", "2020-08-17 2020-08-13"),
        ("2022-09-20", "2021\n\nJuly 2: a review begins.\n\nAugust 3: a paper warns.", "2021-07-02 2021-08-03"),
        ("", "date 2021-03\n\nFebruary 2: a campaign begins.", "2021-03 2021-02-02"),
        (
            "",
            "On 30 April 2025 the law was passed.\n\nOn 25 April a speaker told of it. It was drafted last year.",
            "2025-04-30 - -",
        ),
    ],
)
def test_lists_and_stories_carry_their_year_on(published: str, text: str, dates: str) -> None:
    """Forwards, and backwards where "after" or nearness says so; what only gives background lends no year."""
    assert [date or "-" for date in read(text, published)] == dates.split()


@pytest.mark.parametrize(
    ("published", "text", "dates"),
    [
        (
            "2022-01-20",
            "The review began on July 2, 2021. On the 4th the app was removed, and on the 5th three others.",
            "2021-07-02 2021-07-04 2021-07-05",
        ),
        ("2021-12-20", "7月2日，审查启动。4日，应用被下架。16日，多部门进驻。", "2021-07-02 2021-07-04 2021-07-16"),
        ("2022-03-20", "2021年6月30日公司上市。2日，审查启动。", "2021-06-30 2021-07-02"),
        (
            "2021-07-05",
            "根据2017年6月1日起施行的法律，主管部门开展检查。记者4日获悉，应用已下架。",
            "2017-06-01 2021-07-04",
        ),
        ("2021-07-16", "昨（15）日，主管部门约谈了平台。", "2021-07-15"),
        ("2021-07-16", "昨（14）日，主管部门约谈了平台。", ""),
        ("2021-07-16", "本月15日，主管部门约谈了平台。", "2021-07-15"),
        ("2022-03-20", "2021年7月2日，平台被立案。当日，平台致歉。", "2021-07-02 2021-07-02"),
        ("2022-03-20", "2021年7月，平台被立案。当日，平台致歉。", "2021-07 -"),
        ("2025-11-10", "主管部门昨（9）日公告，即日起至2026年11月27日暂停实施。", "2025-11-09 2025-11-09/2026-11-27"),
        ("2022-09-13", "A week earlier, the shop had apologised.", "-"),
        ("2022-09-13", "三天前，平台致歉。", "2022-09-10"),
        ("2022-09-13", "On July 2, 2021 a review began. A week earlier, the shop had listed.", "2021-07-02 2021-06~"),
        ("2022-09-13", "It drafted rules in November 2021. Later that year it opened a probe.", "2021-11 2021"),
        (
            "2022-02-03",
            "It was stopped in November 2020. In April of the following year it was told to change.",
            "2020-11 2021-04",
        ),
        ("2022-02-03", "In April of that year it was told to change.", "-"),
        ("2022-02-03", "It was fined on April 10, 2021. The same day its shares rose.", "2021-04-10 2021-04-10"),
        ("2022-02-03", "It was fined in April 2021. The same day its shares rose.", "2021-04 -"),
        ("2022-02-03", "Sales rose 3 percent from a year earlier, and fell from last year.", ""),
        ("2022-02-03", "营收较去年同期增长，比去年好。", ""),
        ("2024-02-03", "It was told last week.", "2024-01-22~/2024-01-28~"),
        ("2020-08-07", "It was told earlier this week.", "2020-08-03~/2020-08-07~"),
        ("2024-02-03", "主管部门上周批准。", "2024-01-22~/2024-01-28~"),
        ("2021-05-01", "第46号公告即《2020年名单》，2024年第46号公告另行发布，通常在往年的3月。", ""),
    ],
)
def test_words_that_lean_on_another_date_are_no_finer_than_it(published: str, text: str, dates: str) -> None:
    """They count from the date before, give the range of days that they allow, or are not read at all."""
    assert [date or "-" for date in read(text, published)] == dates.split()


@pytest.mark.parametrize(
    ("published", "text", "dates"),
    [
        ("2021-07-05", "The app went over the weekend.", "2021-07-03~/2021-07-04~"),
        ("2021-07-04", "The app went this weekend.", "2021-07-03~/2021-07-04~"),
        ("2021-07-06", "The panel meets next week and votes next Tuesday.", "2021-07-12~/2021-07-18~ 2021-07-13"),
        ("2021-07-06", "下周公布，下周三开会。", "2021-07-12~/2021-07-18~ 2021-07-14"),
        ("2021-11-20", "Income fell in the quarter ended September.", "2021-07/2021-09"),
        ("2021-11-20", "Income fell in the six months to June 2021.", "2021-01/2021-06"),
        ("2021-11-20", "Income fell in the quarter ended September 30.", "2021-09-30"),
        ("2021-08-20", "上半年营收增长。", "2021-40"),
        ("2021-05-20", "下半年营收增长。", "2020-41"),
        (
            "2022-03-20",
            "It grew over the past two weeks and during the past decade.",
            "2022-03-06/2022-03-20 2012/2022",
        ),
        ("2022-03-20", "过去3个月下降。", "2021-12/2022-03"),
        ("2021-08-31", "Children may play on Fridays, Saturdays, Sundays and holidays.", ""),
        ("2021-08-31", "未成年人周五、周六、周日和法定节假日可以游戏。", ""),
        ("2021-07-26", "Shares fell on Friday and on Monday.", "2021-07-23 2021-07-26"),
        ("2021-07-26", "Trading resumes on Thursday.", "2021-07-29"),
        ("2022-09-02", "It comes ahead of the congress in October.", "2022-10"),
        ("2023-02-20", "At the session in March, a new bureau will be set up.", "2023-03"),
        ("2021-12-31", "It would leave New York, six months after listing there in June.", "2021-06"),
        ("2020-11-10", "10/11/2020 and 12/11/2020 are days, 05/11/2020 another.", "2020-11-10 - -"),
        ("", "16/07/2021 a visit. 04/07/2021 a removal.", "2021-07-16 2021-07-04"),
        ("2022-03-20", "新规将从2022年3月1日起施行。", "2022-03-01"),
    ],
)
def test_weeks_halves_and_reports_are_ranges(published: str, text: str, dates: str) -> None:
    """What counts from the day of publication gives the days that it allows; days of every week are no dates."""
    assert [date or "-" for date in read(text, published)] == dates.split()


def test_a_week_lends_a_draft_its_month() -> None:
    """A draft would otherwise say that the act lasted for seven days."""
    ((date,),) = read_dates("It was told last week.", dt.date(2024, 2, 3), [(0, Span(0, 22))])
    assert (date.when, date.is_settled) == ("2024-01~", True)
    ((date,),) = read_dates("日前，平台致歉。", dt.date(2024, 2, 3), [(0, Span(0, 8))])
    assert (date.when, date.is_settled) == ("2024-02~", False)


@pytest.mark.parametrize(
    ("published", "text", "dates"),
    [
        ("2026-09-20", "去年3月，主管部门约谈该平台。9月14日，主管部门对该平台罚款。", "2025-03 2026-09-14"),
        ("2023-10-21", "继7月限制两种金属之后，主管部门17日再出新规。", "2023-07 2023-10-17"),
        ("2023-10-21", "7月3日公布，17日施行。", "2023-07-03 2023-07-17"),
        ("2026-09-20", "Bids close on 30 September.", "2026-09-30"),
        ("2026-09-20", "Tests start on 1 October and end on 5 October.", "2026-10-01 2026-10-05"),
        ("2026-09-20", "2025\n10 April: The app went.\n11 May: It came back.", "2025-04-10 2025-05-11"),
        ("2026-09-20", "2026\nMay: The app went.", "2026-05"),
        ("2026-09-20", "It went on 10 April\n2025 and stayed away.", "2025-04-10"),
    ],
)
def test_news_and_headings_and_what_is_to_come(published: str, text: str, dates: str) -> None:
    """News of ten days takes no year from a story before it, and a year alone in its line heads what follows."""
    assert [date or "-" for date in read(text, published)] == dates.split()
