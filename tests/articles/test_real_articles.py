"""The labels of public articles, whose texts are not in the repository: their form, and how they are measured."""

import hashlib
from pathlib import Path

import pytest
from real_articles import LABELS, check_labels, number_sentences, read_labels, read_real
from real_measure import measure_real

from tests.support.scoring import read_record
from tracker.queries.events import EVERY_STATE
from tracker.read_models import EventRow, TermRow

TEXT = "DiDi was removed from China's app stores. In 2021 nobody had expected it.\n监管部门下架了滴滴。大家没有想到。"


def label_of(text: str) -> str:
    """Return labels as they are written."""
    return (
        f'sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"\ncharacters = {len(text)}\n'
        'url = "https://news.example/a"\npublisher = "A"\nlanguage = "en"\nsort = "news"\nnames = ["company/DiDi"]\n'
        '[[event]]\nslug = "didi-app-removal"\nsentences = [1, 3]\n'
        '[[date]]\nsentence = 2\nwords = "2021"\nedtf = "2021"\n'
    )


def test_labels_are_well_formed_and_name_events_of_the_record() -> None:
    """Hash, address, language, slugs and sentence numbers of every file."""
    _, events = read_record(EVERY_STATE)
    slugs = {event.slug for event in events}
    problems = [f"{name}: {problem}" for name, label in read_labels(LABELS) for problem in check_labels(label, slugs)]
    assert problems == []


def test_wrong_labels_are_told() -> None:
    """The check can fail."""
    label = {"sha256": "x", "language": "fr", "event": [{"slug": "nothing", "sentences": [0]}]}
    problems = list(check_labels(label, {"didi-app-removal"}))
    assert {"no url", "the hash is none", "the part is tuned, later or kept", "unknown Event nothing"} <= set(problems)
    assert any("sentences are numbers" in problem for problem in problems)


def test_sentences_are_numbered_in_both_languages() -> None:
    """Four sentences, on two lines."""
    assert [span.of(TEXT)[:4] for span in number_sentences(TEXT)] == ["DiDi", "In 2", "监管部门", "大家没有"]


def test_an_article_is_measured_where_its_text_is_at_hand(
    tmp_path: Path, record_terms: tuple[TermRow, ...], record_events: tuple[EventRow, ...]
) -> None:
    """The figures count the Event once, the date and the name."""
    (tmp_path / "a.toml").write_text(label_of(TEXT), encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    figures = measure_real(read_real(tmp_path, tmp_path), record_terms, record_events)
    assert (figures.strict.right, figures.strict.missed) == (1, 0)
    assert (figures.within.right, figures.within.missed) == (1, 0)
    assert (figures.dates.right, figures.dates.false) == (1, 0)
    assert figures.names.recall == 1
    assert any(line.startswith("known, strict") for line in figures.lines())


@pytest.mark.parametrize(("text", "message"), [(None, "is not in"), ("another text", "its hash differs")])
def test_a_text_that_is_missing_or_another_stops_the_measuring(tmp_path: Path, text: str | None, message: str) -> None:
    """With a sentence that says which, and where it can be found."""
    (tmp_path / "a.toml").write_text(label_of(TEXT), encoding="utf-8")
    if text:
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match=message):
        read_real(tmp_path, tmp_path)
