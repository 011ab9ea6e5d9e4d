"""A brief as paragraphs: what is said, in which order, with each source numbered where it is first named."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import compress

from tracker.addresses import address_problem, normalise_address
from tracker.brief.blocks import Block, BlockStyle, Run, block, safe_line
from tracker.brief.facts import LEAST_MOVED, MOST_EVENTS, Ahead, Brief, Moved
from tracker.charts.plain import signed
from tracker.charts.reading_aid import HOW_SURE
from tracker.citation import LICENCE, TRACKER_NAME, CitationFormat, cite, cited_view, state_words
from tracker.codebook import CODEBOOK_VERSION
from tracker.dates import describe, from_edtf
from tracker.event.labels import source_remarks, when
from tracker.read_models import EventRow, SourceRow
from tracker.sentiment.reading import UNFINISHED_DAYS, Sureness
from tracker.theme import level_name
from tracker.vocabulary import Certainty, Kind, Precision, Reach, Seen, Stance
from tracker.wording import count_of, listed

S = BlockStyle

OF_BRIEF = "What happened in China's regulation of technology"

_PERHAPS = "Their day is not known and may lie outside the period, so that notes of other weeks tell them as well."

_NOT_DRAWN = "The chart of the line belongs here; it could not be drawn where this brief was made."

_IN_SUMMARIES = "Summaries above may name further days that are no stage of a rule or case in the record."

_MOST_AHEAD = 3
"""So many sources are named for a day to come: most of what sets such days lies before the period."""

_AGAINST = {
    (False, True): " It is milder than where the line stood, so that it drew the line up.",
    (True, False): " It eases less than where the line stood, so that it drew the line down.",
}
"""Why an event moved the line against its own direction, by whether it eases and whether the line rose."""

_CONTEXT = {
    Kind.FOREIGN_MEASURE: "For context: the line does not count what other states do",
    Kind.COMPANY_RESPONSE: "For context: the line does not count what companies do",
    Kind.IN_FORCE: "For context: the line counts a rule when it is made known, not again when it takes effect",
}
"""Why the line does not count an event, by its kind."""

_NEWS = "News draws the line towards an event's own stance, so that a mild restriction lifts a line that stands lower."


def title_of_brief(brief: Brief) -> str:
    """Return the title: the subject and the period."""
    return f"{OF_BRIEF}: {brief.period}" if brief.period else OF_BRIEF


class Sources:
    """The pages that a brief names: each once, numbered in the order in which they are first named."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._pages: list[SourceRow] = []

    def of(self, event: EventRow, most: int | None = None) -> tuple[Run, ...]:
        """Return the numbers of an Event's sources as pieces, a blank before each; of so many, first those opened."""
        pages = event.sources if most is None else sorted(event.sources, key=lambda page: page.seen == Seen.LINK)[:most]
        numbers = dict.fromkeys(map(self._number, pages))
        return tuple(part for number in numbers for part in (Run(" "), Run(f"[{number}]", note=number)))

    def _number(self, source: SourceRow) -> int:
        key = normalise_address(source.url)
        if key not in self._numbers:
            self._pages.append(source)
            self._numbers[key] = len(self._pages)
        return self._numbers[key]

    def blocks(self) -> Iterator[Block]:
        """Yield one paragraph for each: publisher, date, address."""
        for number, source in enumerate(self._pages, start=1):
            date = describe(source.published_on) if source.published_on else "no date given"
            # A source need not have a publisher; then its date begins the line.
            named = safe_line(source.publisher)
            words = f"{named}, {date}. " if named else f"{date[0].upper()}{date[1:]}. "
            remarks = "; ".join(safe_line(each).strip("()") for each in source_remarks(source))
            url = "" if address_problem(source.url) else source.url
            address = Run(safe_line(source.url), url=url)
            yield Block(S.SOURCE, (Run(words), address, *([Run(f" ({remarks})")] if remarks else [])), number)


def lay_out(brief: Brief, *, picture: tuple[str, str] | None, failed: bool = False) -> tuple[Block, ...]:
    """Return a brief as paragraphs.

    Args:
        brief: what it tells.
        picture: the title of the chart's picture, and what it says; None where there is none.
        failed: whether there is none since the chart could not be drawn, which is said in its place.
    """
    sources = Sources()
    # Lists, since the sources are numbered as the parts before theirs are made.
    head, moved, movers = list(_head(brief)), list(_moved(brief)), list(_movers(brief, sources))
    told = [*_chronology(brief, sources), *_due(brief, sources)]
    ahead = list(_ahead(brief, sources))
    chart = [_chart(*picture)] if picture else [block(S.WORDS, _NOT_DRAWN)] if failed else []
    pages = list(sources.blocks())
    taken = f"The addresses were taken from the record on {describe(brief.asked.on.isoformat())}."
    listing = [block(S.HEADING, "Sources"), block(S.WORDS, taken), *pages] if pages else []
    # The picture stands before the list, so that it has room on the first page.
    return (*head, *moved, *chart, *movers, *told, *ahead, *listing, *_reading(brief), *_citing(brief))


def _chart(title: str, words: str) -> Block:
    return Block(S.CHART, (Run(safe_line(f"{title}.")),), alt=safe_line(f"{title}. {words}"))


def _head(brief: Brief) -> Iterator[Block]:
    yield block(S.TITLE, title_of_brief(brief))
    kept = safe_line("; ".join(brief.kept))
    about = [f"Only {kept}" if kept else "", f"{TRACKER_NAME}, {state_words(brief.state)}"]
    yield block(S.SUBTITLE, ". ".join(filter(None, about)) + f". Made on {describe(brief.asked.on.isoformat())}.")


def _moved(brief: Brief) -> Iterator[Block]:
    yield block(S.HEADING, "How the line moved")
    moved = brief.moved
    if moved is None:
        yield block(S.WORDS, brief.why_none)
        return
    (standing, pull), move = _standing(moved), _move(moved)
    # What stands out is what is remembered: what the news did, or that the line has nothing recent to go by.
    if moved.known is not None and moved.reading.sureness is Sureness.SILENT:
        yield block(S.WORDS, Run(standing, strong=True), f" {pull}" if pull else "")
        standing, pull = f"While nothing comes in, the line fades towards 0. {move}", ""
    else:
        yield block(S.WORDS, Run(move, strong=True))
    unfinished = (brief.asked.on - moved.after).days < UNFINISHED_DAYS
    still = "The record of the last four weeks still grows." if unfinished else ""
    yield block(S.WORDS, " ".join(filter(None, (standing, pull, _announced(moved), still))))


def _move(moved: Moved) -> str:
    """Say what news and fading did to the line, and from where to where it went: the direction alone would mislead.

    A line that stands low rises by fading while all that happens tightens.
    """
    moves, came = moved.moves, moved.announced
    sides = ((came.easing_events, "eased"), (came.tightening_events, "tightened"), (came.neutral_events, "did neither"))
    counts = listed([f"{_number(count)} {what}" for count, what in sides if count])
    fading = f"the fading of what came before moved {'it' if counts else 'the line'} by {signed(moves.fading)}"
    news = f"The news of this period ({counts}) moved the line by {signed(moves.news)}"
    parts = round(moves.news, 2) + round(moves.fading, 2)
    is_rounded = abs(round(moves.end, 2) - round(moves.start, 2) - parts) > LEAST_MOVED
    start, end = (
        f"{signed(value)} on {describe(day.isoformat())}"
        for day, value in ((moved.before, moves.start), (moved.after, moves.end))
    )
    both = f"{news if counts else 'There was no news that counts'}, and {fading}: from {start} to {end}"
    return f"{both} (all rounded)." if is_rounded else f"{both}."


def _movers(brief: Brief, sources: Sources) -> Iterator[Block]:
    moved = brief.moved
    if moved is None or not moved.moves.parts:
        return
    yield block(S.WORDS, "What moved the line most: by how much, and how each event is coded.")
    for event, change in moved.movers:
        coded = f", {when(event)}, stance {level_name(event.stance, short=True)}, reach: {event.reach.label}."
        why = _AGAINST.get((event.stance > 0, change > 0), "") if event.stance and abs(change) >= LEAST_MOVED else ""
        yield block(S.ITEM, Run(signed(change), strong=True), " ", _title(brief, event), coded, why, sources.of(event))
    if moved.other_count:
        yield block(S.ITEM, Run(signed(moved.others), strong=True), f" {count_of(moved.other_count, 'other event')}")
    fading = " fading: the line drifts back to 0 as all that is recorded loses weight"
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
    """Say what came in on the days of the period: counts, and reach times stance added up; nothing for nothing."""
    came = moved.announced
    if not came.events:
        return ""
    sides = (
        (came.easing_events, f"eased ({_sum(came.easing)})"),
        (came.tightening_events, f"tightened ({_sum(came.tightening)})"),
        (came.neutral_events, "did neither"),
    )
    words = listed([f"{_number(count)} {what}" for count, what in sides if count])
    parts = "" if came.events == int(came.events) else " An event whose day is not known counts in parts."
    most = max(Reach).value
    return f"Added up as announced, each with stance times reach (1 to {most}): {words}; net {_sum(came.net)}.{parts}"


def _sum(value: float) -> str:
    text = f"{value:+,.0f}" if value == int(value) else f"{value:+,.1f}"
    return text.replace("-", "\N{MINUS SIGN}") if value else "0"


def _number(count: float) -> str:
    return f"{count:,.0f}" if count == int(count) else f"{count:,.1f}"


def _chronology(brief: Brief, sources: Sources) -> Iterator[Block]:
    yield block(S.HEADING, "What happened")
    if not brief.count:
        what = "that the filter keeps " if brief.kept else ""
        new = "new event" if brief.due else "event"
        none = f"No {new} {what}is recorded{' in this period' if brief.period else ''}."
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


def _due(brief: Brief, sources: Sources) -> Iterator[Block]:
    if not brief.due:
        return
    yield block(S.HEADING, "What fell due")
    if brief.more_due:
        yield block(S.WORDS, f"And {count_of(brief.more_due, 'earlier day')}; the calendar file (.ics) has them all.")
    for each in brief.due:
        yield _coming(brief, each, sources)


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
    known = f"It became known {_at(event.public_on)}" if event.public_on else ""
    sure = "" if event.certainty is Certainty.HIGH else f"Certainty of the facts: {event.certainty.value}"
    counts = "" if event.kind.counts else _CONTEXT[event.kind]
    return list(filter(None, (about, known, sure, counts)))


def _at(date: str) -> str:
    """Return a date in EDTF with its preposition: ``on 8 September 2021``, ``in May 2022``."""
    return f"{'on' if from_edtf(date).precision is Precision.DAY else 'in'} {describe(date)}"


def _ahead(brief: Brief, sources: Sources) -> Iterator[Block]:
    yield block(S.HEADING, "What comes next")
    if not brief.ahead:
        of = "Of what the filter keeps, the" if brief.kept else "The"
        also = "" if brief.is_past else "no later event and "
        day = describe(brief.end.isoformat())
        yield block(S.WORDS, f"{of} record holds {also}no dated later stage of a rule or case that was set by {day}.")
    for each in brief.ahead:
        yield _coming(brief, each, sources)
    if brief.more_ahead:
        yield block(S.WORDS, f"And {count_of(brief.more_ahead, 'later day')}; the calendar file (.ics) has them all.")
    if brief.count:
        yield block(S.WORDS, _IN_SUMMARIES)


def _coming(brief: Brief, each: Ahead, sources: Sources) -> Block:
    day = Run(f"{describe(each.date)}: ", strong=True)
    return block(
        S.ITEM, day, f"{safe_line(each.what)}, by “", _title(brief, each.event), f"”, {when(each.event)}.",
        sources.of(each.event, _MOST_AHEAD),
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
    left = f"left out: {others}" if others else "there was none to leave out"
    yield block(S.WORDS, f"Only accepted events are told, and no draft, disputed, rejected or withdrawn one; {left}.")


def _citing(brief: Brief) -> Iterator[Block]:
    yield block(S.HEADING, "How to cite it")
    page = brief.asked.link("")
    kept = f" ({'; '.join(brief.kept)})" if brief.kept else ""
    view = replace(cited_view("", (), brief.state, brief.asked.on, page), title=f"{title_of_brief(brief)}{kept}")
    words = safe_line(cite(view, CitationFormat.TEXT))
    # A search may hold the address as well, but stands before it.
    before, _, after = words.rpartition(page) if page else (words, "", "")
    yield block(S.WORDS, before, *([Run(page, url=page)] if page else []), after)
    yield block(S.WORDS, f"Licence of the record: {LICENCE}.")
