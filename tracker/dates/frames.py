"""Words that notices, laws and news put around a date: which say nothing more, and which make it a limit.

"Effective 1 November 2021" and 自2021年11月1日起施行 name a day. "Until", "before", 前 tell only when something was
over, "after", 之后 only what it followed; these become spans, marked as approximate where the text leaves them open.
This is the one list of such words, for what is typed and for running text.
"""

import datetime as dt
import re
from enum import StrEnum

from tracker.dates import calendar
from tracker.dates.partial import PartialDate, from_edtf
from tracker.errors import DateProblem
from tracker.vocabulary import Precision


class Frame(StrEnum):
    """What the words around a date make of it; each is the name of a group in the patterns."""

    PLAIN = "plain"
    AHEAD = "ahead"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"
    SINCE = "since"


_FORCE = "(?:force|effect|operation)"
_DONE = (
    "published|issued|released|announced|adopted|passed|promulgated|updated|posted|signed|approved|filed|revised|enacted"
    "|amended|implemented|launched|dated"
)
_AT = "(?: ?:| as from| as| from| since| on| in)?"
UNTIL = (
    r"(?:by )?(?:no|not) later than|on or before|up to(?: and including)?|valid (?:until|till|through)"
    r"|until(?: and including)?|till|by|through"
)
BEFORE = r"(?:some ?time )?(?:before|prior to|earlier than)"
AFTER = r"(?:some ?time )?(?:after|later than|following)"
SINCE = r"on or after|(?:no|not) earlier than|not before"
_PREFIX = re.compile(
    r"(?:"
    rf"(?P<ahead>(?:will|shall|would|to|due to) (?:take effect|be effective|(?:come|enter) into {_FORCE}){_AT})"
    rf"|(?P<until>{UNTIL})|(?P<before>{BEFORE})|(?P<after>{AFTER})|(?P<since>{SINCE})"
    r"|(?P<plain>(?:effective(?: date)?|(?:with|taking|takes?|took) effect"
    rf"|(?:came|comes?|coming|enter(?:s|ed|ing)?|is|was) (?:in|into) {_FORCE}|in force"
    rf"|(?:first |last |was |were )*(?:{_DONE})|(?:[a-z]+ )?date(?= ?:)){_AT})"
    r")[ :]+(?=[a-z]|\d)"
)
_LAW = "(?:本|该)?(?:办法|规定|法|条例|通知|公告|决定|细则|指南|制度|意见|标准|规则|准则|规范|措施)?"
_ACT = "发布|公布|印发|发文|颁布|签署|通过|修订|修正|发表|更新|公告|施行|实施|生效|执行|适用|启用"
_BEGINS = r"(?=\d|[去今明前本上同当约])"
_PREFIX_ZH = re.compile(
    r"(?:"
    r"(?P<until>(?:有效期)?截?[至止](?:到|至)?(?:时间|日期)?:?|截止日期:?|有效期[至到])"
    rf"|(?P<ahead>{_LAW}(?:将|拟)[自于从])|(?P<since>{_LAW}[自从])"
    rf"|(?P<plain>{_LAW}(?:{_ACT}|成文)(?:日期|时间)?[:于]?|{_LAW}应?[于在由]|(?:时间|日期):)"
    rf") ?{_BEGINS}"
)
_SUFFIX_ZH = re.compile(
    r"(?<=[年月日号度季初底末旬半天\d]) ?(?:"
    rf"(?P<plain>(?:(?:起|开始|之日起)(?:正式|全面)?)?(?:{_ACT})|消息|讯|电|获悉)"
    r"|(?P<before>(?:之前|以前|前)(?:完成(?:整改)?|整改|报送|提交|反馈)?)|(?P<until>为?止|截止)|(?P<after>[之以]?后)"
    r")$"
)
_BRACKETS = {"(": ")", "[": "]", "【": "】", "「": "」", "“": "”", '"': '"', "'": "'"}


def take_frame(text: str) -> tuple[str, Frame] | None:
    """Take brackets, a full stop or one frame from around a tidied text; None where it has none.

    自…起施行 is one frame: what 自 says by itself, since then, gives way to what follows the date.
    """
    if len(text) > 1 and _BRACKETS.get(text[0]) == text[-1]:
        return text[1:-1].strip(), Frame.PLAIN
    if text[-1:] in {".", "。", ";"}:
        return text[:-1].rstrip(), Frame.PLAIN
    frame = None
    if match := _SUFFIX_ZH.search(text):
        text, frame = text[: match.start()], Frame(str(match.lastgroup))
    if (match := _PREFIX.match(text) or _PREFIX_ZH.match(text)) is not None:
        before = Frame(str(match.lastgroup))
        if frame is None or before in {Frame.PLAIN, Frame.SINCE}:
            return text[match.end() :], frame or before
        return text[match.end() :], before if frame is Frame.PLAIN else Frame.PLAIN
    return (text, frame) if frame else None


def framed(found: tuple[str, ...], frame: Frame, base: dt.date | None, *, has_year: bool) -> tuple[str, ...]:
    """Return what dates mean in a frame; without a year, what is to come lies after the base day.

    Raises:
        DateProblem: if the frame leaves so much open that there is no span.
    """
    if frame is Frame.PLAIN:
        return found
    if frame is Frame.AHEAD:
        return found if has_year or base is None else tuple(_ahead(edtf, base) for edtf in found)
    if any(from_edtf(edtf).is_interval for edtf in found if edtf):
        return ()
    return tuple(_limited(from_edtf(edtf), frame) if edtf else edtf for edtf in found)


def _ahead(edtf: str, base: dt.date) -> str:
    date = from_edtf(edtf)
    if date.end is None or date.end >= base:
        return edtf
    return calendar.years_on(edtf, 1)


def _limited(date: PartialDate, frame: Frame) -> str:
    if frame in {Frame.AFTER, Frame.SINCE}:
        return f"{calendar.about(date.edtf) if frame is Frame.AFTER else date.edtf}/.."
    if date.precision is Precision.YEAR:
        if frame is Frame.BEFORE and not date.approximate:
            raise DateProblem(
                f"This only says that it was over before {date.words}; type a beginning, like 2019 to 2021."
            )
        return calendar.about(date.edtf)
    year = calendar.year_of((date.start - dt.timedelta(days=1)).year)
    return f"{year}~/{calendar.about(date.edtf) if frame is Frame.BEFORE else date.edtf}"
