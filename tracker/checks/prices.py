"""Words that tell how a price of shares moved, and the rules that keep them out of what counts and of reasons.

A price is no check on the sign of an act (``docs/method.md``, section 7), and one that is told in the reason of a
stance was not known when the act was done. What shares did may stand in a summary, behind what was done.
"""

import re
from collections.abc import Iterable

from tracker.checks.events import CheckedEvent
from tracker.checks.problems import Level, Rule

# A price of shares: not a share of a market or of sales, a stock of goods, an exchange or a holding.
_SHARES = (
    r"(?:(?:share|stock|equity) (?:prices?|markets?)|shares|stocks(?! of )|equities|(?<!in )stock|ADRs"
    r"|market (?:cap|capitali[sz]ation|value)|(?:tech|benchmark) (?:index|gauge)"
    r"|(?:Hang Seng|Nasdaq|CSI 300|Shanghai Composite|Golden Dragon)(?: \w+){0,4}?)"
)
_MOVED = (
    r"(?:f[ae]ll|fallen|plung|plummet|sink|sank|sunk|slump|tumbl|crash|drop|slid|declin|slip|tank|los[et]|shed|eras|dive"
    r"|retreat|r[io]se|rising|rall[iy]|jump|soar|surg|climb|gain|rebound|bounc|recover|spik|leap|advanc|suffer)\w*"
)
_MOVE = (
    r"(?:falls?|plunges?|slumps?|tumbles?|crash(?:es)?|drops?|slides?|declines?|loss(?:es)?|rises?|rall(?:y|ies)|jumps?"
    r"|surges?|gains?|rebounds?|routs?|sell-?offs?|collapses?)"
)
_PUSHED = (
    r"(?:sinks?|sank|sends?|sent|lift(?:s|ed)?|boost(?:s|ed)?|drag(?:s|ged)?|hammer(?:s|ed)?|batter(?:s|ed)?"
    r"|roil(?:s|ed)?|dump(?:s|ed)?|sells? off|sold off|wip(?:es?|ed|ing) out)"
)
_SOME = r"(?: (?!(?:that|which|who|and|or|but|if|when|held|owned|of)\b)[\w.,'’$&-]+){0,%d}?"
_AMOUNT = r"(?: (?:by|about|around|nearly|almost|over|up|as|much|more|less|than|to|an?|another|roughly|at|least)){0,5}"
_PERCENT = r" \d[\d.]* ?(?:%|per ?cent)"
_SUM = r" (?:US|HK)?[$€£]? ?(?:\d[\d.,]*|hundreds|tens|dozens)[ -]?(?:of )?(?:bn|[bmtr]+illions?)"
_CLOSED = r"(?:clos|end|open|trad|finish|debut)(?:es?|s|ed|ing)?"

_ENGLISH = (
    rf"{_SHARES}(?: of(?: [\w.-]+){{1,3}})?{_SOME % 3} {_MOVED}\b(?! (?:short|under|within|into)\b)",
    rf"{_SHARES}{_SOME % 3} (?:is|are|was|were) (?:down|up)\b",
    rf"{_SHARES}{_SOME % 3} (?:hit|near|reach)\w* (?:an? )?(?:\w+ )?(?:low|high|bear market)\b",
    rf"{_PUSHED}{_SOME % 3} {_SHARES}\b",
    rf"{_MOVE} (?:in|of|for|among|across)(?: [\w'’-]+){{0,4}}? {_SHARES}\b",
    r"(?:shares?|stock|equity|market)(?: price)? (?:plunge|slump|tumble|crash|slide|rally|rout|sell-?off|rebound)s?\b",
    rf"{_MOVED}{_SOME % 5} (?:off|of|from|in) (?:its |their |the )?(?:market (?:value|cap\w*)|valuation)\b",
    rf"(?:los[te]|shed|eras)\w*{_AMOUNT}{_SUM} (?:in|of) value\b",
    rf"(?:wip|eras|shed)\w*(?: out| off)?{_AMOUNT}{_SUM}",
    rf"{_CLOSED}{_AMOUNT}{_PERCENT}(?: (?:down|up|lower|higher|below|above)\b)",
    rf"(?:down|up){_AMOUNT}{_PERCENT} from (?:its|their) (?:peak|high|low)\b",
    rf"{_CLOSED} (?:down|up|lower|higher){_AMOUNT}{_PERCENT}",
    r"(?:below|above|under) (?:the|its|their) (?:offer|issue|IPO|listing) price",
)
_CHINESE_MOVED = (
    r"[^。；，、]{0,10}?(?:[跌涨挫](?!价)|跳水|缩水|蒸发|腰斩|崩盘|飙升|急升|回升|反弹|拉升|减少\d|新[低高])"
)
_CHINESE = (
    r"(?:股价|股票|市值|[港美A]股|ADR|中概股|科技股|概念股|个股|恒指|科指|股市|股指|(?:恒生|纳斯达克)\w{0,6}指数)"
    + _CHINESE_MOVED,
    r"(?<![上下])[跌涨挫][近逾超约幅过了]{0,3} ?\d[\d.]* ?%",
    r"[跌涨]停(?!牌)",
    r"蒸发[^。；]{0,8}?\d[\d.]* ?[万千百]?亿",
)
_TOLD = re.compile("|".join(rf"\b{each}" for each in _ENGLISH) + "|" + "|".join(_CHINESE), re.IGNORECASE)


def price_words(text: str, companies: Iterable[str] = ()) -> str:
    """Return the first words of a text that tell how a price of shares moved, or nothing.

    Args:
        text: English or Chinese.
        companies: names of firms; one that fell or rose by so many per cent means its share.
    """
    found = _TOLD.search(text)
    if found is None and (names := "|".join(re.escape(name) for name in companies)):
        # "Its sales fell 5 %" is no price: the firm itself has to be what moved.
        found = re.search(rf"(?:{names}) {_MOVED}{_AMOUNT}{_PERCENT}(?! of\b)", text, re.IGNORECASE)
    return found[0].strip() if found else ""


_FIRST_CLAUSE = re.compile(
    # What only tells the time or the setting is passed over.
    r"(?:(?:After|As|While|When|Despite|Following|Since|Amid|Although|Though)\b[^,]*,\s*)?"
    r"(.*?)(?:[,;，；。]|[.!?](?:\s|$)|$)",
    re.DOTALL,
)


class PriceAsEvent(Rule[CheckedEvent]):
    """What counts is an act and not what became of a price."""

    level = Level.WARNING

    def feed(self, event: CheckedEvent, /) -> None:
        """Look for a price in the title, and in what the summary of a kind that counts says first."""
        if not event.draft.kind.counts:
            return
        clause = _FIRST_CLAUSE.match(event.draft.summary)
        for field, text in (("title", event.draft.title), ("summary", clause[1] if clause else "")):
            if words := price_words(text, event.draft.companies):
                message = f"It tells a price (“{words}”). Say what was done, or choose a kind that does not count."
                self.report(event.place, field, message)


class PriceInReason(Rule[CheckedEvent]):
    """A stance rests on what was done that day and not on what shares did then."""

    level = Level.WARNING

    def feed(self, event: CheckedEvent, /) -> None:
        """Look for a price in the reason."""
        if words := price_words(event.draft.stance_reason, event.draft.companies):
            message = f"It tells a price (“{words}”). Say what was done that day; prices are no evidence of a stance."
            self.report(event.place, "stance_reason", message)
