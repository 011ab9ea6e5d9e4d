"""Whether a date is that of a beginning, of an end, or of something that simply happened.

"The lockdown ended on 1 June" and "ending a freeze that began in July 2021" speak of what the record holds as one Event
that lasted, and the sign of their own words is the other way round: an end of something strict is a relief.
"""

import re
from enum import StrEnum

from tracker.articles.sentences import Span


class DateRole(StrEnum):
    """What happened on a date."""

    HAPPENED = "happened"
    BEGINS = "begins"
    ENDS = "ends"
    REPORTED = "reported"
    """It is the time of which a report tells, and no day of an Event."""


_WORDS = re.compile(
    r"(?P<ends>\b(?:end(?:s|ed|ing)?|lift(?:s|ed|ing)?|expir(?:es?|ed|ing)|conclud(?:es?|ed|ing)|finish(?:es|ed|ing)?"
    r"|ceas(?:es?|ed|ing)|terminat(?:es?|ed|ing)|emerged[ \n]from|came[ \n]to[ \n]an[ \n]end|(?:was|were|is)[ \n]over"
    r"|until|till)\b|结束|解除|终止|解封|解禁|到期|届满|为止)"
    r"|(?P<begins>\b(?:beg[aiu]n(?:s|ning)?|start(?:s|ed|ing)?|commenc(?:es?|ed|ing)|launch(?:es|ed|ing)?|since|from"
    r"|impos(?:es?|ed|ing)|introduc(?:es?|ed|ing)|took[ \n]effect|went[ \n]into[ \n](?:force|effect))\b"
    r"|开始|始于|启动|自(?=[\d去今前上]|$)|实施以来)"
    r"|(?P<other>\b(?:\w{2,}ed|was|were|had|has|have|said|told|took|came|fell|rose|gave|made|met|became|saw|let|went|led|put|cut|found|held)\b|[已曾了])"
)
_BREAK = re.compile(r"[,;，；。:：]|[ \n](?:which|who|after|before)[ \n]")
_ENDS_AFTER = re.compile(r"\s?(?:为止|止(?!损)|到期|届满|结束|解除|解封|解禁|终止)")
_BEGINS_AFTER = re.compile(r"\s?(?:起|以来|开始|onwards?\b)")
_REACHES_TO = re.compile(r"(?:\b(?:until|till)[ \n](?:\w+[ \n]){0,2}|\bthrough[ \n]|[至到])$")
_REACHES_FROM = re.compile(r"(?:\b(?:since|from)[ \n](?:\w+[ \n]){0,2}|[自从])$")
_AN_END = re.compile(
    r"\b(?:end(?:s|ed|ing)?|lift(?:s|ed|ing)?|expir(?:es?|ed|ing)|conclud(?:es?|ed|ing)|eas(?:es?|ed|ing)|unfr\w+|resum\w+"
    r"|scrapp\w+|removal|thaw\w*|over)\b|结束|解除|终止|解封|解禁|恢复|重启|取消"
)


def date_role(text: str, sentence: Span, date: Span) -> DateRole:
    """Tell what happened on a date, by the words nearest to it in its own clause.

    Args:
        text: the article.
        sentence: the sentence.
        date: the words of the date.
    """
    before, after = text[sentence.start : date.start], text[date.end : sentence.end]
    if _ENDS_AFTER.match(after) or _REACHES_TO.search(before):
        return DateRole.ENDS
    if _BEGINS_AFTER.match(after) or _REACHES_FROM.search(before):
        return DateRole.BEGINS
    own = _BREAK.split(before)[-1]
    rest = next((part for part in _BREAK.split(after)[:2] if part.strip()), "")
    words = list(_WORDS.finditer(own))[-1:] or list(_WORDS.finditer(rest))[:1]
    found = words[0].lastgroup if words else None
    return DateRole(found) if found in {"ends", "begins"} else DateRole.HAPPENED


def tells_an_end(text: str, part: Span) -> bool:
    """Tell whether a part of a sentence speaks of the end of something that lasted."""
    return _AN_END.search(text, part.start, part.end) is not None
