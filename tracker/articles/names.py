"""Names in an article: those that the record knows, and laws and rules by the form of their titles."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker.articles.article import Mark, MarkKind
from tracker.articles.local_offices import is_other_office
from tracker.event.fields import NAME_LISTS
from tracker.read_models import TermRow

_CHINESE = re.compile(
    r"《(?:中华人民共和国)?([^《》\n]{2,80}?(?:法|条例|办法|规定|意见|通知|指南|指引|规则|决定|公告|方案|措施|规划|细则|标准|纲要|清单)"
    r"(?:[（(][^）)]{1,20}[）)])?)》"
)
_RULE_WORDS = (
    "Law|Act|Measures|Provisions|Regulations?|Guidelines?|Rules|Opinions|Notice|Catalogue|Negative List|Decision|"
    "Standard|Code"
)
_WORD = r"[A-Z][A-Za-z]*(?:[-’'][A-Za-z]+){0,5}"
_ENGLISH = re.compile(
    rf"(?<![A-Za-z])({_WORD}(?: (?:{_WORD}|of|for|on|and|the|in)){{0,9}}? (?:{_RULE_WORDS}))(?![A-Za-z])"
)
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


_KINDS = {term_type: MarkKind(term_type.value) for term_type in NAME_LISTS.values()}
# Every character keeps its place: only letter case, full-width letters and curly apostrophes are folded.
_FOLD = (
    {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
    | {code: code - 0xFEE0 + 32 for code in range(ord("Ａ"), ord("Ｚ") + 1)}
    | {code: code - 0xFEE0 for code in (*range(ord("０"), ord("９") + 1), *range(ord("ａ"), ord("ｚ") + 1))}
    | {ord("’"): ord("'"), 0xA0: ord(" "), ord("\n"): ord(" ")}
)
_STARTS = re.compile(r"(?<![a-z0-9])[a-z0-9]|[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z0-9]")
_BRACKETED = re.compile(r"\s*[(（]([^)）]*)[)）]")
_TAILS = re.compile(r" and its .*| of the PRC")
_LEADING_ZH = ("中华人民共和国", "国家", "中国")
_SHORTEST_ZH_REST = 5
_ABBREVIATION = 6
_HEAD = 2
_HOME = "CN"

_FULL, _SHORT, _AMBIGUOUS = 0.99, 0.97, 0.95
"""How many names of each sort were right in 112 public articles: the record's own, and short forms of the press.

Of names that need other words in the article all 52 were right there, which is too few to trust them as much.
"""


@dataclass(frozen=True, slots=True)
class _Condition:
    """What has to stand, or may not stand, around a name that is also something else."""

    context: re.Pattern[str] | None
    before: tuple[str, ...]
    after: tuple[str, ...]
    only_before: tuple[str, ...]

    def allows(self, folded: str, start: int, end: int) -> bool:
        """Tell whether the words right beside a span leave the name its meaning."""
        following, leading = folded[end : end + 30].lstrip(), folded[max(0, start - 30) : start].rstrip()
        if self.only_before and not following.startswith(self.only_before):
            return False
        return not (following.startswith(self.before) or leading.endswith(self.after))


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    folded: str
    kind: MarkKind
    key: str
    confidence: float
    condition: _Condition | None
    national: bool


@dataclass(frozen=True, slots=True)
class ArticleNames:
    """The names to look for, by their first two characters, the longest first."""

    by_head: Mapping[str, tuple[_Name, ...]]


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    with (Path(__file__).parent / "names.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=4)
def index_names(terms: tuple[TermRow, ...], *, sectors: bool = False) -> ArticleNames:
    """Make the index of a record's names.

    Args:
        terms: all entries of the vocabularies, as ``tracker.queries.list_terms`` gives them.
        sectors: whether to look for the words of sectors, instead of agencies, companies and people.
    """
    conditions = {name.translate(_FOLD): condition for name, condition in _conditions()}
    names: dict[str, _Name] = {}
    for term in terms:
        kind = _KINDS.get(term.type)
        if kind is None or (kind is MarkKind.SECTOR) is not sectors:
            continue
        for text, confidence in _names_of(term):
            folded = text.translate(_FOLD)
            condition = conditions.get(folded)
            sure = _AMBIGUOUS if condition and condition.context else confidence
            national = kind is MarkKind.AGENCY and term.jurisdiction == _HOME
            known = names.get(folded)
            # Of two spellings of a name the one with small letters counts, since it allows both.
            if known is None or (known.key == term.key and text[0].islower()):
                names[folded] = _Name(text, folded, kind, term.key, sure, condition, national)
    by_head: dict[str, list[_Name]] = {}
    for name in sorted(names.values(), key=lambda each: (-len(each.folded), each.folded)):
        by_head.setdefault(name.folded[:_HEAD], []).append(name)
    return ArticleNames({head: tuple(group) for head, group in by_head.items()})


def _conditions() -> Iterator[tuple[str, _Condition]]:
    for each in _data()["ambiguous"]:
        words = "|".join(_whole(word) for word in each.get("context", ()))
        before, after, only = (
            tuple(word.translate(_FOLD) for word in each.get(side, ()))
            for side in ("not_before", "not_after", "only_before")
        )
        yield each["name"], _Condition(re.compile(words) if words else None, before, after, only)


def _whole(word: str) -> str:
    return rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])" if word.isascii() else re.escape(word)


def _names_of(term: TermRow) -> Iterator[tuple[str, float]]:
    """Give a term's names as writers use them, the fullest first."""
    given = [term.key, term.name, term.name_zh or "", *term.aliases]
    for name in filter(None, given):
        yield from ((text, _FULL) for text in _plain(name))
    short = [text for name in filter(None, given[1:]) for text in _shortened(name)]
    short += _data()[term.type.value].get(term.key, ())
    yield from ((text, _SHORT) for text in short)
    for text in (*given, *short):
        if text and text.startswith("US "):
            yield from ((f"{country} {text[3:]}", _SHORT) for country in ("U.S.", "United States"))


def _plain(name: str) -> Iterator[str]:
    """Give a name without what stands in brackets, and the bracket's words where they are a name and no years."""
    bare = _BRACKETED.sub("", name)
    if len(bare) >= _HEAD:
        yield bare
    for inside in _BRACKETED.findall(name):
        if not inside[:1].isdigit():
            yield inside


def _shortened(name: str) -> Iterator[str]:
    if (short := _TAILS.sub("", _BRACKETED.sub("", name))) != name:
        yield short
    for lead in _LEADING_ZH:
        rest = name.removeprefix(lead)
        if rest != name and len(rest) >= _SHORTEST_ZH_REST:
            yield rest


def find_names(text: str, index: ArticleNames) -> tuple[Mark, ...]:
    """Find the names of an article in the order of the text; they never overlap.

    The time grows with the length of the text only, not with the number of names.
    """
    folded, straight = text.translate(_FOLD), text.replace("’", "'")
    in_context: dict[str, bool] = {}
    marks: list[Mark] = []
    end = 0
    for match in _STARTS.finditer(folded):
        start = match.start()
        if start < end or (group := index.by_head.get(folded[start : start + _HEAD])) is None:
            continue
        name = next((each for each in group if _stands(each, text, folded, start, in_context)), None)
        if name is not None:
            end = start + len(name.folded)
            if name.national and is_other_office(straight, start, end):
                continue
            marks.append(Mark(start, end, name.kind, name.key, text[start:end], name.confidence))
    return tuple(marks)


def _stands(name: _Name, text: str, folded: str, start: int, in_context: dict[str, bool]) -> bool:
    """Tell whether a name stands at a place: its letters, its case, whole words, and what it needs around it."""
    end = start + len(name.folded)
    if not folded.startswith(name.folded, start):
        return False
    if _LATIN.match(name.folded[-1]) and _LATIN.match(folded, end):
        return False
    if name.kind is not MarkKind.SECTOR and not _has_case(name.text, text[start:end]):
        return False
    condition = name.condition
    if condition is None:
        return True
    if condition.context is not None and name.folded not in in_context:
        in_context[name.folded] = condition.context.search(text) is not None
    return in_context.get(name.folded, True) and condition.allows(folded, start, end)


def _has_case(name: str, text: str) -> bool:
    """Compare letter case: an abbreviation has to match and a name begins with a capital; other words may vary."""
    if name.isascii() and name.isupper() and len(name) <= _ABBREVIATION:
        return text == name
    return not name[0].isupper() or text[0].isupper()
