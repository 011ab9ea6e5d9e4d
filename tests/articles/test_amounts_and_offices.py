"""How big a penalty is, whose office acts, whose country it is, and of what time a report tells."""

import datetime as dt

import pytest

from tracker.articles import Analysis, Article, analyse
from tracker.articles.levels import level_of
from tracker.articles.local_offices import is_other_office
from tracker.articles.sentences import Span
from tracker.articles.stance_rules import find_cue
from tracker.read_models import EventRow, TermRow

PUBLISHED = dt.date(2026, 9, 20)


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        ("600 million yuan", "a big penalty"),
        ("RMB 1.2 trillion", "a big penalty"),
        ("1.2万亿元", "a big penalty"),
        ("6千万元", "a small penalty"),
        ("60百万元", "a small penalty"),
        ("80 million US dollars", "a big penalty"),
        ("US$80 million", "a big penalty"),
        ("$2 million", "a small penalty"),
        ("HK$600 million", ""),
        ("NT$6 million", ""),
        ("S$6 million", ""),
        ("6亿港元", ""),
    ],
)
def test_a_penalty_is_as_big_as_its_money_says(amount: str, says: str) -> None:
    """In yuan or in dollars of the United States; other money gives no size."""
    text = f"The platform was fined {amount} for its prices."
    part = Span(0, len(text))
    cue = find_cue(text, part)
    assert cue is not None
    assert cue.rule.by_size
    assert level_of(text, part, cue)[1] == says


@pytest.mark.parametrize(
    ("name", "text", "other"),
    [
        ("中国证监会", "中国证监会督促各地监管局核查。", False),
        ("人民银行", "人民银行会同地方金融监管局约谈平台。", False),
        ("国家发改委", "国家发改委地方司答复。", False),
        ("国家税务总局", "国家税务总局杭州市税务局追缴税款。", True),
        ("中国证监会", "中国证监会浙江监管局开出罚单。", True),
        ("中国人民银行", "中国人民银行温州市中心支行开出罚单。", True),
    ],
)
def test_a_local_office_has_its_place_in_its_name(name: str, text: str, *, other: bool) -> None:
    """What a national agency does with or to local ones is its own act."""
    assert is_other_office(text, 0, len(name)) is other


def read(text: str, terms: tuple[TermRow, ...], events: tuple[EventRow, ...]) -> Analysis:
    """Read a text against the record."""
    return analyse(Article(text, published=PUBLISHED, url="https://news.example/story"), terms, events)


@pytest.mark.parametrize("whose", ["Singapore's", "Hong Kong's", "Spain's"])
def test_another_countrys_regulator_is_none_of_chinas(
    record_terms: tuple[TermRow, ...], record_events: tuple[EventRow, ...], whose: str
) -> None:
    """Its act against a firm of China is no draft; a firm that is listed there is one of China's all the same."""
    found = read(f"{whose} regulator fined Meituan on September 14, 2026.", record_terms, record_events)
    assert found.new == ()
    text = "China's market regulator fined Meituan, which is listed in Hong Kong, on September 14, 2026."
    assert [each.when for each in read(text, record_terms, record_events).new] == ["2026-09-14"]


def test_the_time_of_a_report_is_no_day_of_an_event(
    record_terms: tuple[TermRow, ...], record_events: tuple[EventRow, ...]
) -> None:
    """A quarter's end is not when a fine was imposed."""
    text = "Meituan was fined by the market regulator, it said of the quarter ended June 30, 2026."
    assert not [each.when for each in read(text, record_terms, record_events).new if each.when.startswith("2026-0")]
