from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.errors import InvalidDraft
from tracker.seeds import SeedProblem, read_seeds
from tracker.seeds.parsing import parse_codings_text, parse_terms_text
from tracker.vocabulary import TermType

FolderMaker = Callable[..., Path]


def problems_of(parse: Callable[[], object]) -> dict[str, str]:
    """Return what a refusal says, by field."""
    with pytest.raises(InvalidDraft) as refusal:
        parse()
    return refusal.value.problems


def test_a_folder_is_read_whole(make_folder: FolderMaker) -> None:
    """Events come with their slug, terms with their vocabulary, codings with their coder."""
    record = read_seeds(make_folder())
    assert [slug for slug, _ in record.events] == ["a-rule"]
    assert [(term.type, term.key, term.name) for term in record.terms] == [(TermType.SECTOR, "gaming", "Games")]
    assert [(coding.coder, coding.reason) for coding in record.codings] == [("second", "Narrow, but binding")]


def test_vocabularies_and_codings_may_be_missing(make_folder: FolderMaker) -> None:
    """A folder with events alone can be read; hidden files of a desktop are passed over."""
    folder = make_folder({"sectors.toml": None, "codings.csv": None, "events/2022/.DS_Store": b"\x00"})
    record = read_seeds(folder)
    assert (len(record.events), record.terms, record.codings) == (1, (), ())


def test_a_folder_that_cannot_be_read_is_refused_with_what_to_do(make_folder: FolderMaker) -> None:
    """The refusal names the command that shows everything, the first three problems, and how many more there are."""
    folder = make_folder({f"events/2022/bad-{number}.toml": "title =" for number in range(5)})
    with pytest.raises(SeedProblem) as refusal:
        read_seeds(folder)
    message = str(refusal.value)
    assert "tracker check seeds" in message
    assert "bad-0.toml" in message
    assert "bad-3.toml" not in message
    assert message.endswith("And 2 more.")


def test_a_few_problems_are_all_named(make_folder: FolderMaker) -> None:
    """With no more than three problems there is no count of others."""
    with pytest.raises(SeedProblem) as refusal:
        read_seeds(make_folder({"events/2022/bad.toml": "title ="}))
    assert "more." not in str(refusal.value)


def test_a_folder_without_events_is_refused(tmp_path: Path) -> None:
    """A wrong path gets a sentence, not an empty record."""
    with pytest.raises(SeedProblem, match="There is no folder “events”"):
        read_seeds(tmp_path)


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("key =", "file", "not TOML"),
        ("x = " + "[" * 100_000, "file", "not TOML"),
        ('sector = "gaming"', "sector", "[[sector]]"),
        ("sector = [1]", "sector", "[[sector]]"),
        ('[[agency]]\nkey = "a"\nname = "A"', "agency", "[[sector]]"),
        ('[[sector]]\nname = "A"', "entry 1.key", "needed"),
        ('[[sector]]\nkey = "a"\nname = "A"\n[[sector]]\nkey = "b"', "entry 2.name", "needed"),
        ('[[sector]]\nkey = "a"\nname = "A"\nnames = []', "entry 1.names", "no such field"),
        ('[[sector]]\nkey = "a"\nname = "A"\naliases = "b"', "entry 1.aliases", "list of names"),
        ('[[sector]]\nkey = "a"\nname = 3', "entry 1.name", "has to be text"),
        ('[[sector]]\nkey = "a"\nname = "A"\nname_zh = "\\u0000"', "entry 1.name_zh", "control characters"),
    ],
)
def test_a_bad_vocabulary_is_refused_at_its_place(text: str, field: str, words: str) -> None:
    """Each refusal names the entry and the field, and says what is expected."""
    problems = problems_of(lambda: parse_terms_text(TermType.SECTOR, text))
    assert list(problems) == [field]
    assert words in problems[field]


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("", "line 1", "slug,coder,stance,reach,reason"),
        ("slug;coder\n", "line 1", "slug,coder,stance,reach,reason"),
        ('slug,coder,stance,reach,reason\na,second,1,"2', "file", "not CSV"),
        ("slug,coder,stance,reach,reason\na,second,1,2\n", "line 2", "4 cells"),
        ("slug,coder,stance,reach,reason\n\n", "line 2", "0 cells"),
        ("slug,coder,stance,reach,reason\nA b,second,1,2,\n", "line 2.slug", "slug"),
        ("slug,coder,stance,reach,reason\na,,1,2,\n", "line 2.coder", "needed"),
        ("slug,coder,stance,reach,reason\na,second,4,2,\n", "line 2.stance", "-3 to 3"),
        ("slug,coder,stance,reach,reason\na,second,1,0,\n", "line 2.reach", "1 to 4"),
    ],
)
def test_bad_codings_are_refused_at_their_line(text: str, field: str, words: str) -> None:
    """Each refusal names the line and says what is expected."""
    problems = problems_of(lambda: parse_codings_text(text))
    assert list(problems) == [field]
    assert words in problems[field]
