"""How well real articles are read: known events, new ones, dates and names, against labels by sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from real_articles import RealArticle

from tests.support.scoring import Score
from tracker.articles import Analysis, Candidate, MarkKind, ReadDate, analyse
from tracker.articles.sentences import Span
from tracker.dates import PartialDate, from_edtf
from tracker.errors import DateProblem
from tracker.read_models import EventRow, TermRow

_NAMES = {MarkKind.AGENCY, MarkKind.COMPANY, MarkKind.PERSON}


@dataclass
class RealFigures:
    """The scores of a set of articles.

    ``strict`` counts each Event of an article once, by what is said to be held; ``within`` whether it is held or among
    the three of a sentence that speaks of it; ``finer`` lists dates that were read more finely than the text allows.
    """

    articles: int = 0
    strict: Score = field(default_factory=Score)
    within: Score = field(default_factory=Score)
    new: Score = field(default_factory=Score)
    dates: Score = field(default_factory=Score)
    names: Score = field(default_factory=Score)
    finer: list[str] = field(default_factory=list)
    questions: int = 0

    @property
    def false_per_article(self) -> float:
        """How many new candidates of an article are none, on average."""
        return self.new.false / self.articles

    def lines(self) -> list[str]:
        """Write the figures as lines."""
        parts = {
            "known, strict": self.strict,
            "within three": self.within,
            "new": self.new,
            "dates": self.dates,
            "names": self.names,
        }
        lines = [f"{'part':14} precision  recall     right false missed"]
        for part, score in parts.items():
            # What is only asked about can be no false claim, so that "within three" has no precision.
            precision, false = ("-", "-") if score is self.within else (f"{score.precision:.3f}", str(score.false))
            lines.append(f"{part:14} {precision:>8} {score.recall:8.3f}   {score.right:6} {false:>5} {score.missed:6}")
        lines.append(f"false new candidates per article: {self.false_per_article:.2f}")
        lines.append(f"sentences with a question per article: {self.questions / self.articles:.1f}")
        lines.append(f"dates read more finely than the text: {len(self.finer)}")
        return lines

    def wrong(self) -> Iterable[str]:
        """Yield what is wrong, part by part."""
        for part in (self.strict, self.within, self.new, self.dates, self.names):
            yield from part.wrong
        yield from self.finer


def measure_real(
    articles: Sequence[RealArticle], terms: tuple[TermRow, ...], events: tuple[EventRow, ...]
) -> RealFigures:
    """Read every article and compare; what the record does not hold is left out."""
    figures = RealFigures(len(articles))
    slugs = {event.slug for event in events}
    keys = {f"{term.type.value}/{term.key}" for term in terms}
    for each in articles:
        found = analyse(each.article, terms, events)
        _compare_known(each, found, figures, slugs)
        _compare_new(each, found, figures)
        _compare_dates(each, found, figures)
        named = {f"{mark.kind.value}/{mark.key}" for mark in found.marks if mark.kind in _NAMES}
        figures.names.count(each.name, named, set(each.labels["names"]) & keys)
    return figures


def _compare_known(each: RealArticle, found: Analysis, figures: RealFigures, slugs: set[str]) -> None:
    wanted = {event["slug"]: event["sentences"] for event in each.labels.get("event", ()) if event["slug"] in slugs}
    unsure = {entry.get("slug") for entry in each.labels.get("unsure", ())} - wanted.keys()
    spans = each.sentences
    doubtful = [spans[entry["sentence"] - 1] for entry in each.labels.get("unsure", ()) if "sentence" in entry]
    held = {
        mention.event.slug
        for mention in found.mentions
        if mention.event.slug in wanted
        or not (mention.event.slug in unsure or any(_overlap(mention.span, span) for span in doubtful))
    }
    figures.strict.count(each.name, held, set(wanted))
    figures.questions += len(found.questions)
    asked = {
        slug
        for slug, numbers in wanted.items()
        for question in found.questions
        if any(_overlap(question.span, spans[number - 1]) for number in numbers)
        and slug in {mention.event.slug for mention in question.mentions}
    }
    figures.within.count(f"{each.name} within three", (held & wanted.keys()) | asked, set(wanted))


def _compare_new(each: RealArticle, found: Analysis, figures: RealFigures) -> None:
    spans = each.sentences
    groups: dict[str, list[dict[str, Any]]] = {}
    last = ""
    for label in each.labels.get("new", ()):
        # The same act told again is one that may be found at any of its places.
        last = last if last and label["about"].startswith("the same") else label["about"]
        groups.setdefault(last, []).append(label)
    doubtful = [spans[entry["sentence"] - 1] for entry in each.labels.get("unsure", ()) if "sentence" in entry]
    hit: set[str] = set()
    for candidate in found.new:
        about = [
            name
            for name, labels in groups.items()
            if any(_is_new(candidate, label, spans[label["sentence"] - 1]) for label in labels)
        ]
        hit.update(about)
        if not about and not any(_overlap(candidate.part, span) for span in doubtful):
            figures.new.false += 1
            words = " ".join(candidate.part.of(each.text).split())[:90]
            figures.new.wrong.append(f"{each.name}: false new {candidate.when} {words}")
    figures.new.right += len(hit)
    figures.new.missed += len(groups.keys() - hit)
    figures.new.wrong += [
        f"{each.name}: missed new [{groups[name][0]['sentence']}] {name}" for name in groups.keys() - hit
    ]


def _is_new(candidate: Candidate, label: dict[str, Any], sentence: Span) -> bool:
    if not _overlap(candidate.part, sentence):
        return False
    read, said = _edtf(candidate.when), _edtf(label["date"])
    return (
        said is None
        or read is None
        or (read.start <= (said.end or read.start) and said.start <= (read.end or said.start))
    )


def _compare_dates(each: RealArticle, found: Analysis, figures: RealFigures) -> None:
    spans = each.sentences
    seen: set[int] = set()
    for label in each.labels.get("date", ()):
        place = each.text.find(label["words"], spans[label["sentence"] - 1].start)
        where = Span(place, place + len(label["words"]))
        read = [date for date in found.dates if _overlap(date.span, where)]
        seen.update(date.span.start for date in read)
        _count_date(each.name, label, read, figures)
    for date in found.dates:
        if date.span.start not in seen and date.date is not None and date.is_settled and not date.in_dateline:
            figures.dates.false += 1
            figures.dates.wrong.append(f"{each.name}: no date “{date.text}” read as {date.date.edtf}")


def _count_date(name: str, label: dict[str, Any], read: Sequence[ReadDate], figures: RealFigures) -> None:
    """Count a date; what is offered only as a guess is not read, and a byline only has to be no statement."""
    said = _edtf(label["edtf"])
    dates = [date.date for date in read if date.date is not None and date.is_settled]
    if label.get("bylines") and all(date.in_dateline for date in read):
        figures.dates.right += any(_same(date, said) for date in dates if said)
        return
    words = f"{name}: [{label['sentence']}] “{label['words']}” is {label['edtf'] or 'not to be read'}"
    if not dates:
        figures.dates.missed += said is not None
        figures.dates.wrong += [f"{words}, not read"] if said else []
    elif said is not None and any(_same(date, said) for date in dates):
        figures.dates.right += 1
    else:
        figures.dates.false += 1
        figures.dates.missed += said is not None
        figures.dates.wrong.append(f"{words}, read as {dates[0].edtf}")
        if said is None or all(_finer(date, said) for date in dates):
            figures.finer.append(f"{words}, finer: {dates[0].edtf}")


def _same(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether two dates are one; what goes on until now may be written with its end open or with that day."""
    if one.is_interval and other.is_interval and None in {one.end, other.end}:
        return one.start == other.start
    return (one.start, one.end) == (other.start, other.end) or one.edtf.rstrip("~") == other.edtf.rstrip("~")


def _finer(read: PartialDate, said: PartialDate) -> bool:
    return said.end is None or read.end is None or (read.end - read.start) < (said.end - said.start)


def _edtf(text: str) -> PartialDate | None:
    try:
        return from_edtf(text) if text else None
    except DateProblem:
        return None


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
