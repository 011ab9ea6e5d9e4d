"""What happens in a synthetic record: single acts, stories of several in order, and some told twice.

The first so many events of a seed are the same however many are asked for. Nothing grows with their number but a
count: names are made from their place in a fixed order, and few stories are open at a time.
"""

import datetime as dt
import math
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from tracker.synth.sentences import COURSES, SORTS
from tracker.synth.words import FIRST, MARK, MATTERS, OFFICES, SCOPES, SECOND, TRADE, TwoTongues
from tracker.vocabulary import Kind

FIRST_DAY = dt.date(2015, 1, 1)
LAST_DAY = dt.date(2024, 12, 31)
"""Between these days, ten years, lies all that happens."""

_DAYS = (LAST_DAY - FIRST_DAY).days
_BURSTS = 80
_BURST_SHARE = 0.5
_BURST_DAYS = 9.0
_WORKING_SHARE = 0.85
_STORY_SHARE = 0.38
_MOST_OPEN = 30
_STORY_DAYS = 45.0
_TWICE_SHARE = 0.01
_NAMES = len(FIRST) * len(SECOND) * len(TRADE)
_STRIDE = 7919
"""Shares no divisor with the number of names, so that steps of it meet each name once."""

_SATURDAY = 5


class InventedAct(NamedTuple):
    """What is told: who does what to whom when.

    Attributes:
        kind: its kind.
        agency: the place of the agency, 0 for the one that acts most.
        firm: the place of the firm, 0 for the one that is named most.
        matter: the matter in both languages.
        day: the day.
        told: in which of the kind's ways.
        story: the name of the story that it belongs to.
        is_again: whether it was told before, in other words.
    """

    kind: Kind
    agency: int
    firm: int
    matter: TwoTongues
    day: dt.date
    told: int
    story: str | None = None
    is_again: bool = False


class _Story(NamedTuple):
    last: InventedAct
    left: tuple[Kind, ...]


def agency_name(place: int) -> TwoTongues:
    """Return the invented name of an agency, in both languages; places beyond the last begin anew."""
    office, scope = OFFICES[place % len(OFFICES)], SCOPES[place // len(OFFICES) % len(SCOPES)]
    return f"{MARK[0]} {scope[0]} {office[0]}", f"{MARK[1]}{scope[1]}{office[1]}"


def firm_name(place: int) -> TwoTongues:
    """Return the invented name of a firm, in both languages; neighbours have no word in common but the mark."""
    number = place * _STRIDE % _NAMES
    number, trade = divmod(number, len(TRADE))
    second, first = divmod(number, len(FIRST))
    words = FIRST[first], SECOND[second], TRADE[trade]
    return " ".join([MARK[0], *(word[0] for word in words)]), "".join([MARK[1], *(word[1] for word in words)])


class ActMaker:
    """Gives the acts of a seed one after the other."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._kinds, self._weights = list(SORTS), [sort.weight for sort in SORTS.values()]
        self._bursts = [chance.randrange(_DAYS) for _ in range(_BURSTS)]
        self._shares = [chance.paretovariate(1.2) for _ in self._bursts]
        self._open: list[_Story] = []
        self._stories = 0

    def acts(self) -> Iterator[InventedAct]:
        """Yield acts without an end."""
        number = 0
        while True:
            number += 1
            act = self._in_story(number) if self._chance.random() < _STORY_SHARE else self._single(number)
            yield act
            if self._chance.random() < _TWICE_SHARE:
                number += 1
                yield self._again(act)

    def firm_place(self, number: int) -> int:
        """Draw a firm: the places follow a long tail, whose end moves on with the number of events so far."""
        return self._tail(min(_NAMES, 8 + int(number**0.75)))

    def agency_place(self) -> int:
        """Draw an agency from the long tail of all."""
        return self._tail(len(OFFICES) * len(SCOPES))

    def _tail(self, count: int) -> int:
        return int(math.exp(self._chance.random() * math.log(count + 1))) - 1

    def _single(self, number: int) -> InventedAct:
        kind = self._chance.choices(self._kinds, self._weights)[0]
        return self._act(kind, number, self._day())

    def _act(self, kind: Kind, number: int, day: dt.date) -> InventedAct:
        chance = self._chance
        told = chance.randrange(len(SORTS[kind].told))
        return InventedAct(kind, self.agency_place(), self.firm_place(number), chance.choice(MATTERS), day, told)

    def _in_story(self, number: int) -> InventedAct:
        """Go on with an open story, or begin one."""
        chance = self._chance
        if len(self._open) < _MOST_OPEN:
            kinds = chance.choice(COURSES)[: 2 + chance.randrange(7)]
            self._stories += 1
            act = self._act(kinds[0], number, self._day())
            name = f"{firm_name(act.firm)[0]} and {act.matter[0]}, story {self._stories}"
            self._open.append(_Story(act._replace(story=name), kinds[1:]))
            return self._open[-1].last
        place = chance.randrange(len(self._open))
        last, left = self._open[place]
        day = last.day + dt.timedelta(1 + int(chance.expovariate(1 / _STORY_DAYS)))
        act = last._replace(kind=left[0], day=min(day, LAST_DAY), told=chance.randrange(len(SORTS[left[0]].told)))
        if left[1:]:
            self._open[place] = _Story(act, left[1:])
        else:
            del self._open[place]
        return act

    def _again(self, act: InventedAct) -> InventedAct:
        """Tell an act once more, in other words and perhaps a day later."""
        day = min(act.day + dt.timedelta(self._chance.randrange(2)), LAST_DAY)
        told = (act.told + 1) % len(SORTS[act.kind].told)
        return act._replace(day=day, told=told, story=None, is_again=True)

    def _day(self) -> dt.date:
        """Draw a day: half of all fall into bursts, and few on weekends."""
        chance = self._chance
        if chance.random() < _BURST_SHARE:
            begin = chance.choices(self._bursts, self._shares)[0]
            number = min(begin + int(chance.expovariate(1 / _BURST_DAYS)), _DAYS)
        else:
            number = chance.randrange(_DAYS + 1)
        day = FIRST_DAY + dt.timedelta(number)
        if day.weekday() >= _SATURDAY and chance.random() < _WORKING_SHARE:
            day = min(day + dt.timedelta(7 - day.weekday()), LAST_DAY)
        return day
