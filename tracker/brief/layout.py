"""A brief as paragraphs: what is said, in which order, with each source numbered where it is first named."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import compress

from tracker.addresses import address_problem, normalise_address
from tracker.brief.blocks import Block, BlockStyle, Run, block, safe_line
from tracker.brief.facts import MOST_EVENTS, Ahead, Brief, Moved
from tracker.charts.plain import signed
from tracker.charts.reading_aid import HOW_SURE
from tracker.citation import LICENCE, TRACKER_NAME, CitationFormat, cite, cited_view, state_words
from tracker.codebook import CODEBOOK_VERSION
from tracker.dates import describe
from tracker.event.labels import source_remarks, when
from tracker.read_models import EventRow, SourceRow
from tracker.sentiment import change_in_words, news_in_words
from tracker.sentiment.reading import UNFINISHED_DAYS, Sureness
from tracker.theme import level_name
from tracker.vocabulary import Certainty, Precision, Reach, Stance
from tracker.wording import count_of, listed

S = BlockStyle

OF_BRIEF = "What happened in China's regulation of technology"

_PERHAPS = "Their day is not known and may lie outside the period, so that notes of other weeks tell them as well."

_NOT_DRAWN = "The chart of the line belongs here; it could not be drawn where this brief was made."

_NEWS = "News draws the line towards an event's own stance, so that a mild restriction lifts a line that stands lower."


def title_of_brief(brief: Brief) -> str:
    """Return the title: the subject and the period."""
    return f"{OF_BRIEF}: {brief.period}" if brief.period else OF_BRIEF


class Sources:
    """The pages that a brief names: each once, numbered in the order in which they are first named."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._pages: list[SourceRow] = []

    def of(self, event: EventRow) -> tuple[Run, ...]:
        """Return the numbers of an Event's sources as pieces, a blank before each."""
        numbers = dict.fromkeys(map(self._number, event.sources))
        return tuple(part for number in numbers for part in (Run(" "), Run(f"[{number}]", note=number)))

    def _number(self, source: SourceRow) -> int:
        key = normalise_address(source.url)
        if key not in self._numbers:
            self._pages.append(source)
            self._numbers[key] = len(self._pages)
        return self._numbers[key]

    def blocks(self, on: dt.date) -> Iterator[Block]:
        """Yield one paragraph for each: publisher, date, address, day of access."""
        for number, source in enumerate(self._pages, start=1):
            date = describe(source.published_on) if source.published_on else "no date given"
            # A source need not have a publisher; then its date begins the line.
            named = safe_line(source.publisher)
            words = f"{named}, {date}. " if named else f"{date[0].upper()}{date[1:]}. "
            remarks = "".join(f"; {safe_line(each).strip('()')}" for each in source_remarks(source))
            url = "" if address_problem(source.url) else source.url
            accessed = f" (accessed {describe(on.isoformat())}{remarks})."
            yield Block(S.SOURCE, (Run(words), Run(safe_line(source.url), url=url), Run(accessed)), number)


def lay_out(brief: Brief, *, picture: tuple[str, str] | None, failed: bool = False) -> tuple[Block, ...]:
    """Return a brief as paragraphs.

    Args:
        brief: what it tells.
        picture: the title of the chart's picture, and what it says; None where there is none.
        failed: whether there is none since the chart could not be drawn, which is said in its place.
    """
    sources = Sources()
    # Lists, since the sources are numbered as the parts before theirs are made.
    head, moved = list(_head(brief)), list(_moved(brief, sources))
    told, ahead = list(_chronology(brief, sources)), list(_ahead(brief, sources))
    chart = [_chart(*picture)] if picture else [block(S.WORDS, _NOT_DRAWN)] if failed else []
    pages = list(sources.blocks(brief.asked.on))
    listing = [block(S.HEADING, "Sources"), *pages] if pages else []
    return (*head, *moved, *chart, *told, *ahead, *listing, *_reading(brief), *_citing(brief))


def _chart(title: str, words: str) -> Block:
    return Block(S.CHART, (Run(safe_line(f"{title}.")),), alt=safe_line(f"{title}. {words}"))


def _head(brief: Brief) -> Iterator[Block]:
    yield block(S.TITLE, title_of_brief(brief))
    kept = safe_line("; ".join(brief.kept))
    about = [f"Only {kept}" if kept else "", f"{TRACKER_NAME}, {state_words(brief.state)}"]
    yield block(S.SUBTITLE, ". ".join(filter(None, about)) + f". Made on {describe(brief.asked.on.isoformat())}.")


def _moved(brief: Brief, sources: Sources) -> Iterator[Block]:
    yield block(S.HEADING, "How the line moved")
    moved = brief.moved
    if moved is None:
        yield block(S.WORDS, brief.why_none)
        return
    move, (standing, pull) = f"{change_in_words(moved.moves, moved.before, moved.after)}.", _standing(moved)
    # What stands out is what is remembered: the move, or that the line has nothing recent to go by.
    if moved.known is not None and moved.reading.sureness is Sureness.SILENT:
        yield block(S.WORDS, Run(standing, strong=True), f" {pull}" if pull else "")
        yield block(S.WORDS, move)
    else:
        yield block(S.WORDS, Run(move, strong=True))
        yield block(S.WORDS, f"{standing} {pull}".strip())
    news = news_in_words(moved.moves.news, moved.moves.fading, moved.moves.directions)
    unfinished = (brief.asked.on - moved.after).days < UNFINISHED_DAYS
    still = " The record of the last four weeks still grows." if unfinished else ""
    yield block(S.WORDS, f"{news} {_announced(moved)}{still}")
    if not moved.moves.parts:
        return
    yield block(S.WORDS, "What moved it most, with by how much each moved the line and how it was coded:")
    for event, change in moved.movers:
        coded = f", {when(event)}, stance {level_name(event.stance, short=True)}, reach: {event.reach.label}."
        yield block(S.ITEM, Run(signed(change), strong=True), " ", _title(brief, event), coded, sources.of(event))
    if moved.other_count:
        yield block(S.ITEM, Run(signed(moved.others), strong=True), f" {count_of(moved.other_count, 'other event')}")
    fading = " fading, the drift back to 0 as all that is recorded loses weight"
    yield block(S.ITEM, Run(signed(moved.moves.fading), strong=True), fading)


def _standing(moved: Moved) -> tuple[str, str]:
    """Say how the index stood at the end, or that nothing had come in for long, and what it is without the pull."""
    day = describe(moved.after.isoformat())
    if moved.known is None:
        return f"By {day} no event that counts had come in.", ""
    if moved.reading.sureness is Sureness.SILENT:
        return f"{moved.at_known.as_last(when(moved.known))}.", moved.at_known.without_pull
    return f"On {day}: {moved.reading.direction}, {moved.reading.numbers}.", moved.reading.without_pull


def _announced(moved: Moved) -> str:
    """Say what came in on the days of the period: counts, and reach times stance added up."""
    came = moved.announced
    if not came.events:
        return "No event that counts came in."
    sides = (
        (came.easing_events, f"eased ({_sum(came.easing)})"),
        (came.tightening_events, f"tightened ({_sum(came.tightening)})"),
        (came.neutral_events, "did neither"),
    )
    words = listed([f"{_number(count)} {what}" for count, what in sides if count])
    parts = "" if came.events == int(came.events) else " An event whose day is not known counts in parts."
    return f"As announced, reach times stance: {words}; net {_sum(came.net)}.{parts}"


def _sum(value: float) -> str:
    text = f"{value:+,.0f}" if value == int(value) else f"{value:+,.1f}"
    return text.replace("-", "\N{MINUS SIGN}") if value else "0"


def _number(count: float) -> str:
    return f"{count:,.0f}" if count == int(count) else f"{count:,.1f}"


def _chronology(brief: Brief, sources: Sources) -> Iterator[Block]:
    yield block(S.HEADING, "What happened")
    if not brief.count:
        what = "that the filter keeps " if brief.kept else ""
        none = f"No event {what}is recorded{' in this period' if brief.period else ''}."
        yield block(S.WORDS, "This period has not begun." if brief.lies_ahead else none)
        if last := brief.before:
            yield block(
                S.WORDS, f"The latest one before it, {when(last)}: ", _title(brief, last), ".", sources.of(last)
            )
        return
    if more := brief.count - len(brief.events):
        yield block(S.WORDS, _cut(brief, more))
    held = [brief.surely_holds(event) for event in brief.events]
    if not any(held):
        yield block(S.WORDS, "No event is recorded that lies in this period for certain.")
    for event in compress(brief.events, held):
        yield _entry(brief, event, sources)
    if not all(held):
        yield block(S.HEADING, "Perhaps in this period")
        yield block(S.WORDS, _PERHAPS)
    for event in (event for event, surely in zip(brief.events, held, strict=True) if not surely):
        yield _entry(brief, event, sources)


def _cut(brief: Brief, more: int) -> str:
    whole = f" and at {brief.asked.link('')}" if brief.asked.link("") else ""
    return (
        f"The latest {MOST_EVENTS} of {brief.count:,} events; the {count_of(more, 'earlier one')} and their sources "
        f"are in the tables of this filter (tracker export events.csv, or the files below the timeline){whole}."
    )


def _entry(brief: Brief, event: EventRow, sources: Sources) -> Block:
    coded = f"{event.kind.label}, stance {level_name(event.stance, short=True)}, reach: {event.reach.label}"
    marks = "".join(f" {each}." for each in _doubts(event))
    summary = f" {safe_line(event.summary)}" if event.summary else ""
    return block(
        S.ITEM, Run(f"{when(event)}: ", strong=True), _title(brief, event), f" ({coded}).{summary}{marks}",
        sources.of(event),
    )  # fmt: skip


def _title(brief: Brief, event: EventRow) -> Run:
    title = f"{event.title} ({event.title_zh})" if event.title_zh else event.title
    return Run(safe_line(title), url=brief.asked.link(event.slug))


def _doubts(event: EventRow) -> Sequence[str]:
    """Return what is not sure about an Event, each as a sentence without its full stop."""
    about = "Its date is approximate" if event.approximate else ""
    if event.precision is not Precision.DAY:
        about = f"Its date is known to the {event.precision.value} only{', and roughly' if event.approximate else ''}"
    known = f"It became known {describe(event.public_on)}" if event.public_on else ""
    sure = "" if event.certainty is Certainty.HIGH else f"Certainty of the facts: {event.certainty.value}"
    counts = "" if event.kind.counts else "Of a kind that the line does not count"
    return list(filter(None, (about, known, sure, counts)))


def _ahead(brief: Brief, sources: Sources) -> Iterator[Block]:
    yield block(S.HEADING, "What comes")
    if not brief.ahead:
        day = describe(brief.end.isoformat())
        past = f"No event up to {day} tells of a later day. What is dated later is not told here."
        yield block(S.WORDS, past if brief.is_past else f"No later day is recorded as of {day}.")
    for each in brief.ahead:
        yield _coming(brief, each, sources)
    if brief.more_ahead:
        yield block(S.WORDS, f"And {count_of(brief.more_ahead, 'later day')}; the calendar file (.ics) has them all.")


def _coming(brief: Brief, each: Ahead, sources: Sources) -> Block:
    day = Run(f"{describe(each.date)}: ", strong=True)
    return block(
        S.ITEM, day, f"{safe_line(each.what)}, by “", _title(brief, each.event), f"”, {when(each.event)}.",
        sources.of(each.event),
    )  # fmt: skip


def _reading(brief: Brief) -> Iterator[Block]:
    yield block(S.HEADING, "How to read this")
    if brief.moved is not None:
        yield block(S.WORDS, f"{HOW_SURE} {_NEWS} It tells what was announced, not how strictly it is applied.")
    low, high = level_name(Stance.SEVERE, short=True), level_name(Stance.OPENING, short=True)
    yield block(
        S.WORDS,
        f"Coded by version {CODEBOOK_VERSION} of the codebook: stance from {low} ({Stance.SEVERE.label}) to {high} "
        f"({Stance.OPENING.label}) for technology firms, reach from “{Reach.FIRM.label}” to “{Reach.ECONOMY.label}”.",
    )
    others = listed([f"{count:,} {state.value}" for state, count in brief.left_out])
    left = f" Left out of what the filter keeps: {others}." if others else " The filter would keep none of them."
    yield block(S.WORDS, f"Drafts and disputed, rejected and withdrawn events are not in a brief.{left}")


def _citing(brief: Brief) -> Iterator[Block]:
    yield block(S.HEADING, "How to cite it")
    page = brief.asked.link("")
    view = cited_view("Brief", (*brief.kept, *([f"Period: {brief.period}"] if brief.period else [])), brief.state,
                      brief.asked.on, page)  # fmt: skip
    words = safe_line(cite(view, CitationFormat.TEXT))
    # A search may hold the address as well, but stands before it.
    before, _, after = words.rpartition(page) if page else (words, "", "")
    yield block(S.WORDS, before, *([Run(page, url=page)] if page else []), after)
    yield block(S.WORDS, f"Licence of the record: {LICENCE}.")
