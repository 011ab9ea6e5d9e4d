"""Events as a calendar (iCalendar, RFC 5545): whole days for what is known to the day, and words for all else.

A calendar has no place for "May 2022", and a month put on its first day would be a date that nobody knows. Such an
event is a journal entry without a date: programs that show days pass it over, and those that read the file find it.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from tracker.citation import TRACKER_NAME, state_words
from tracker.dates import describe
from tracker.event.labels import dates_in_words
from tracker.exports.asked import Asked, Changed, Written
from tracker.exports.documents import event_document, plain_document
from tracker.measures import told_day
from tracker.vocabulary import Kind, Stage, TermType
from tracker.wording import count_of

if TYPE_CHECKING:
    from icalendar import Component

    from tracker.measures import MeasureRow, StageRow

HOST = "china-tech-regulation-tracker"
"""What stands behind the @ in the lasting names of entries; it is no host of a network."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_AT_A_TIME = 500
"""So many Events wait while their changes are looked up."""


_PARTIAL = "Ends of consultations are in it as far as the record holds them, which for many drafts it does not."
"""Who looks for deadlines has to know that others may lie between those that they see."""


class _Entry(NamedTuple):
    """One entry: what it is called for ever, its dates in EDTF, and its texts."""

    uid: str
    title: str
    date: str
    end: str | None
    description: str
    categories: tuple[str, ...]
    url: str
    changed: Changed


def calendar_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write what is asked for as a calendar; the same state of the record gives the same entries, never new ones.

    It holds what the Events of the filter's period tell, and the stages that fall into the period, whichever Event
    tells of them.
    """
    stages = _StagesAhead(asked)
    remark = " ".join(filter(None, (_remark(sum(not is_day(date) for date in asked.dates())), stages.remark)))
    stream.write(_head(asked, remark))
    count = 0
    for documents in _some(asked):
        changes = asked.changes([each["slug"] for each in documents])
        for document in documents:
            stream.write(_written(asked, _event_entry(asked, document, changes[document["slug"]])))
            stream.writelines(_written(asked, each) for each in stages.of(document, changes[document["slug"]]))
            count += 1
    beside = [_written(asked, each) for each in stages.beside()]
    stream.writelines(beside)
    if not count and not beside:
        stream.write(_written(asked, _nothing(asked)))
    stream.write(b"END:VCALENDAR\r\n")
    return Written(count, remark=remark)


def is_day(edtf: str) -> bool:
    """Tell whether a date is one day that is known for certain."""
    return _DAY.fullmatch(edtf) is not None


def _remark(unknown: int) -> str:
    if not unknown:
        return ""
    verb = "has" if unknown == 1 else "have"
    return (
        f"{count_of(unknown, 'event')} {verb} no certain day: the file tells of them in journal entries, "
        "which most calendars do not show."
    )


def _head(asked: Asked, remark: str) -> bytes:
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", f"-//{TRACKER_NAME}//EN")
    calendar.add("version", "2.0")
    name = f"{TRACKER_NAME}: {'; '.join(asked.kept)}" if asked.kept else TRACKER_NAME
    about = ". ".join([*(f"{what.capitalize()}: {words}" for what, words in asked.about), _PARTIAL, remark]).strip()
    for field, text in (("name", name), ("x-wr-calname", name), ("description", about), ("x-wr-caldesc", about)):
        # The library escapes only in fields that it knows to be texts.
        calendar.add(field, vText(text))
    whole: bytes = calendar.to_ical()
    return whole.removesuffix(b"END:VCALENDAR\r\n")


def _some(asked: Asked) -> Iterator[list[dict[str, Any]]]:
    waiting: list[dict[str, Any]] = []
    for event in asked.events():
        waiting.append(plain_document(event))
        if len(waiting) == _AT_A_TIME:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _event_entry(asked: Asked, document: Mapping[str, Any], changed: Changed) -> _Entry:
    kind = Kind(document["kind"]).label
    sectors = [asked.names.get(TermType.SECTOR, {}).get(key, key) for key in document["sectors"]]
    return _Entry(
        uid=f"{document['slug']}@{HOST}",
        title=document["title"],
        date=document["date"],
        end=document["end"],
        description=_described(document),
        categories=(kind, *sectors),
        url=asked.link(document["slug"]) or document["sources"][0]["url"],
        changed=changed,
    )


def _described(document: Mapping[str, Any]) -> str:
    sources = [f"{source['publisher']} {source['url']}".strip() for source in document["sources"]]
    dates = f"{dates_in_words(document['date'], document['end'])}."
    return "\n".join(part for part in (document["title_zh"], dates, document["summary"], *sources) if part)


class _Ahead(NamedTuple):
    """A stage of which an Event tells another day than its own, and what its entry is called for ever."""

    measure: "MeasureRow"
    stage: "StageRow"
    uid: str


def _stages_ahead(measure: "MeasureRow") -> Iterator[_Ahead]:
    """Yield the stages whose entries a measure can have.

    They are called by what the record keeps, whatever screens call a stage. Where one Event tells of several of one
    sort, as of a law whose parts take effect on two days, the later ones in the measure have a number.
    """
    found: Counter[tuple[str, str]] = Counter()
    for stage in measure.stages:
        if stage.date or stage.stage is Stage.CONSULTATION:
            what = stage.stage.value if stage.date else f"{stage.stage.value}-ends"
            found[what, stage.event] += 1
            number = found[what, stage.event]
            sort = what if number == 1 else f"{what}-{number}"
            yield _Ahead(measure, stage, f"{measure.key}.{sort}.{stage.event}@{HOST}")


def _has_entry(stage: "StageRow", date: str) -> bool:
    """Tell whether a told day has an entry; a consultation's end that is no day stands with its Event, in words."""
    return stage.date is not None or is_day(date)


class _StagesAhead:
    """Entries of the days that an Event tells of: when a rule takes effect, when a consultation ends."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._stages: defaultdict[str, list[_Ahead]] = defaultdict(list)
        measures = asked.measures()
        for measure in measures:
            for ahead in _stages_ahead(measure):
                self._stages[ahead.stage.event].append(ahead)
        self._changes = asked.changes([each.key for each in measures], "measure")
        chosen = asked.chosen
        self._beside = [
            told
            for told in (asked.stages_within() if chosen.has_period else ())
            if _has_entry(told.stage, told.date) and not chosen.reaches(told.event.first_on, told.event.last_on)
        ]

    @property
    def remark(self) -> str:
        """Say how many days of the period are told by events of another time; nothing where none is."""
        if not self._beside:
            return ""
        days = count_of(len(self._beside), "day")
        return f"Also in it, told by events from outside the period: {days} of rules and cases."

    def of(self, document: Mapping[str, Any], changed: Changed) -> Iterator[_Entry]:
        """Yield the entries of one Event beside its own."""
        for ahead in self._stages.get(document["slug"], ()):
            told = told_day(ahead.stage, document["end"])
            if told and _has_entry(ahead.stage, told[1]):
                yield self._entry(ahead, *told, document, changed)

    def beside(self) -> Iterator[_Entry]:
        """Yield the entries of the period of which an Event from outside it tells."""
        changes = self._asked.changes(list({told.event.slug for told in self._beside}))
        for told in self._beside:
            slug = told.event.slug
            ahead = next(one for one in self._stages[slug] if (one.measure, one.stage) == (told.measure, told.stage))
            yield self._entry(ahead, told.what, told.date, event_document(told.event), changes[slug])

    def _entry(self, ahead: _Ahead, what: str, date: str, document: Mapping[str, Any], changed: Changed) -> _Entry:
        measure = ahead.measure
        of_measure = self._changes.get(measure.key, changed)
        # Either change can have moved the date, and a later one of either has to have the higher number.
        both = of_measure[0] + changed[0] - 1, max(of_measure[1], changed[1])
        return _Entry(
            uid=ahead.uid,
            title=f"{what}: {measure.name}",
            date=date,
            end=None,
            description="\n".join(part for part in (measure.name_zh, document["title"], describe(date)) if part),
            categories=("Stage of a measure",),
            url=self._asked.link(document["slug"]) or document["sources"][0]["url"],
            changed=both,
        )


def _nothing(asked: Asked) -> _Entry:
    """Say that the filter keeps nothing: a calendar without any entry is none by the standard."""
    day = asked.state.changed_on or asked.on
    changed = asked.state.change + 1, dt.datetime.combine(day, dt.time(), dt.UTC)
    words = f"No event: {'; '.join(asked.kept) or state_words(asked.state)}"
    return _Entry(f"no-event@{HOST}", words, "", None, words, (), "", changed)


def _written(asked: Asked, entry: _Entry) -> bytes:
    """Return an entry as a calendar holds it."""
    found = asked.entries.get(entry) if asked.entries is not None else None
    if found is None:
        found = bytes(_component(entry).to_ical())
        if asked.entries is not None:
            asked.entries[entry] = found
    return found


def _component(entry: _Entry) -> "Component":
    from icalendar import Event, Journal

    version, at = entry.changed
    ends_on_day = entry.end is None or is_day(entry.end)
    component: Any
    if is_day(entry.date):
        component = Event()
        first = dt.date.fromisoformat(entry.date)
        last = dt.date.fromisoformat(entry.end) if entry.end and ends_on_day else first
        component.add("dtstart", first)
        component.add("dtend", last + dt.timedelta(days=1))
        # A day on which something happened keeps nobody busy.
        component.add("transp", "TRANSPARENT")
    else:
        component = Journal()
    # Where the days do not tell all of it, the dates stand in words.
    in_words = entry.date and not (is_day(entry.date) and ends_on_day)
    component.add("summary", f"{dates_in_words(entry.date, entry.end)}: {entry.title}" if in_words else entry.title)
    component.add("uid", entry.uid)
    component.add("dtstamp", at)
    component.add("last-modified", at)
    component.add("sequence", version - 1)
    component.add("description", entry.description)
    if entry.categories:
        component.add("categories", entry.categories)
    if entry.url:
        component.add("url", entry.url)
    return component  # type: ignore[no-any-return]
