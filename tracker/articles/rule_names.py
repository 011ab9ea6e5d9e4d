"""The names of laws and rules in an article: 《…》 in Chinese, capitalised titles in English."""

import re
from collections.abc import Iterator
from functools import lru_cache

from tracker.articles.marks import Mark, MarkKind

_CHINESE = re.compile(
    r"《(?:中华人民共和国)?([^《》\n]{2,80}?(?:法|条例|办法|规定|意见|通知|指南|指引|规则|决定|公告|方案|措施|规划|细则|标准|纲要|清单)"
    r"(?:[（(][^）)]{1,20}[）)])?)》"
)
_KINDS = (
    "Law|Act|Measures|Provisions|Regulations?|Guidelines?|Rules|Opinions|Notice|Catalogue|Negative List|Decision|"
    "Standard|Code"
)
_WORD = r"[A-Z][A-Za-z]*(?:[-’'][A-Za-z]+)*"
_ENGLISH = re.compile(rf"(?<![A-Za-z])({_WORD}(?: (?:{_WORD}|of|for|on|and|the|in)){{0,9}}? (?:{_KINDS}))(?![A-Za-z])")
_LEAD = re.compile(
    r"^(?:[Tt]he|This|That|These|China's|China’s|Chinese|Its|Under|In|And|A|An|New|Revised|Amended|Draft) "
)
_SURE = 0.9


@lru_cache(maxsize=64)
def rule_name(text: str) -> str:
    """Reduce a rule's name to what tells it from others: without article, state and quotation marks."""
    bare = " ".join(text.strip("《》“”\"' ").split()).removeprefix("中华人民共和国")
    while (shorter := _LEAD.sub("", bare)) != bare:
        bare = shorter
    return bare


def find_rules(text: str) -> tuple[Mark, ...]:
    """Find the laws and rules that are named by their title, in the order of the text."""
    return tuple(sorted((*_chinese(text), *_english(text)), key=lambda mark: mark.start))


def _chinese(text: str) -> Iterator[Mark]:
    for match in _CHINESE.finditer(text):
        yield Mark(match.start(), match.end(), MarkKind.RULE, rule_name(match[1]), match[0], _SURE)


def _english(text: str) -> Iterator[Mark]:
    for match in _ENGLISH.finditer(text):
        name = rule_name(match[1])
        if " " in name:
            start = match.end() - len(name)
            yield Mark(start, match.end(), MarkKind.RULE, name, text[start : match.end()], _SURE)
