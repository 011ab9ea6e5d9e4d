import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tests.support.makers import event_row
from tracker.articles import Analysis, Article, Mention, Question
from tracker.articles.sentences import Span
from tracker.web.asked import asked_once, label_of_tick


def mention(slug: str, start: int, evidence: float) -> Mention:
    """Return an Event that a sentence may speak of."""
    return Mention(event_row(slug, "2022-05-17"), Span(start, start + 5), ("a name",), evidence, surely=False)


def analysis(*questions: Question) -> Analysis:
    """Return what was read, with these questions alone."""
    article = Article("Words. " * 20, published=dt.date(2022, 6, 1))
    return Analysis(
        article=article,
        marks=(),
        dates=(),
        mentions=(),
        questions=questions,
        candidates=(),
        passed_over=(),
        notes=(),
    )


def question(start: int, **evidence: float) -> Question:
    """Return a sentence that may speak of Events, each by its slug with what speaks for it."""
    return Question(Span(start, start + 5), tuple(mention(slug, start, each) for slug, each in evidence.items()))


def test_an_event_is_asked_about_where_most_speaks_for_it() -> None:
    """A sentence of which nothing is left is not asked about."""
    likely, others = asked_once(analysis(question(0, one=1.5), question(10, one=2.5, two=1.0)))
    assert [(each.span.start, [one.event.slug for one in each.mentions]) for each in likely] == [(10, ["one", "two"])]
    assert others == []


def test_the_likeliest_sentences_stand_first_each_group_in_the_order_of_the_text() -> None:
    """Four are in sight at once."""
    likely, others = asked_once(analysis(*(question(10 * at, **{f"e{at}": float(at % 3)}) for at in range(7))))
    assert [each.span.start for each in likely] == [10, 20, 40, 50]
    assert [each.span.start for each in others] == [0, 30, 60]


def test_a_label_is_read_out_without_escapes_where_it_needs_none() -> None:
    """Dates, commas and percentages are harmless; what could act as markup is escaped."""
    assert label_of_tick("2026-02-06  Fined CNY 119.1 million") == "2026-02-06  Fined CNY 119.1 million"
    assert label_of_tick("2026-02-06  a [link](x)") == r"2026\-02\-06 a \[link\]\(x\)"
    assert label_of_tick("2026-02-06  www.example.org") != "2026-02-06  www.example.org"


@given(st.text(st.sampled_from("a1 -.>*_`[]()$:#~<&\\/@w"), max_size=12))
def test_no_label_keeps_a_sign_of_markup(words: str) -> None:
    """Whatever stands unescaped holds none of Markdown's signs."""
    label = label_of_tick(f"2026 {words}")
    if label == f"2026 {words}":
        assert not set(label) & set("*_`[]$:#~<&\\/@>")
        assert "--" not in label
