"""How strong an act is: a rule's usual stance, and what in a statement makes it weaker or stronger.

The steps are those of the codebook (docs/method.md): a penalty by its size, hearsay one level weaker than the act.
"""

import re

from tracker.articles.sentences import Span
from tracker.articles.stance_rules import Cue, read_grammar
from tracker.articles.word_lists import Spoken
from tracker.vocabulary import Stance

BIG_PENALTY = 500_000_000
"""A penalty of so many yuan is big whoever pays it; below it is small for the firms that the record is about."""

_YUAN_PER_DOLLAR = 7.0
"""Near enough to tell big from small."""

_SCALES = {
    "thousand": 1e3,
    "万": 1e4,
    "百万": 1e6,
    "千万": 1e7,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "亿": 1e8,
    "bn": 1e9,
    "b": 1e9,
    "billion": 1e9,
    "trillion": 1e12,
    "万亿": 1e12,
}
_SCALE, _SCALE_ZH = "thousand|million|mn|billion|bn|trillion", "万亿|千万|百万|万|亿"
_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?)"
_MONEY = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<unit>RMB|CNY|yuan|[¥￥]|US\$|USD|(?<![A-Z])\$)\s?{_NUMBER}(?:\s?(?P<scale>{_SCALE}|[mb]\b))?(?!\d)",
        rf"{_NUMBER}(?:[\s-]?(?P<scale>{_SCALE}))?[\s-](?P<unit>yuan|renminbi|RMB|(?:US |U\.S\. )?dollars?)",
        rf"{_NUMBER}余?(?P<scale>{_SCALE_ZH})?余?(?P<unit>元|人民币|美元)",
    )
)


def level_of(text: str, part: Span, cue: Cue) -> tuple[Stance, str]:
    """Return the stance of a statement to which a rule fits, and what decided it besides the rule, or nothing."""
    stance, words = int(cue.rule.stance), Spoken.of(part.of(text))
    why = ""
    if cue.rule.by_size:
        stance, why = _by_size(words, cue.start - part.start)
    if abs(stance) > 1 and read_grammar().hearsay.stands_in(words):
        return Stance(stance - (1 if stance > 0 else -1)), "as it is reported and not announced, one level weaker"
    return Stance(stance), why


def _by_size(words: Spoken, at: int) -> tuple[int, str]:
    """Return the stance of a penalty: of its kind a record, big, or small."""
    if read_grammar().record.stands_in(words):
        return -3, "a record of its kind"
    amounts = [(abs(match.start() - at), _yuan(match)) for pattern in _MONEY for match in pattern.finditer(words.text)]
    if not amounts:
        return -2, ""
    return (-2, "a big penalty") if min(amounts)[1] >= BIG_PENALTY else (-1, "a small penalty")


def _yuan(match: re.Match[str]) -> float:
    amount = float(match["number"].replace(",", "")) * _SCALES.get(match["scale"] or "", 1)
    foreign = match["unit"].startswith(("US", "U.S", "$", "dollar", "美"))
    return amount * _YUAN_PER_DOLLAR if foreign else amount
