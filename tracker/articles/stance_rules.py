"""The rules by which words suggest a kind and a stance: read from ``stance_rules.toml``, applied to one statement."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker.articles.sentences import Span
from tracker.articles.surroundings import surrounding_words
from tracker.articles.word_lists import Spoken, WordList, make_list
from tracker.vocabulary import Kind, Reach, Stance

_FILE = Path(__file__).parent / "stance_rules.toml"
_VOWELS = "aeiou"
# How far before the words that count a denial may stand: a few words in English, a few signs in Chinese. Both lengths
# here were chosen by eye on the labelled articles that rules were tuned on (tests/articles/measure.py), not fitted.
_REACH = r"(?:[^,;.\n]{0,22}|[^，。；\n]{0,8})$"
_CLAUSE = re.compile(r"[;；:：。]|\b(?:as|after|because|since|following|although|though) |，(?:此前|但)")
_DOUBT_REACH = 70
"""So many characters before them a doubt may stand: most of a sentence."""


@dataclass(frozen=True, slots=True)
class StanceRule:
    """One rule of the lexicon; the data file explains the fields."""

    name: str
    cue: WordList
    needed: WordList | None
    excluded: WordList
    kind: Kind
    stance: Stance
    reach: Reach | None
    says: str
    acts: str
    expected: bool
    by_size: bool
    example: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A rule that fits a statement, with the words that made it fit."""

    rule: StanceRule
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where the words that count begin."""
        return self.spans[0].start


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words that turn, doubt or place a statement, whatever it says."""

    negated: WordList
    negation: WordList
    doubted: WordList
    state: WordList
    foreign: WordList
    china: WordList
    hearsay: WordList
    record: WordList
    technology: WordList
    regulators: frozenset[str]
    foreign_firms: frozenset[str]


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=1)
def read_rules() -> tuple[StanceRule, ...]:
    """Return the rules in their order: the first that fits counts."""
    return tuple(_rule(each) for each in _data()["rule"])


def _abroad() -> Iterator[str]:
    """Yield the countries whose acts are none of the record's, as words; of near ones only who acts there."""
    for name in ("countries", "chinese_countries"):
        yield from (place.replace("[.]", ".") for place in surrounding_words("places", name))
    yield from (f"{place}'s" for place in surrounding_words("places", "near"))


@lru_cache(maxsize=1)
def read_grammar() -> Grammar:
    """Return the words that hold for all rules."""
    words = _data()["grammar"]
    places = [*surrounding_words("places", "cities"), *surrounding_words("places", "chinese_cities")]
    return Grammar(
        negated=make_list(words["negations"], tail=_REACH),
        negation=make_list(words["negations"]),
        doubted=make_list(words["doubts"], as_written=True),
        state=make_list(words["state_actors"]),
        foreign=make_list([*words["foreign_actors"], *_abroad()]),
        china=make_list([*words["china_words"], *places]),
        hearsay=make_list(words["hearsay"]),
        record=make_list(words["record_penalties"]),
        technology=make_list(words["technology_words"]),
        regulators=frozenset(words["regulators"]),
        foreign_firms=frozenset(words["foreign_firms"]),
    )


def _rule(entry: Mapping[str, Any]) -> StanceRule:
    words = [*entry.get("words", ()), *(form for verb in entry.get("verbs", ()) for form in verb_forms(verb))]
    reach = entry.get("reach")
    return StanceRule(
        name=entry["name"],
        cue=make_list(words),
        needed=make_list(entry["with"]) if "with" in entry else None,
        excluded=make_list(entry.get("without", ())),
        kind=Kind(entry["kind"]),
        stance=Stance(entry["stance"]),
        reach=Reach(reach) if reach else None,
        says=entry["says"],
        acts=entry.get("acts", "state"),
        expected=entry.get("expected", False),
        by_size=entry.get("by_size", False),
        example=entry["example"],
    )


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


def find_cue(text: str, part: Span, *, rules: Sequence[StanceRule] | None = None, turned: bool = False) -> Cue | None:
    """Return the first rule that fits a statement, with its words; None where none fits, or the statement is denied.

    Args:
        text: the article.
        part: the statement in it.
        rules: other rules than those of the data file.
        turned: whether a rule counts as well whose words are denied or only possible.
    """
    statement = Spoken.of(part.of(text))
    for rule in read_rules() if rules is None else rules:
        for match in rule.cue.find(statement):
            stands = turned or not (_denied(rule, statement, match.start()) or _doubted(statement, match.start()))
            if stands and (spans := _spans(rule, statement, match, part.start)):
                return Cue(rule, spans)
    return None


def is_denied(text: str, part: Span, cue: Cue) -> bool:
    """Tell whether a statement says that what a cue speaks of did not happen."""
    return _denied(cue.rule, Spoken.of(part.of(text)), cue.start - part.start)


def is_plain(statement: str) -> bool:
    """Tell whether a statement holds no word of denial or doubt."""
    grammar, spoken = read_grammar(), Spoken.of(statement)
    return not (grammar.negation.stands_in(spoken) or grammar.doubted.stands_in(spoken))


def _spans(rule: StanceRule, statement: Spoken, match: re.Match[str], offset: int) -> tuple[Span, ...]:
    """Return the places of a rule's words, nothing where the words that it needs beside them are missing."""
    if rule.excluded.stands_in(statement):
        return ()
    words = Span(offset + match.start(), offset + match.end())
    if rule.needed is None:
        return (words,)
    others = [other for other in rule.needed.find(statement) if other.span() != match.span()]
    if not others:
        return ()
    near = min(others, key=lambda other: abs(other.start() - match.start()))
    return (words, Span(offset + near.start(), offset + near.end()))


def _denied(rule: StanceRule, statement: Spoken, at: int) -> bool:
    """Tell whether a denial stands right before the words of a rule; what is itself a denial is not turned."""
    return rule.name != "denial" and read_grammar().negated.stands_in(statement.until(at))


def _doubted(statement: Spoken, at: int) -> bool:
    """Tell whether what stands before the words of a rule in the same clause makes it only possible, or it is asked."""
    start = max(0, at - _DOUBT_REACH)
    clause = max((match.end() for match in _CLAUSE.finditer(statement.text, start, at)), default=start)
    asked = statement.text.rstrip('"”’」 \n').endswith(("?", "？"))
    return asked or read_grammar().doubted.stands_in(statement.until(at, start=clause))
