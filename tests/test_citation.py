"""Citations as text, BibTeX and RIS."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from tests.support.makers import event_row
from tracker.citation import LICENCE, TRACKER_NAME, CitationFormat, Cited, cite, cited_event, cited_view
from tracker.read_models import RecordState, SourceRow
from tracker.vocabulary import ReviewState

STATE = RecordState(1431, dt.date(2026, 5, 8))
TODAY = dt.date(2026, 6, 1)
URL = "https://tracker.example/?company=a_b%20c&x={1}"
SIGNS = r"50% & 1_000 #1 {a} ~ ^ \ $2"


def test_the_tracker_is_called_as_its_citation_file_says() -> None:
    """Name and licence are those of CITATION.cff, and nobody beside the tracker is named as author."""
    file = yaml.safe_load((Path(__file__).parents[1] / "CITATION.cff").read_text(encoding="utf-8"))
    assert (file["title"], file["license"]) == (TRACKER_NAME, LICENCE)
    for form in (CitationFormat.BIBTEX, CitationFormat.RIS):
        authors = re.findall(r"^(?:AU  - |  author = \{\{)([^}\r\n]*)", cite(didi(), form), re.MULTILINE)
        assert authors == [TRACKER_NAME]


def didi() -> Cited:
    """An Event to cite, with a Chinese title and two sources."""
    sources = (
        SourceRow("https://example.org/a", "Reuters", "2022-07-21", "en", "news"),
        SourceRow("https://example.cn/b_c", "", None, "zh", None, seen="link", note="named in a research script"),
    )
    event = event_row("didi-fined", "2022-07-21", title_zh="滴滴被罚", sources=sources)
    return cited_event(event, STATE, TODAY, URL)


def test_an_event_as_text() -> None:
    """The text names the title in both languages, the day, the state of the record, the address, and each source."""
    assert cite(didi(), CitationFormat.TEXT) == (
        "China tech regulation tracker: “Didi fined (滴滴被罚), 21 July 2022”. Record of 8 May 2026, change 1,431. "
        f"{URL} (accessed 1 June 2026). "
        "Sources: Reuters, 21 July 2022, https://example.org/a; https://example.cn/b_c "
        "(known by its address only, not opened by us)."
    )


@pytest.mark.parametrize("form", CitationFormat)
@pytest.mark.parametrize("state", ReviewState)
def test_what_is_not_accepted_is_cited_as_such(form: CitationFormat, state: ReviewState) -> None:
    """Beside the title, which every style prints: the accepted record of that change does not hold it."""
    event = event_row("didi-fined", "2022-07-21", review_state=state)
    written = cite(cited_event(event, STATE, TODAY), form)
    said = f"Didi fined, 21 July 2022 [{state.value}; not in the accepted record]"
    assert (said in written) == (state is not ReviewState.ACCEPTED)
    assert ("accepted" in written) == (state is not ReviewState.ACCEPTED)


def test_a_view_as_text() -> None:
    """A view is called by what its filter keeps; without an address the day alone is named."""
    cited = cited_view("Timeline", ("Company: DiDi", "from 1 April 2021"), STATE, TODAY)
    assert cite(cited, CitationFormat.TEXT) == (
        "China tech regulation tracker: “Timeline of China's regulation of technology (Company: DiDi; from 1 April "
        "2021)”. Record of 8 May 2026, change 1,431. Accessed 1 June 2026."
    )


def test_bibtex_escapes_what_tex_reads() -> None:
    """Signs of TeX are escaped in words; an address stays as it is but for what would end its field."""
    written = cite(replace(didi(), title=SIGNS), CitationFormat.BIBTEX)
    assert (
        r"title = {{50\% \& 1\_000 \#1 \textbraceleft{}a\textbraceright{} \textasciitilde{} \textasciicircum{} "
        r"\textbackslash{} \$2 (滴滴被罚), 21 July 2022}}"
    ) in written
    assert r"https://example.cn/b\_c" in written
    assert "url = {https://tracker.example/?company=a_b%20c&x=%7B1%7D}," in written
    assert written.startswith("@misc{china-tech-didi-fined,\n")
    bare = re.sub(r"\\[{}]", "", written)
    assert bare.count("{") == bare.count("}")


def test_ris_has_one_line_for_each_field() -> None:
    """A line break in a title cannot begin a field of its own, and the entry ends as the form asks."""
    lines = cite(replace(didi(), title="One\nAU  - Nobody"), CitationFormat.RIS).split("\r\n")
    assert lines[:3] == ["TY  - ELEC", f"AU  - {TRACKER_NAME}", "TI  - One AU - Nobody (滴滴被罚), 21 July 2022"]
    assert "DA  - 2026/05/08" in lines
    assert "Y2  - 2026/06/01" in lines
    assert lines[-2:] == ["ER  - ", ""]


@pytest.mark.parametrize("form", CitationFormat)
def test_an_empty_record_can_be_cited(form: CitationFormat) -> None:
    """A record without a change has no day, and the year is that of the visit."""
    written = cite(cited_view("Timeline", (), RecordState(0, None), TODAY), form)
    assert "2026" in written
    assert "mpty record" in written
