import datetime as dt
import re
from collections import Counter

import pytest

from tests.support.makers import SEED_ALL, SEED_DRAFTS, SEED_EVENTS
from tracker.resources import seeds_folder
from tracker.seeds import SeedRecord, check_seeds
from tracker.vocabulary import Certainty, Kind, SourceKind, TermType

COUNTS = {TermType.SECTOR: 22, TermType.AGENCY: 67, TermType.COMPANY: 146, TermType.PERSON: 53, TermType.THREAD: 53}


def test_the_shipped_record_has_no_problem(today: dt.date) -> None:
    """Every file is valid, canonical, in its year's folder and free of warnings."""
    assert [str(problem) for problem in check_seeds(seeds_folder(), today)] == []


def test_nothing_of_the_record_is_lost(shipped: SeedRecord) -> None:
    """The numbers of events, sources, vocabulary entries and codings are those of the README."""
    assert (len(shipped.events), len(shipped.drafts)) == (SEED_EVENTS, SEED_DRAFTS) == (390, 11)
    assert sum(len(draft.sources) for _, draft in shipped.events) == 1469
    assert Counter(term.type for term in shipped.terms) == COUNTS
    assert Counter(coding.coder for coding in shipped.codings) == {"second": SEED_ALL, "third": SEED_ALL}


def test_the_fields_hold_what_they_held(shipped: SeedRecord) -> None:
    """How many events carry an optional field, and of which sort they are, does not change unnoticed."""
    drafts = [draft for _, draft in shipped.events]
    assert sum(draft.title_zh is not None for draft in drafts) == 148
    assert sum(draft.end is not None for draft in drafts) == 23
    assert sum(draft.thread is None for draft in drafts) == 12
    assert sum(len(draft.date) == len("2022-05") for draft in drafts) == 11
    assert sum(draft.certainty == Certainty.MEDIUM for draft in drafts) == 25
    assert sum(source.kind == SourceKind.OFFICIAL for draft in drafts for source in draft.sources) == 176
    assert sum(draft.kind == Kind.IN_FORCE for draft in drafts) == 23
    assert all(draft.summary and draft.date_evidence for draft in drafts)


@pytest.mark.parametrize(
    ("slug", "date", "end"),
    [
        ("game-freeze-2021", "2021-07-22", "2022-04-11"),
        ("game-licences-resume", "2022-04-11", None),
        ("didi-app-removal", "2021-07-04", None),
        ("shanghai-lockdown", "2022-03-28", "2022-06-01"),
        ("liu-he-cppcc-digital-economy", "2022-05-17", None),
        ("linkedin-china-closure", "2021-10-14", None),
        ("yahoo-exits-china", "2021-11-01", None),
        ("new-era-of-digitization", "2022-03-18", None),
        ("huawei-entity-list", "2019-05-16", None),
        ("us-chip-export-controls-october-2022", "2022-10-07", None),
        ("jd-q1-2022-results", "2022-05-17", None),
        ("apple-freight-remark", "2022-04-28", None),
    ],
)
def test_the_events_that_the_project_was_born_from(shipped: SeedRecord, slug: str, date: str, end: str | None) -> None:
    """Freeze and approval, DiDi, Shanghai, Liu He, the exits, the new era, sanctions, JD and Apple have their dates."""
    draft = dict(shipped.events)[slug]
    assert (draft.date, draft.end) == (date, end)
    assert draft.sources


def test_every_coding_has_its_event_and_the_first_coding_stands_in_it(shipped: SeedRecord) -> None:
    """The second coder coded every event, drafts included, and six times two steps away from the first coding."""
    events = dict([*shipped.events, *shipped.drafts])
    second = {coding.slug: coding for coding in shipped.codings if coding.coder == "second"}
    assert second.keys() == events.keys()
    distances = Counter(abs(coding.stance - events[slug].stance) for slug, coding in second.items())
    assert distances == {0: 255, 1: 140, 2: 6}


def test_the_record_speaks_to_readers(shipped: SeedRecord) -> None:
    """No note names the files in which an address was found, and no text has "a" before a vowel or "reported told"."""
    drafts = [draft for _, draft in (*shipped.events, *shipped.drafts)]
    notes = [source.note for draft in drafts for source in draft.sources if source.note]
    texts = [
        text for draft in drafts for text in (draft.title, draft.summary, draft.stance_reason, draft.date_evidence)
    ]
    assert [
        note for note in notes if re.search(r"\bstored\b|\bscript\b|\bdata-set\b|\bin (a |many )?pages?\b", note)
    ] == []
    article = re.compile(
        r"\b[Aa] (?!one\b|uni|us|US|U\.S|eur)[aeiou]|\breported (told|approved|removed|on hold)\b|\S  +\S"
    )
    assert [text for text in (*notes, *texts) if text and article.search(text)] == []
    assert [text for text in texts if re.search("data breach|[Tt]argets not opened|public files?", text or "")] == []
