"""The lexicon that suggests a kind and a stance."""

import pytest

from tracker.articles.sentences import Span
from tracker.articles.stance_rules import StanceRule, find_cue, is_plain, read_rules, verb_forms
from tracker.articles.word_lists import Spoken
from tracker.read_models import EventRow


def cue_of(text: str) -> str | None:
    """Return the name of the rule that fits a whole text."""
    cue = find_cue(text, Span(0, len(text)))
    return cue.rule.name if cue else None


@pytest.mark.parametrize("rule", read_rules(), ids=lambda rule: rule.name)
def test_each_rule_fits_its_example_and_shows_its_words(rule: StanceRule) -> None:
    """The example belongs to its rule and to no earlier one; the words that count are in it."""
    cue = find_cue(rule.example, Span(0, len(rule.example)))
    assert cue is not None
    assert cue.rule.name == rule.name
    assert all(span.of(rule.example).strip() for span in cue.spans)
    assert rule.cue.stands_in(Spoken.of(cue.spans[0].of(rule.example)))


def test_rules_have_names_of_their_own_and_reasons() -> None:
    """A suggestion names its rule, so no two may be called the same."""
    names = [rule.name for rule in read_rules()]
    assert len(names) == len(set(names))
    assert all(rule.says for rule in read_rules())


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("SAMR fined two platforms for price dumping.", "fine"),
        ("SAMR did not fine the platforms.", None),
        ("SAMR could fine the platforms.", None),
        ("SAMR may fine the platforms in May.", None),
        ("In May SAMR fined the platforms.", "fine"),
        ("The bureau is considering whether to summon the firm.", None),
        ("If it summoned the firm, shares would fall.", None),
        ("The regulator ended the freeze on game approvals.", "restriction ends"),
        ("The regulator lifted its ban on new users.", "restriction ends"),
        ("A ban on new users was announced.", "ban by the state"),
        ("监管部门约谈三家平台企业", "summons"),
        ("监管部门没有约谈任何企业", None),
        ("监管部门可能约谈三家平台企业", None),
        ("通知应用商店下架该App，要求其完成整改", "removal of an app"),
        ("该应用恢复上架", "service allowed again"),
        ("版号恢复发放", "approvals resume"),
        ("版号停发", "approvals stop"),
        ("上海解除封控", "restriction ends (Chinese)"),
        ("", None),
    ],
)
def test_denial_doubt_and_the_end_of_a_restriction_are_told_apart(text: str, rule: str | None) -> None:
    """What is denied or only possible suggests nothing; what ends a restriction is not read as the restriction."""
    assert cue_of(text) == rule


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("fine", ("fine", "fines", "fined", "fining")),
        ("publish", ("publish", "publishes", "published", "publishing")),
        ("deny", ("deny", "denies", "denied", "denying")),
        ("delay", ("delay", "delays", "delayed", "delaying")),
        ("ban", ("ban", "bans", "banned", "banning")),
        ("take down", ("take down", "takes down", "took down", "taken down", "taking down")),
    ],
)
def test_every_form_of_a_verb_counts(verb: str, forms: tuple[str, ...]) -> None:
    """Regular verbs by rule, others from the data file; what follows the verb stays."""
    assert verb_forms(verb) == forms


@pytest.mark.parametrize(
    ("text", "plain"), [("It was fined.", True), ("It was not fined.", False), ("若被罚", False), ("被罚", True)]
)
def test_plain_statements_hold_no_doubt_or_denial(text: str, plain: bool) -> None:  # noqa: FBT001 - a table of cases
    """Only those are linked to the record without a rule that fits."""
    assert is_plain(text) is plain


def test_the_signs_of_the_records_own_titles(record_events: tuple[EventRow, ...]) -> None:
    """Of the titles that a rule fits, at least nine in ten have the sign that the record gives them."""
    found = [(event, find_cue(event.title, Span(0, len(event.title)))) for event in record_events]
    fitting = [(event.stance, cue.rule.stance) for event, cue in found if cue]
    right = sum((own > 0) - (own < 0) == (said > 0) - (said < 0) for own, said in fitting)
    assert len(fitting) >= 0.8 * len(record_events)
    assert right >= 0.9 * len(fitting)
