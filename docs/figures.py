"""The tables of docs/method.md that are computed from the curated record; ``make docs`` writes them into the page."""  # noqa: INP001

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from markdown_table import table

from tracker import __version__
from tracker.event.draft import EventDraft
from tracker.read_models import CodingRow, EraRow
from tracker.resources import seeds_folder
from tracker.seeds import Contents, Vintage, make_vintage, read_seeds
from tracker.sentiment import (
    FEWER,
    Evidence,
    Searched,
    bottom_of,
    few_events,
    fragility,
    news_of_events,
    policy_index,
    resampling_band,
    searched_days,
    sensitivity,
    shares_first,
    thinned,
    trough,
    turn_above_zero,
    turn_range,
    turns_of,
)
from tracker.sentiment.acts import labels_of
from tracker.sentiment.groups import eased_parts
from tracker.sentiment.turning import FLAT
from tracker.vocabulary import Kind, Stance

DAYS = (date(2021, 7, 26), date(2021, 9, 27), date(2022, 5, 31), date(2022, 7, 1), date(2023, 1, 1))
CODERS = ("first", "second", "third")
HALF_LIVES = (30.0, 60.0, 90.0, 180.0, 365.0)
JUDGED_FROM = date(2019, 1, 1)
OFTEN_FIRST = 0.05
"""A sector that is not above 0 again is shown where so many draws have it first: it competes all the same."""

LAST_EVENTS = (5, 10, 15, 20)


class Record(NamedTuple):
    """The curated record as the tables need it: all Events, those that count, codings and eras."""

    events: tuple[tuple[str, EventDraft], ...]
    all: Evidence
    counted: Evidence
    threads: tuple[str, ...]
    codings: tuple[CodingRow, ...]
    eras: tuple[EraRow, ...]

    @property
    def since(self) -> date:
        """The first day of the first Event that counts, on which the line begins; it may have become known later."""
        counted = (draft for _, draft in self.events if draft.kind.counts)
        return min(min(draft.when.start, draft.counted_days[0]) for draft in counted)

    @property
    def until(self) -> date:
        """The last day of the last Event that counts."""
        return date.fromordinal(int(self.counted.last.max()))


@lru_cache(maxsize=1)
def record() -> Record:
    """Read the curated record."""
    read = read_seeds(seeds_folder())
    counted = [event for event in read.events if event[1].kind.counts]
    threads = tuple(sorted({draft.thread for _, draft in counted if draft.thread}))
    return Record(read.events, _evidence(read.events), _evidence(counted), threads, read.codings, read.eras)


def _evidence(events: Sequence[tuple[str, EventDraft]]) -> Evidence:
    return Evidence.of((*draft.counted_days, int(draft.stance), int(draft.reach), draft.thread) for _, draft in events)


def era_table() -> str:
    """The eras, with their days, reasons and pages."""
    rows = [
        (era.name, era.since, era.until or "goes on", era.why, " ".join(f"<{url}>" for url in era.sources))
        for era in record().eras
    ]
    return table(("era", "from", "to", "why", "sources"), rows)


def size_table() -> str:
    """What the record holds."""
    known = record()
    sources = sum(len(draft.sources) for _, draft in known.events)
    rows = [
        ("events", len(known.events)),
        ("sources", sources),
        ("events that the index counts", len(known.counted)),
        ("stories among them, lone events included", len(np.unique(known.counted.group))),
        ("days that the index has, from the first to the last of them", f"{known.since} to {known.until}"),
    ]
    return table(("the record holds", ""), rows)


def news_table() -> str:
    """News and fading of the index over each era and over the turn, in stance units."""
    known = record()
    series = policy_index(known.counted, since=known.since, until=known.until)
    lowest = lowest_day()
    turn = turn_above_zero(series, lowest) or known.until
    stretches = [("lowest point to the first day above 0", lowest + timedelta(days=1), turn)]
    stretches += [
        (era.name, max(era.since, known.since), min(era.until or known.until, known.until)) for era in known.eras
    ]
    rows = []
    for name, first, last in stretches:
        days = slice(first.toordinal() - series.first_day, last.toordinal() - series.first_day + 1)
        news, fading = float(series.news[days].sum()), float(series.fading[days].sum())
        rows.append((name, first, last, *(_signed(value, 2) for value in (news + fading, news, fading))))
    return table(("stretch", "first day", "last day", "change of the index", "news", "fading"), rows)


def lowest_day() -> date:
    """Return the lowest day of the index, of those that are not marked "few events"."""
    series = policy_index(record().counted, since=record().since, until=record().until)
    return trough(series, within=~few_events(series)).day


def news_of_the_rise() -> dict[str, tuple[float, int]]:
    """Return what easing, neutral and tightening Events brought to the rise after the lowest point, and how many."""
    known = record()
    series = policy_index(known.counted, since=known.since, until=known.until)
    turn = turn_above_zero(series, lowest_day()) or known.until
    news = news_of_events(known.counted, policy_index(known.counted, since=known.since, until=turn), lowest_day())
    signs = {"easing": 1, "neutral": 0, "tightening": -1}
    entered = {name: (np.sign(known.counted.stance) == sign) & (news != 0) for name, sign in signs.items()}
    return {name: (float(news[events].sum()), int(events.sum())) for name, events in entered.items()}


def index_table() -> str:
    """The index on some days, each as the last day of a series of its own."""
    known, rows = record().counted, []
    for day in DAYS:
        series = policy_index(known, since=day, until=day)
        band = resampling_band(known, since=day, until=day)
        decides = fragility(known, since=day, until=day).group[0]
        bounds = f"{_signed(band.lower[0], 2)} to {_signed(band.upper[0], 2)}"
        story = f"`{record().threads[decides]}`" if 0 <= decides < len(record().threads) else "none"
        rows.append((day, _signed(series.index[0], 4), bounds, *_rounded(series.mass[0], series.stories[0]), story))
    return table(("day", "index", "80 % range", "mass", "stories", "story that alone decides the sign"), rows)


def error_table() -> str:
    """How far the index of the day before an Event lies from the Event's stance, by half-life."""
    known = record().counted
    judged = np.count_nonzero(known.first >= JUDGED_FROM.toordinal())
    errors = {f"{days:.0f} days": index_error(known, days) for days in HALF_LIVES} | rival_errors(known)
    rows = [(name, f"{error:.2f}") for name, error in errors.items()]
    return table(("half-life, or rival", f"mean squared error over {judged} events"), rows)


def index_error(known: Evidence, half_life: float) -> float:
    """Return the mean squared error of the index of the day before, over the Events since ``JUDGED_FROM``."""
    judged = known.subset(known.first >= JUDGED_FROM.toordinal())
    until = date.fromordinal(int(judged.first.max()))
    series = policy_index(known, since=JUDGED_FROM.replace(year=2018), until=until, half_life=half_life)
    return float(np.mean((judged.stance - series.index[judged.first - 1 - series.first_day]) ** 2))


def rival_errors(known: Evidence) -> dict[str, float]:
    """Return the mean squared error of what knows no half-life, over the Events since ``JUDGED_FROM``.

    Earlier Events are those before it by date, of equal dates in the order of the evidence: those of the same day
    among them, which the index of the day before does not know. At least one Event has to be earlier than all of these.
    """
    order = np.lexsort((known.last, known.first))
    stance = known.stance[order].astype(float)
    judged = np.flatnonzero(known.first[order] >= JUDGED_FROM.toordinal())
    before = [stance[:place] for place in judged]
    guesses = {
        "mean of all earlier stances": [earlier.mean() for earlier in before],
        **{f"mean of the last {last}": [earlier[-last:].mean() for earlier in before] for last in LAST_EVENTS},
        "always 0": np.zeros(len(judged)),
    }
    return {rival: float(np.mean((stance[judged] - guess) ** 2)) for rival, guess in guesses.items()}


def story_table() -> str:
    """How alike the stances within a story are."""
    known = record().counted
    codes, place, sizes = np.unique(known.group, return_inverse=True, return_counts=True)
    several = sizes[place] > 1
    correlation = intraclass_correlation(known.stance[several], known.group[several])
    cells = (np.count_nonzero(sizes > 1), int(several.sum()), len(codes), f"{correlation:.2f}")
    heads = ("stories of two or more events", "events in them", "all stories", "intraclass correlation of stance")
    return table(heads, [cells])


def intraclass_correlation(values: np.ndarray, group: np.ndarray) -> float:
    """Return the share of the variance that lies between groups of unequal size (one-way analysis of variance)."""
    _, place, sizes = np.unique(group, return_inverse=True, return_counts=True)
    means = np.bincount(place, values) / sizes
    between = float(np.sum(sizes * (means - values.mean()) ** 2)) / (len(sizes) - 1)
    within = float(np.sum((values - means[place]) ** 2)) / (len(values) - len(sizes))
    usual = (len(values) - np.sum(sizes**2) / len(values)) / (len(sizes) - 1)
    return float((between - within) / (between + (usual - 1) * within))


def coded_by(coder: str) -> Evidence:
    """Return the Events that count with the codes of a further coder; those that this one did not code are left out."""
    codes = {coding.slug: coding for coding in record().codings if coding.coder == coder}
    return Evidence.of(
        (*draft.counted_days, int(codes[slug].stance), int(codes[slug].reach), draft.thread)
        for slug, draft in record().events
        if draft.kind.counts and slug in codes
    )


def doubted() -> tuple[str, ...]:
    """Return the signals that the first coder calls support in force (+2) and both others an easing signal (+1)."""
    others = {(coding.slug, int(coding.stance)) for coding in record().codings if coding.coder == CODERS[1]}
    others &= {(coding.slug, int(coding.stance)) for coding in record().codings if coding.coder == CODERS[2]}
    return tuple(
        slug
        for slug, draft in record().events
        if draft.kind == Kind.SIGNAL and draft.stance == Stance.SUPPORT and (slug, 1) in others
    )


def _with_doubted_at_one() -> Evidence:
    lowered = doubted()
    return Evidence.of(
        (*draft.counted_days, 1 if slug in lowered else int(draft.stance), int(draft.reach), draft.thread)
        for slug, draft in record().events
        if draft.kind.counts
    )


def coder_table() -> str:
    """What the line is by each coder, and by the first with the doubted signals at +1."""
    known = record()
    others = {coder: coded_by(coder) for coder in CODERS[1:]}
    others[f"first, with {len(doubted())} signals at +1"] = _with_doubted_at_one()
    family = sensitivity(known.counted, since=known.since, until=known.until, codings=others)
    variants = (family.base, *family.coders)
    rows = []
    for variant, lowest, turn in zip(variants, family.troughs(), family.turns(), strict=False):
        on_days = [_signed(variant.index[day.toordinal() - variant.first_day], 2) for day in DAYS[2:]]
        lowest_words = f"{_signed(lowest.value, 2)} on {lowest.day}"
        rows.append((variant.coder or CODERS[0], lowest_words, turn or "never", *on_days))
    heads = ("codes", "lowest point", "first day above 0 after it", *(f"on {day}" for day in DAYS[2:]))
    return table(heads, rows)


def sensitivity_table() -> str:
    """How far the story of the line depends on choices, on coders and on single stories."""
    known = record()
    codings = {coder: coded_by(coder) for coder in CODERS[1:]}
    family = sensitivity(known.counted, since=known.since, until=known.until, codings=codings)
    (first, last), (low, high) = family.trough_days(), family.trough_values()
    turns = [day for day in family.turns() if day is not None]
    marks = fragility(known.counted, since=known.since, until=known.until)
    rows = [
        ("readings compared", len(family.variants)),
        ("day of the lowest point", f"{first} to {last}"),
        ("value of the lowest point", f"{_signed(low, 2)} to {_signed(high, 2)}"),
        ("first day above 0 after it", f"{min(turns)} to {max(turns)}"),
        ("readings that never rise above 0 after it", len(family.turns()) - len(turns)),
        ("times that a reading crosses 0", "{} to {}".format(*family.crossing_counts())),
        ("days on which one story decides the sign", f"{marks.fragile.sum()} of {len(marks.fragile)}"),
    ]
    return table(("over all readings", ""), rows)


def turning_table() -> str:
    """The turning points of the index as recorded, and where they lie when the stories are drawn again."""
    known = record()
    days = {"since": known.since, "until": known.until}
    series = policy_index(known.counted, **days)
    bottom = bottom_of(series, within=searched_days(series))
    [turns] = turns_of(known.counted, [Searched.whole(known.counted, series)], **days)
    drawn = turn_range(turns)
    turn = turn_above_zero(series, bottom.lowest.day)
    rows = [
        ("day of the lowest point", bottom.lowest.day, _to(*drawn.lowest)),
        (f"days within {FLAT:g} of it", f"{bottom.days}, {_to(bottom.first, bottom.last)}", ""),
        ("index there", _signed(bottom.lowest.value, 2), _to(*(_signed(each, 2) for each in drawn.depth))),
        ("first day above 0 after it", turn, _to(*drawn.above) if drawn.above else "never"),
        ("never above 0 after it", "", f"{100 * drawn.never:.1f} % of the draws"),
    ]
    return table(("", "as recorded", "80 % range"), rows)


def eased_table() -> str:
    """When each sector was first above 0 after its lowest point, and how far the draws agree on who was first."""
    sectors = labels_of([draft.sectors for _, draft in record().events if draft.kind.counts])
    found = eased_parts(record().counted, sectors, record().since, record().until)
    shares = shares_first([part.turns for part in found], after=lowest_day())
    rows = []
    for part, share in zip(found, shares, strict=True):
        drawn = turn_range(part.turns)
        if drawn.above and (part.day or share >= OFTEN_FIRST):
            cells = (part.day or "not again", _to(*drawn.above), f"{100 * drawn.never:.0f} %", f"{100 * share:.0f} %")
            rows.append((f"`{part.label}`", *cells))
    return table(("sector", "first above 0", "80 % range", "never, of the draws", "first, of the draws"), rows)


def fewer_table() -> str:
    """What the line is when at most so many events of each year are kept at random."""
    known = record()
    days = {"since": known.since, "until": known.until}
    rows = []
    for each in (thinned(known.counted, a_year, **days) for a_year in FEWER):
        turns, places = each.turns, [day.toordinal() - known.since.toordinal() for day in DAYS[1:]]
        levels = [_to(_signed(each.lower[place], 2), _signed(each.upper[place], 2)) for place in places]
        above = _to(*turns.above) if turns.above else "never"
        depth = _to(*(_signed(value, 2) for value in turns.depth))
        rows.append((each.a_year, _to(*turns.lowest), depth, above, f"{100 * turns.never:.0f} %", *levels))
    heads = ("at most a year", "day of the lowest point", "index there", "first day above 0 after it", "never")
    return table((*heads, *(f"on {day}" for day in DAYS[1:])), rows)


def _to(first: object, last: object) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _signed(value: float, digits: int) -> str:
    return f"{value:+.{digits}f}"


def _rounded(*values: float) -> tuple[str, ...]:
    return tuple(f"{value:.1f}" for value in values)


FIGURES: dict[str, Callable[[], str]] = {
    "size": size_table,
    "eras": era_table,
    "index-on-days": index_table,
    "news": news_table,
    "error": error_table,
    "stories": story_table,
    "coders": coder_table,
    "sensitivity": sensitivity_table,
    "turning": turning_table,
    "eased": eased_table,
    "fewer": fewer_table,
}


def published(record_on: date) -> Vintage:
    """Return the index of the curated record as it is published, to be frozen under a day."""
    known = record()
    sources = sum(len(draft.sources) for _, draft in known.events)
    contents = Contents(record_on, __version__, len(known.events), len(known.counted), sources)
    return make_vintage(known.counted, contents, since=known.since, until=known.until)


def fingerprint() -> str:
    """Return the first twelve signs of the fingerprint: they change when a published value or its range does."""
    return published(date.min).fingerprint[:12]
