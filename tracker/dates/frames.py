"""Words that notices, laws and news put around a date: which say nothing more, and which make it a limit.

"Effective 1 November 2021" and 自2021年11月1日起施行 name a day. "Until", "before", 前 tell only when something was
over, "after", 之后 only what it followed; these become spans, marked as approximate where the text leaves them open.
This is the one list of such words, for what is typed and for running text.
"""

import datetime as dt
import re
from enum import StrEnum

from tracker.dates import partial
from tracker.dates.partial import PartialDate, from_edtf
from tracker.errors import DateProblem
from tracker.vocabulary import Precision


class DateFrame(StrEnum):
    """What the words around a date make of it; each is the name of a group in the patterns."""

    PLAIN = "plain"
    FORCE = "force"
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
_UNTIL = (
    r"(?:by )?(?:no|not) later than|on or before|up to(?: and including)?|valid (?:until|till|through)"
    r"|until(?: and including)?|till|by|through"
)
_BEFORE = r"(?:some ?time )?(?:before|prior to|earlier than)"
_AFTER = r"(?:some ?time )?(?:after|later than|following)"
_SINCE = r"on or after|(?:no|not) earlier than|not before"
_PREFIX = re.compile(
    r"(?:"
    rf"(?P<ahead>(?:will|shall|would|to|due to) (?:take effect|be effective|(?:come|enter) into {_FORCE}){_AT})"
    rf"|(?P<until>{_UNTIL})|(?P<before>{_BEFORE})|(?P<after>{_AFTER})|(?P<since>{_SINCE})"
    r"|(?P<force>(?:effective(?: date)?|(?:with|taking|takes?) effect"
    rf"|(?:comes?|coming|enter(?:s|ing)?|is) (?:in|into) {_FORCE}|in force|appl(?:y|ies|ied)){_AT})"
    rf"|(?P<plain>(?:took effect|(?:came|entered|was) (?:in|into) {_FORCE}|(?:first |last |was |were )*(?:{_DONE})"
    rf"|(?:[a-z]+ )?date(?= ?:)){_AT})"
    r")[ :]+(?=[a-z]|\d)"
)
_LAW = "(?:本|该)?(?:办法|规定|法|条例|通知|公告|决定|细则|指南|制度|意见|标准|规则|准则|规范|措施)?"
_ACT = "发布|公布|印发|发文|颁布|签署|通过|修订|修正|发表|更新|公告|成文"
_FORCE_ZH = "施行|实施|生效|执行|适用|启用"
_BEGINS = r"(?=\d|[去今明前本上同当约])"
_PREFIX_ZH = re.compile(
    r"(?:"
    r"(?P<until>(?:有效期)?截?[至止](?:到|至)?(?:时间|日期)?:?|截止日期:?|有效期[至到]|不[晚迟]于)"
    rf"|(?P<ahead>{_LAW}(?:将|拟)[自于从])|(?P<since>{_LAW}[自从]|不早于)"
    rf"|(?P<force>{_LAW}(?:{_FORCE_ZH})(?:日期|时间)?[:于]?)"
    rf"|(?P<plain>{_LAW}(?:{_ACT})(?:日期|时间)?[:于]?|{_LAW}应?[于在由]|(?:时间|日期):|公元|西[元历])"
    rf") ?{_BEGINS}"
)
_SUFFIX_ZH = re.compile(
    r"(?<=[年月日号度季初底末旬半天时分\d]) ?(?:"
    rf"(?P<force>(?:(?:起|开始|之日起)(?:正式|全面)?)?(?:{_FORCE_ZH}))|(?P<plain>{_ACT}|消息|讯|电|获悉)"
    r"|(?P<before>(?:之前|以前|前)(?:完成(?:整改)?|整改|报送|提交|反馈)?)|(?P<until>为?止|截止)|(?P<after>[之以]?后)"
    r")$"
)
_BRACKETS = {"(": ")", "[": "]", "【": "】", "「": "」", "“": "”", '"': '"', "'": "'"}


def take_frame(text: str) -> tuple[str, DateFrame] | None:
    """Take brackets, a full stop or one frame from around a tidied text; None where it has none.

    自…起施行 is one frame: what 自 says by itself, since then, gives way to what follows the date.
    """
    if len(text) > 1 and _BRACKETS.get(text[0]) == text[-1]:
        return text[1:-1].strip(), DateFrame.PLAIN
    if text[-1:] in {".", "。", ";"}:
        return text[:-1].rstrip(), DateFrame.PLAIN
    before = _PREFIX.match(text) or _PREFIX_ZH.match(text)
    after = None if before and before["plain"] else _SUFFIX_ZH.search(text)
    frames = [DateFrame(str(match.lastgroup)) for match in (before, after) if match]
    if not frames:
        return None
    bare = text[before.end() if before else 0 : after.start() if after else len(text)]
    if len(frames) > 1 and frames[1] not in {DateFrame.PLAIN, DateFrame.FORCE}:
        return None
    return bare, frames[-1] if frames[0] is DateFrame.SINCE else frames[0]


def framed(found: tuple[str, ...], frame: DateFrame, base: dt.date | None, *, has_year: bool) -> tuple[str, ...]:
    """Return what dates mean in a frame.

    Without a year, what is to come lies after the base day; a rule in force and a limit may lie on either side of it.

    Raises:
        DateProblem: if the frame leaves so much open that there is no span.
    """
    if frame is DateFrame.PLAIN:
        return found
    if base is not None and not has_year:
        coming = tuple(_ahead(edtf, base) for edtf in found)
        found = coming if frame is DateFrame.AHEAD else tuple(dict.fromkeys((*coming, *found)))
    if frame in {DateFrame.FORCE, DateFrame.AHEAD}:
        return found
    if any(from_edtf(edtf).is_interval for edtf in found if edtf):
        return ()
    return tuple(_limited(from_edtf(edtf), frame) if edtf else edtf for edtf in found)


def _ahead(edtf: str, base: dt.date) -> str:
    date = from_edtf(edtf)
    if date.end is None or date.end >= base:
        return edtf
    return partial.years_on(edtf, 1)


def _limited(date: PartialDate, frame: DateFrame) -> str:
    if frame in {DateFrame.AFTER, DateFrame.SINCE}:
        return f"{partial.about(date.edtf) if frame is DateFrame.AFTER else date.edtf}/.."
    if date.precision is Precision.YEAR:
        if frame is DateFrame.BEFORE and not date.approximate:
            raise DateProblem(
                f"This only says that it was over before {date.words}; type a beginning, like 2019 to 2021."
            )
        return partial.about(date.edtf)
    year = partial.year_of((date.start - dt.timedelta(days=1)).year)
    return f"{year}~/{partial.about(date.edtf) if frame is DateFrame.BEFORE else date.edtf}"
