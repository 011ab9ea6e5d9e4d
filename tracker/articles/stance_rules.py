"""The rules by which words suggest a kind and a stance: read from ``stance_rules.toml``, applied to one statement."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker.articles.sentences import Span
from tracker.vocabulary import Kind, Reach, Stance

_FILE = Path(__file__).parent / "stance_rules.toml"
_GAP = "[^.;。；\n]{0,40}?"
_VOWELS = "aeiou"
_NEVER = re.compile(r"(?!)")
_NEGATION_REACH = 22
_NEGATION_REACH_ZH = 8
_DOUBT_REACH = 70


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the lexicon; the data file explains the fields."""

    name: str
    cue: re.Pattern[str]
    needed: re.Pattern[str] | None
    excluded: re.Pattern[str]
    kind: Kind
    stance: Stance
    reach: Reach | None
    says: str
    acts: str
    expected: bool
    example: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A rule that fits a statement, with the words that made it fit."""

    rule: Rule
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where the words that count begin."""
        return self.spans[0].start


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words that turn, doubt or place a statement, whatever it says."""

    negated: re.Pattern[str]
    negation: re.Pattern[str]
    doubted: re.Pattern[str]
    state: re.Pattern[str]
    foreign: re.Pattern[str]
    china: re.Pattern[str]


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=1)
def read_rules() -> tuple[Rule, ...]:
    """Return the rules in their order: the first that fits counts."""
    return tuple(_rule(each) for each in _data()["rule"])


@lru_cache(maxsize=1)
def read_grammar() -> Grammar:
    """Return the words that hold for all rules."""
    words = _data()["grammar"]
    negated = "|".join(_whole(word) for word in words["negations"])
    latin, chinese = rf"[^,;.\n]{{0,{_NEGATION_REACH}}}$", rf"[^，。；\n]{{0,{_NEGATION_REACH_ZH}}}$"
    return Grammar(
        negated=re.compile(rf"(?:{negated}|n['’]t)(?:{latin}|{chinese})"),
        negation=re.compile(rf"{negated}|n['’]t"),
        doubted=words_pattern(words["doubts"], exact=True),
        state=words_pattern(words["state_actors"]),
        foreign=words_pattern(words["foreign_actors"]),
        china=words_pattern(words["china_words"]),
    )


def _rule(entry: Mapping[str, Any]) -> Rule:
    words = [*entry.get("words", ()), *(form for verb in entry.get("verbs", ()) for form in verb_forms(verb))]
    reach = entry.get("reach")
    return Rule(
        name=entry["name"],
        cue=words_pattern(words),
        needed=words_pattern(entry["with"]) if "with" in entry else None,
        excluded=words_pattern(entry.get("without", ())),
        kind=Kind(entry["kind"]),
        stance=Stance(entry["stance"]),
        reach=Reach(reach) if reach else None,
        says=entry["says"],
        acts=entry.get("acts", "state"),
        expected=entry.get("expected", False),
        example=entry["example"],
    )


def words_pattern(words: Iterable[str], *, exact: bool = False) -> re.Pattern[str]:
    """Make one pattern of many words, the longest first; lower-case words match in any case unless told otherwise."""
    parts = [_whole(word, exact=exact) for word in sorted(words, key=len, reverse=True)]
    return re.compile("|".join(parts)) if parts else _NEVER


def _whole(word: str, *, exact: bool = False) -> str:
    pattern = _GAP.join(re.escape(part.strip()) for part in word.split("…")).replace("\\ ", r"\s+")
    if not word.isascii() and not word[0].isascii():
        return pattern
    bounded = rf"(?<![A-Za-z]){pattern}(?![A-Za-z])"
    return bounded if exact or any(sign.isupper() for sign in word) else f"(?i:{bounded})"


def verb_forms(verb: str) -> tuple[str, ...]:
    """Return the forms of an English verb; what follows its first word stays as it is."""
    head, _, rest = verb.partition(" ")
    forms = _irregular().get(head) or _regular(head)
    return tuple(f"{form} {rest}".strip() for form in forms)


@lru_cache(maxsize=1)
def _irregular() -> dict[str, tuple[str, ...]]:
    return {line.split()[0]: tuple(line.split()) for line in _data()["grammar"]["irregular"]}


def _regular(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    plural = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z")) else f"{verb}s"
    return verb, plural, f"{verb}ed", f"{verb}ing"


def find_cue(text: str, part: Span, *, rules: Sequence[Rule] | None = None) -> Cue | None:
    """Return the first rule that fits a statement, with its words; None where none fits, or the statement is denied.

    Args:
        text: the article.
        part: the statement in it.
        rules: other rules than those of the data file.
    """
    statement = part.of(text)
    for rule in read_rules() if rules is None else rules:
        for match in rule.cue.finditer(statement):
            if _stands(rule, statement, match) and (spans := _spans(rule, statement, match, part.start)):
                return Cue(rule, spans)
    return None


def is_plain(statement: str) -> bool:
    """Tell whether a statement holds no word of denial or doubt."""
    grammar = read_grammar()
    return not (grammar.negation.search(statement) or grammar.doubted.search(statement))


def _spans(rule: Rule, statement: str, match: re.Match[str], offset: int) -> tuple[Span, ...]:
    """Return the places of a rule's words, nothing where the words that it needs beside them are missing."""
    if rule.excluded.search(statement):
        return ()
    words = Span(offset + match.start(), offset + match.end())
    if rule.needed is None:
        return (words,)
    others = list(_outside(rule.needed, statement, match))
    if not others:
        return ()
    near = min(others, key=lambda other: abs(other.start() - match.start()))
    return (words, Span(offset + near.start(), offset + near.end()))


def _outside(pattern: re.Pattern[str], statement: str, match: re.Match[str]) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds; the words of the cue itself may count where they are more than one."""
    for other in pattern.finditer(statement):
        if other.span() != match.span():
            yield other


def _stands(rule: Rule, statement: str, match: re.Match[str]) -> bool:
    """Tell whether a cue is said to have happened: neither denied nor only possible."""
    before = statement[: match.start()]
    grammar = read_grammar()
    if rule.name != "denial" and grammar.negated.search(before):
        return False
    return not grammar.doubted.search(before[-_DOUBT_REACH:])
