"""The forms of dates in running text, and words beside a date that change what it says.

The patterns of ``forms`` find the date itself. Here it is tried with the words beside it, longest first, by the reader
for typed dates; where the longer text says another thing than the date alone, it is the date. Limits ("until", 前) stay
outside: of a deadline, an article's reader takes the day that is named.
"""

import re
import string

from tracker.dates.clock import NAMED_ZH, PART, end_of_clock
from tracker.dates.partial import MONTHS, WEEKDAYS
from tracker.dates.words import AFTER

_GAP = r"(?:[^\S\n]|[^\S\n]?\n)"
_WEEKDAY_WORD = "|".join((*WEEKDAYS, *(day[:3] for day in WEEKDAYS)))
_LEFT = re.compile(
    rf"(?:(?<![A-Za-z])(?:the{_GAP})?(?:about|around|approximately|approx\.|roughly|circa|ca?\.|very|early|mid|middle|late"
    rf"|(?<!ffective )since|between(?:{_GAP}\d{{1,2}}{_GAP}and)?|(?:first|second){_GAP}half{_GAP}of"
    rf"|(?:beginning|start|middle|end){_GAP}of"
    rf"|(?:first|second|third|fourth|last|final){_GAP}week{_GAP}(?:of|in)"
    rf"|week{_GAP}(?:of|beginning|starting|commencing|ending|ended)(?:{_GAP}on)?|(?:{_WEEKDAY_WORD})\.?,?)(?:{_GAP}|-)"
    rf"|(?:大约|大概|约|[从由在]|{NAMED_ZH})[^\S\n]?)$",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    rf"(?:{_GAP}or{_GAP}so\b|[^\S\n]?(?:左右|前后)|{AFTER}"
    r"|之间|期间|[~%](?=[\s/，。,;）)]|$)"
    rf"|,?[^\S\n](?:{'|'.join(WEEKDAYS)})\b(?![^\S\n][A-Z])|[^\S\n][(（](?:{_WEEKDAY_WORD})[)）])",
)
_PART_OF_DAY = re.compile(rf"[^\S\n]?(?:{PART})")
_NAME_END = re.compile(r"[\w-]|[^\S\n][A-Z]")
_AHEAD = 60
"""How many characters a time of day with its zone may take."""

_SMALL = {ord(sign): sign.lower() for sign in string.ascii_uppercase} | {
    **{ord(wide): narrow for wide, narrow in zip("：（）＋［］", ":()+[]", strict=True)},
    **dict.fromkeys(map(ord, "\t\n\u00a0\u2009\u202f"), " "),
}
"""The signs of running text as the patterns of a clock know them; signs of the same length."""

_MOST = 5


def wider(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans around a span that words beside it can belong to, longest first."""
    starts, ends = [start], [end]
    while len(starts) <= _MOST and (match := _LEFT.search(text, max(0, starts[-1] - 40), starts[-1])):
        starts.append(match.start())
    while len(ends) <= _MOST and (after := _end_of_words(text, ends[-1])) > ends[-1]:
        ends.append(after)
    spans = [(left, right) for left in starts for right in ends if (left, right) != (start, end)]
    return sorted(spans, key=lambda span: span[0] - span[1])


def _end_of_words(text: str, start: int) -> int:
    """Return where the next words end that can belong to a date before them; their start where there are none."""
    if match := _RIGHT.match(text, start):
        return match.end()
    # One character before them tells whether they stand behind a figure.
    near = text[start - 1 : start + _AHEAD].translate(_SMALL)
    end = start - 1 + end_of_clock(near, 1)
    words = text[start:end]
    # Without a time beside it, only capitals tell EST and ET from words, and PT from the beginning of a name.
    if any(map(str.isdigit, words)) or (words and words == words.upper() and not _NAME_END.match(text, end)):
        return end
    match = _PART_OF_DAY.match(text, start)
    return match.end() if match else start


SPACE = r"(?:[^\S\n]{1,3}|[^\S\n]{0,3}\n[^\S\n]{0,3})"
_NO_SPACE = r"[^\S\n]?"
_IN_LINE = r"[^\S\n]{1,3}"
"""The space behind a year: one that ends its line heads what follows."""


_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_FULL = "|".join(MONTHS)
_MONTH = rf"(?:{_FULL}|{_FULL.upper()}|(?:{_SHORT}|{_SHORT.upper()})(?![A-Za-z])\.?)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%])(?![.,]\d)"
_YEAR = r"(?:19[4-9]\d|20\d\d|2100)(?!\d)(?!,\d{3})"
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_WEEKDAY_BEFORE = rf"(?:(?:{_WEEKDAY}|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?),?{SPACE})?"
_ABOUT = rf"(?:(?:[Aa]bout|[Aa]round|[Aa]pproximately|[Rr]oughly|[Cc]irca){SPACE})?"
_PART = (
    rf"(?:(?:[Vv]ery{SPACE})?(?:[Ee]arly|[Mm]id|[Mm]iddle|[Ll]ate)(?:{SPACE}in)?(?:{SPACE}|-)"
    rf"|(?:[Tt]he{SPACE})?(?:[Bb]eginning|[Ss]tart|[Ee]nd|[Mm]iddle){SPACE}of{SPACE})"
)
_YEAR_WORDS = rf"(?:[Ll]ast|[Tt]his|[Pp]revious|[Nn]ext){SPACE}year"
_OF = rf"(?:{SPACE}of)?{SPACE}"
_WITH_YEAR = rf"(?:,?{SPACE}{_YEAR}|{_OF}(?:{_YEAR}|{_YEAR_WORDS}))"
_ORDINAL = "(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth)"
_SEASON = rf"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|Fall|fall(?={SPACE}of)|(?<=last )fall|[Ww]inter)"
_COUNT = (
    r"(?:\d{1,3}|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven|[Tt]welve"
    rf"|[Ss]everal|[Aa]{SPACE}few|[Aa]{SPACE}couple{SPACE}of)"
)
_FIGURE = r"(?:3[01]|[12]\d|0?[1-9])"
_EDTF = r"(?:19[4-9]\d|20\d\d|2100)(?:-\d\d(?:-\d\d)?)?[~%?]?"
_JOIN = r"[^\S\n]?[-–—][^\S\n]?|[^\S\n]to[^\S\n]"

_SHORT_YEARS = rf"""[1-4]Q'?\d\d | [12]H'?\d\d | Q[1-4][ ']?'\d\d
    | (?<![\d/.-])(?:{_FIGURE}/{_FIGURE}/\d\d | {_FIGURE}-{_FIGURE}-\d\d)(?![\d/.:-])
    | {_FIGURE}(?:-|{SPACE})?{_MONTH}(?:-|{SPACE}')\d\d(?![\d-]) | {_MONTH}(?:-|{SPACE}')\d\d(?![\d-])"""
_STAMP = rf"(?:[A-Z][a-z][a-z]{SPACE})?{_MONTH}{SPACE}{_DAY}{SPACE}\d\d:\d\d:\d\d(?:{SPACE}[A-Z]{{3,4}})?{SPACE}{_YEAR}"

ENGLISH = re.compile(
    rf"""(?<![A-Za-z0-9_/.〔[])(?:
      {_SHORT_YEARS} | {_STAMP}
    | (?:[Tt]he{SPACE})?(?:{_ORDINAL}|[Ll]ast|[Ff]inal){SPACE}week{SPACE}(?:of|in){SPACE}{_MONTH}(?:{_WITH_YEAR})? |
      {_ABOUT}{_WEEKDAY_BEFORE}(?:[Tt]he{SPACE})?{_DAY}(?:{_JOIN}){_DAY}{_OF}{_MONTH}(?:{_WITH_YEAR})?
    | {_ABOUT}{_WEEKDAY_BEFORE}{_MONTH}{SPACE}{_DAY}(?:{_JOIN}){_DAY}(?:{_WITH_YEAR})?
    | {_ABOUT}{_WEEKDAY_BEFORE}(?:[Tt]he{SPACE})?{_DAY}(?:{_OF}|[-/.]|){_MONTH}(?:[-/.]{_YEAR}|{_WITH_YEAR}|{_YEAR})?
    | {_ABOUT}{_WEEKDAY_BEFORE}{_MONTH}(?:{SPACE}|[-/.]|){_DAY}(?:[-/]{_YEAR}|{_WITH_YEAR})?
    | {_YEAR}(?:{_IN_LINE}|[-/.]|){_MONTH}(?:(?:{SPACE}|[-/.]|){_DAY})?
    | {_YEAR}{_IN_LINE}{_DAY}{_IN_LINE}{_MONTH}
    | {_ABOUT}(?:{_PART})?{_MONTH}(?:[-/.]?{_YEAR}|{_WITH_YEAR})
    | (?P<last_month>(?:[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast){SPACE}{_MONTH})
    | {_ABOUT}{_PART}{_MONTH}
    | (?P<lone_month>{_MONTH})
    | (?:[Tt]he{SPACE})?(?:{_ORDINAL}{SPACE}(?:quarter|half)|[1-4](?:st|nd|rd|th){SPACE}quarter|Q[1-4]|H[12])
      (?:{SPACE}(?:of{SPACE})?|[-/]|)(?:{_YEAR}|{_YEAR_WORDS})
    | {_YEAR}(?:{_IN_LINE}|[-/]|)(?:Q[1-4]|H[12]|{_ORDINAL}{SPACE}(?:quarter|half))(?![A-Za-z0-9])
    | (?P<lone_quarter>(?:{_ORDINAL}{SPACE}quarter|Q[1-4])(?![A-Za-z0-9]))
    | (?:{_ORDINAL}|1st|2nd){SPACE}half{SPACE}(?:of{SPACE})?{_YEAR}
    | (?:[Ll]ate{SPACE}|[Ee]arly{SPACE})?{_SEASON}(?:{SPACE}of)?{SPACE}{_YEAR}(?:[/-](?:\d{{4}}|\d\d))?
    | {_SEASON}(?:{SPACE}of)?{SPACE}{_YEAR_WORDS} | (?:[Ll]ast|[Tt]his){SPACE}{_SEASON} | {_YEAR}{_IN_LINE}{_SEASON}
    | {_YEAR}-?W\d\d(?:-?[1-7])?
    | [Ww]eek{SPACE}\d{{1,2}}(?:,|{SPACE}of)?{SPACE}{_YEAR} | [1-4]Q{SPACE}?{_YEAR} | [12]H{SPACE}?{_YEAR}
    | {_EDTF}{_NO_SPACE}/{_NO_SPACE}(?:{_EDTF}|\.\.)
    | {_YEAR}[^\S\n]?[-–—]{{1,2}}[^\S\n]?{_YEAR}(?![\d-])
    | {_YEAR}[-/.](?:1[0-2]|0?[1-9])[-/.]{_FIGURE}(?!\d)
    | {_WEEKDAY_BEFORE}{_FIGURE}/{_FIGURE}/{_YEAR} | {_FIGURE}-{_FIGURE}-{_YEAR} | {_FIGURE}\.{_FIGURE}\.{_YEAR}
    | {_YEAR}-(?:3[3-6]|4[01]|1[0-2]|0[1-9])[~%]?(?![\d-])
    | {_YEAR}[/.](?:1[0-2]|0?[1-9])(?![\d/.])
    | (?:1[0-2]|0?[1-9])[-/.]{_YEAR}
    | (?:19[4-9]\d|20\d\d)(?:1[0-2]|0[1-9])(?:3[01]|[12]\d|0[1-9])(?!\d)
    | {_ABOUT}(?:{_PART})(?:{_YEAR}|{_YEAR_WORDS}|(?:last|this){SPACE}month)
    | [Yy]ear{SPACE}{_YEAR}
    | {_YEAR}[~%]
    | (?P<lone_year>{_ABOUT}{_YEAR}(?![-/.]\d))
    | (?P<weekday>(?:(?:[Ll]ast|[Nn]ext|[Tt]his(?:{SPACE}(?:past|coming))?|[Pp]ast|[Cc]oming){SPACE})?{_WEEKDAY})
    | {_COUNT}{SPACE}(?:day|week|month|year)s?{SPACE}(?:ago|earlier)
    | (?P<before>{_COUNT}{SPACE}(?:day|week|month|year)s?{SPACE}before)
    | [Tt]he{SPACE}day{SPACE}before{SPACE}yesterday | [Dd]ay{SPACE}before{SPACE}yesterday
    | [Yy]esterday | [Tt]oday | [Tt]omorrow
    | [Ee]arlier{SPACE}this{SPACE}(?:week|month|year)
    | (?:[Ll]ast|[Tt]his|[Pp]revious){SPACE}(?:week|month|year)
    | [Nn]ext{SPACE}(?:month|year)
    | [Rr]ecently | [Ii]n{SPACE}recent{SPACE}days
    )(?![A-SU-Za-z0-9_]|T(?!\d))""",
    re.VERBOSE,
)

_DIGIT = "〇○零一二三四五六七八九"
_YEAR_ZH = rf"(?:(?:19[4-9]\d|20\d\d|2100|[{_DIGIT}]{{4}}){_NO_SPACE}年)"
_YEAR_WORDS_ZH = "(?:去年|今年|明年|前年|同年|当年|上年|本年)"
_MONTH_ZH = rf"(?:(?:1[0-2]|0?[1-9]|十[一二]?|一〇|[一二三四五六七八九]){_NO_SPACE}月份?)"
_MONTH_WORDS_ZH = "(?:本月|上个?月|下个?月|这个月|当月|同月)"
_DAY_ZH = (
    rf"(?:(?:3[01]|[12]\d|0?[1-9]|三十一?|卅一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|二〇|[一二三四五六七八九])"
    rf"{_NO_SPACE}[日号])"
)
_PART_ZH = "(?:[上中下]旬|[初底末]|中(?![国央共部旬]))"
_WEEKDAY_ZH = "(?:周|星期|礼拜)[一二三四五六日天]"
_WEEKDAY_AFTER = rf"(?:[ （(]{{0,2}}{_WEEKDAY_ZH}[)）]?)?"
_NO_LONE_DAY = "(?![内前后之以间均游夜常报元本均）)]|期)"
_QUARTER_ZH = rf"(?:第?{_NO_SPACE}[一二三四1-4]{_NO_SPACE}季度?)"
# A month after any other year, of another calendar or none ("every year"), is no date by itself.
_NO_YEAR_ZH = r"(?<![\d.])(?:(?<![年 ])|(?<=次年)|(?<=翌年)|(?<=[^\d年] ))"
_AROUND_ZH = "(?:左右|前后)?"

_TO_ZH = "[-–—~～至到]{1,2}"

CHINESE = re.compile(
    rf"""(?:大约|大概|约)?(?:
      {_YEAR_ZH}{_NO_SPACE}{_MONTH_ZH}{_NO_SPACE}(?:3[01]|[12]\d|0?[1-9])[日号]?{_TO_ZH}(?:3[01]|[12]\d|0?[1-9])[日号](?![内前后])
    | {_YEAR_ZH}{_NO_SPACE}(?:1[0-2]|0?[1-9]){_TO_ZH}{_MONTH_ZH}(?!\d)
    | (?<!\d)(?:19[4-9]\d|20\d\d){_TO_ZH}(?:19[4-9]\d|20\d\d)年
    |
      {_YEAR_ZH}{_NO_SPACE}{_MONTH_ZH}{_NO_SPACE}{_DAY_ZH}(?:当周|[这那]一?周|所在的?一?周)
    | (?:{_YEAR_ZH}|{_YEAR_WORDS_ZH}){_NO_SPACE}{_MONTH_ZH}{_NO_SPACE}{_DAY_ZH}{_WEEKDAY_AFTER}{_AROUND_ZH}
    | {_NO_YEAR_ZH}{_MONTH_ZH}{_NO_SPACE}{_DAY_ZH}{_WEEKDAY_AFTER}{_AROUND_ZH}
    | (?<!\d)(?:\d\d|[二三四]?十[{_DIGIT}]?){_NO_SPACE}年{_NO_SPACE}{_MONTH_ZH}(?:{_NO_SPACE}{_DAY_ZH})?
    | (?:{_YEAR_ZH}|{_YEAR_WORDS_ZH}){_NO_SPACE}(?:[春夏秋冬](?![节运])[季天]?|[QH][1-4])
    | {_YEAR_ZH}{_NO_SPACE}第(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:周|个?星期)
    | (?:{_YEAR_ZH}|{_YEAR_WORDS_ZH}){_NO_SPACE}{_MONTH_ZH}的?(?:第[1-5一二三四五]|最后一)个?(?:周|星期)
    | {_MONTH_WORDS_ZH}{_NO_SPACE}{_DAY_ZH}{_WEEKDAY_AFTER}
    | (?:{_YEAR_ZH}|{_YEAR_WORDS_ZH}){_NO_SPACE}{_MONTH_ZH}{_PART_ZH}?{_AROUND_ZH}
    | (?:{_YEAR_ZH}|{_YEAR_WORDS_ZH}){_NO_SPACE}(?:{_QUARTER_ZH}|[上下]{_NO_SPACE}半{_NO_SPACE}年)
    | (?:{_YEAR_ZH}|{_YEAR_WORDS_ZH}){_NO_SPACE}(?:年?[初底末]|年中|中期|中(?![国央共部]))
    | {_MONTH_WORDS_ZH}{_PART_ZH}?
    | (?P<lone_month>{_NO_YEAR_ZH}(?<![第每十]){_MONTH_ZH}{_PART_ZH}?{_AROUND_ZH})
    | (?P<lone_quarter>(?<![\d.])第?[一二三四1-4]季度)
    | {_YEAR_ZH}(?!{_NO_SPACE}第{_NO_SPACE}[\d一二三四五六七八九十]+{_NO_SPACE}[号期批次届]|版)度?{_AROUND_ZH}
    | 今年早些时候 | 今年以来
    | {_YEAR_WORDS_ZH}
    | (?P<weekday>(?:上上|上|本|这|下)?个?{_WEEKDAY_ZH}(?![\d期]))
    | (?P<lone_day>(?<![\d.月第年〔\[])(?:3[01]|[12]\d|0?[1-9]){_NO_SPACE}日{_NO_LONE_DAY}{_WEEKDAY_AFTER})
    | (?:\d{{1,3}}|[一二两三四五六七八九十]{{1,3}}){_NO_SPACE}(?:天|日|个?星期|周|个月|年)(?:之?前|以前)
    | [今昨明前][天日]{_NO_SPACE}[(（](?:{_MONTH_ZH}{_NO_SPACE})?{_DAY_ZH}[)）]
    | [今昨]{_NO_SPACE}[(（]{_NO_SPACE}\d{{1,2}}{_NO_SPACE}[)）]{_NO_SPACE}日
    | 今[天日晚晨早](?!头条) | 昨[天日晚夜] | 前天 | 明[天日晚] | 当[天日]
    | (?:上|本|这)(?:周|星期) | 日前 | 近日 | 近期 | 不久前
    )""",
    re.VERBOSE,
)
