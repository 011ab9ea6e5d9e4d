"""The tables of docs/method.md that say how far coders agree and where; ``make docs`` writes them into the page."""  # noqa: INP001

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
from figures import CODERS, coded_by, record
from markdown_table import table

from tracker.sentiment import (
    SHRINKAGE,
    Agreement,
    AgreementPart,
    Codings,
    StanceAgreement,
    agreement_by,
    code_table,
    coder_agreement,
    few_events,
    mean_difference,
    opposite_days,
    policy_index,
    resampling_band,
    stance_agreement,
)


def codes_of(what: str, coders: Sequence[str]) -> np.ndarray:
    """Return "stance" or "reach" of all Events, coders by Events."""
    first = [(CODERS[0], slug, int(getattr(draft, what))) for slug, draft in record().events]
    further = [(coding.coder, coding.slug, int(getattr(coding, what))) for coding in record().codings]
    return code_table(first + further, coders, [slug for slug, _ in record().events])


def stance_found(coders: Sequence[str]) -> StanceAgreement:
    """Return where coders agree on the stance of all Events."""
    return stance_agreement(codes_of("stance", coders), record().all.group)


def agreement_table() -> str:
    """How far the coders agree on the stance, whole and in its parts, and on the reach."""
    columns = []
    for coders in (CODERS[:2], (CODERS[0], CODERS[2]), CODERS):
        found, codes = stance_found(coders), codes_of("stance", coders)
        reach = coder_agreement(codes_of("reach", coders), record().all.group)
        parts = (found.stance, found.sign, found.ordered_sign, found.tightening, found.easing)
        apart = " and ".join(_signed(mean_difference(codes[0], other)) for other in codes[1:])
        columns.append([found.words, *map(_graded, parts), found.crossed, apart, _graded(reach)])
    names = (
        "in words",
        "stance, all levels",
        "direction: below 0, 0, above 0, as names",
        "direction, as ordered",
        "degree, among events that all call tightening",
        "degree, among events that all call easing",
        "events that one calls tightening and another easing",
        "mean difference from the first, in levels",
        "reach",
    )
    heads = ("", "first and second", "first and third", "all three")
    return table(heads, list(zip(names, *columns, strict=True)))


def _graded(found: Agreement) -> str:
    return f"{_alpha(found)}, {found.events} events: {found.grade}"


def _alpha(found: Agreement) -> str:
    if found.alpha is None:
        return "not defined"
    interval = "no interval" if found.lower is None else f"{found.lower:.2f} to {found.upper:.2f}"
    return f"{found.alpha:.3f} ({interval})"


def _signed(value: float | None) -> str:
    # Adding zero makes a rounded -0.0 a plain 0.
    return "" if value is None else f"{round(value, 2) + 0.0:+.2f}"


def _by(coder: str, parts: Sequence[str]) -> list[AgreementPart]:
    return agreement_by(codes_of("stance", (CODERS[0], coder)), record().all.group, parts)


def kind_agreement_table() -> str:
    """How far the first and each further coder agree on the stance, by kind."""
    kinds = [draft.kind.value for _, draft in record().events]
    rows = [
        (f"`{second.part}`", second.agreement.events, *_with_difference(second), *_with_difference(third))
        for second, third in zip(*(_by(coder, kinds) for coder in CODERS[1:]), strict=True)
    ]
    heads = ("alpha with the second", "grade", "second less first", "alpha with the third", "grade", "third less first")
    return table(("kind", "events", *heads), rows)


def _with_difference(found: AgreementPart) -> tuple[str, str, str]:
    return _alpha(found.agreement), found.agreement.grade, _signed(found.difference)


def coder_days() -> list[dict[int, tuple[int, int]]]:
    """Return, for each further coder, by year the days on which the index has the other sign, and all days of it."""
    known = record()
    lines = [known.counted, *map(coded_by, CODERS[1:])]
    first, *others = (policy_index(line, since=known.since, until=known.until) for line in lines)
    return [opposite_days(first.index, other.index, first.first_day) for other in others]


def year_agreement_table() -> str:
    """How far the coders agree on the stance by year, and on how many days another coder gives the other sign."""
    years = [str(draft.when.start.year) for _, draft in record().events]
    days = coder_days()
    rows = [
        (
            second.part,
            second.agreement.events,
            *_with_difference(second),
            *_with_difference(third)[2:],
            *(f"{each[int(second.part)][0]} of {each[int(second.part)][1]}" for each in days),
        )
        for second, third in zip(*(_by(coder, years) for coder in CODERS[1:]), strict=True)
    ]
    heads = ("alpha with the second", "grade", "second less first", "third less first")
    return table(("year", "events", *heads, "days with the other sign, second", "third"), rows)


def drawn_table() -> str:
    """How the range changes where the coder of each Event is drawn too: medians over the days that have a range."""
    known = record()
    further: dict[str, list[tuple[int, int]]] = {}
    for coding in sorted(known.codings, key=lambda each: each.coder):
        further.setdefault(coding.slug, []).append((int(coding.stance), int(coding.reach)))
    counted = [event for event in known.events if event[1].kind.counts]
    codings = Codings.of([(int(draft.stance), int(draft.reach)), *further.get(slug, ())] for slug, draft in counted)
    series = policy_index(known.counted, since=known.since, until=known.until)
    rows = []
    for name, drawn in (("stories", None), ("stories, and the coder of each event", codings)):
        band = resampling_band(known.counted, since=known.since, until=known.until, codings=drawn)
        spans = (band.upper - band.lower, series.index - band.lower, band.upper - series.index)
        rows.append((name, *(f"{np.nanmedian(span):.2f}" for span in spans)))
    return table(("drawn", "width, median", "from the lower end to the line", "from the line to the upper end"), rows)


def year_table() -> str:
    """How much stands behind the level of the index, by year."""
    known = record()
    series = policy_index(known.counted, since=known.since, until=known.until)
    years = np.array([date.fromordinal(int(day)).year for day in series.days])
    begun = [draft.when.start.year for _, draft in known.events if draft.kind.counts]
    rows = []
    for year in np.unique(years).tolist():
        mass = series.mass[years == year]
        few = f"{few_events(series)[years == year].sum()} of {len(mass)}"
        rows.append((year, begun.count(year), few, f"{mass.mean():.1f}", f"{np.mean(mass / (mass + SHRINKAGE)):.2f}"))
    return table(("year", "events that count", "days marked “few events”", "mean mass M", "mean of M / (M + k)"), rows)


AGREEMENT: dict[str, Callable[[], str]] = {
    "agreement": agreement_table,
    "agreement-years": year_agreement_table,
    "agreement-kinds": kind_agreement_table,
    "drawn": drawn_table,
    "years": year_table,
}
