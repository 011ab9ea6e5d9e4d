"""Prices of shares in what counts and in reasons of stances: told by words, after how news puts it."""

from collections.abc import Callable

import pytest

from tests.support.record_of_280 import evidence_of_280
from tracker.checks import CheckedEvent, Level, Problem, Rule
from tracker.checks.prices import PriceAsEvent, PriceInReason, price_words
from tracker.checks.problems import run_rules
from tracker.read_models import EventRow
from tracker.sentiment import policy_index

EventMaker = Callable[..., CheckedEvent]

FIRMS = ("Alibaba", "JD.com", "Meituan", "Tencent")

TOLD = """
Hong Kong stocks slumped the most in five months
The Hang Seng Index sank 2.7 per cent
Alibaba tumbled by as much as 5.3 per cent
More than US$110 billion of market value was erased from index members
Tech stocks slide as Beijing tightens listing rules
The giants have lost more than $800 billion in market value
Crackdown wipes hundreds of billions off top companies
The firm saw a 15% plunge in its shares that day
Four firms shed $200 billion as probe scares investors
Investors dumped the shares of technology giants
Shares in Alibaba are down 66% from their peak
Meituan rose as much as 6.4%
Followed a US$1 trillion stock rout
Shares of Tencent climbed 2.68%
One of the biggest rallies in the city's stock market
Set off a sell-off in US-listed shares
The listing ended far below the offer price
Closed down 12.35% in Hong Kong
两日市值蒸发7000亿港元
腾讯收盘报551港元，跌7.39%
科技股连续两日大跌
美团单日市值减少1307亿元
股价全日急跌
新规拖累港股重挫
"""

NOT_TOLD = """
Fees up to 50% lower for small shops
Rise in the value of penalties
销量下跌5%
Its market share in payments fell to 53 per cent
The share of sales made in China dropped to a fifth
Shanghai Stock Exchange publishes listing rules for red-chip firms
Price Law amended to bar below-cost sales
Fined for price fixing among chip distributors
Stocks of rare earths fell below the reserve level
Foreign holders may buy up to 49% of the shares
Stock Connect extended to more exchange-traded funds
The number of approvals rose by 20 per cent
Initial public offering suspended two days before trading
Penalty raised to 5% of the year's sales
Fees lowered by 15% for small shops
Meituan lost 5% of its couriers
Market regulator fines firms that sank their rivals by false prices
Allows firms to list shares or depositary receipts
Rules on market value management of listed state firms
Tax on trading shares halved
Employment in the sector lost 20 per cent of its posts
Forced sell-off of the unit within 270 days
Guiding opinions push platforms to share labour costs for drivers
Blocks the largest share sale on record at the last moment
证券交易所发布股票上市规则
规范价格行为，禁止价格歧视
会员涨价须提前公示
市值管理指引公开征求意见
"""


def found(rule: Rule[CheckedEvent], event: CheckedEvent) -> list[Problem]:
    """Run one rule on one event."""
    return list(run_rules([rule], [event]))


@pytest.mark.parametrize("text", TOLD.strip().splitlines())
def test_a_price_that_moved_is_told(text: str) -> None:
    """As news writes it, in English and Chinese; the words found are part of the text."""
    words = price_words(text, FIRMS)
    assert words
    assert words in text


@pytest.mark.parametrize("text", NOT_TOLD.strip().splitlines())
def test_other_shares_stocks_and_prices_are_none(text: str) -> None:
    """Market shares, stocks of goods, exchanges, listings, price law and numbers of other things."""
    assert price_words(text, FIRMS) == ""


def test_an_event_that_is_a_price_is_asked_about(make_event: EventMaker) -> None:
    """Where it counts, and where the title or what the summary says first tells the price; the words are named."""
    title = make_event(title="Chinese tech shares crash after the congress")
    (problem,) = found(PriceAsEvent(), title)
    assert (problem.field, problem.level) == ("title", Level.WARNING)
    assert "“shares crash”" in problem.message
    summary = make_event(summary="On the first day of trading the Hang Seng fell 6.4%. No measure was announced.")
    (problem,) = found(PriceAsEvent(), summary)
    assert (problem.field, "Hang Seng fell" in problem.message) == ("summary", True)
    assert not found(PriceAsEvent(), make_event(title="Tech shares crash", kind="company-response"))


@pytest.mark.parametrize(
    "summary",
    [
        "The regulator opened a probe. Alibaba's shares fell about 8% in Hong Kong.",
        "After stocks plunged, the committee promised to finish the rectification soon.",
        "Seven departments set a minimum wage; Meituan's shares fell by nearly 14% that day.",
        "",
    ],
)
def test_a_price_behind_the_act_is_no_event(make_event: EventMaker, summary: str) -> None:
    """What shares did may stand in a summary, behind what was done or as its setting."""
    assert not found(PriceAsEvent(), make_event(summary=summary))


def test_a_reason_does_not_tell_prices(make_event: EventMaker) -> None:
    """In a stance of any kind; a firm that fell by per cent is its share, and its sales are not."""
    for kind in ("rule", "foreign-measure"):
        event = make_event(kind=kind, stance_reason="Adds costs; Meituan fell about 14%", companies=["Meituan"])
        (problem,) = found(PriceInReason(), event)
        assert (problem.field, problem.level) == ("stance_reason", Level.WARNING)
        assert "“Meituan fell about 14%”" in problem.message
    sales = make_event(stance_reason="Adds costs; Meituan's orders fell about 14%", companies=["Meituan"])
    assert not found(PriceInReason(), sales)


def test_what_befell_prices_after_the_congress_does_not_count(record_events: tuple[EventRow, ...]) -> None:
    """Its event is plotted and not counted. On the record of 280 events that lifts the day from -0.0252 to +0.0968."""
    slug = "party-congress-tech-selloff"
    (event,) = [each for each in record_events if each.slug == slug]
    assert not event.kind.counts
    values = [
        policy_index(evidence, since=event.first_on, until=event.first_on).index[0]
        for evidence in (evidence_of_280(), evidence_of_280(without=slug))
    ]
    assert [f"{value:+.4f}" for value in values] == ["-0.0252", "+0.0968"]
