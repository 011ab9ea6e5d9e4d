"""Prove that the curated record holds the gathered facts as they were gathered or as it was decided of them.

``python -m tests.seeds.carried --facts DIR`` compares a folder of gathered facts (``events.yaml``, ``update_2.yaml``,
``vocabulary.yaml``, ``second_coding.csv``) with ``seeds/``. Where the two may differ, ``seeds/CORRECTIONS.md`` says so:
it names each event with the fields that were changed, and ``decided.csv`` beside this file holds what stands there
since. Left out is ``also_called``, whose phrases were written for the record and not gathered. Ends with status 1
where anything is missing or extra.
"""

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tracker.addresses import normalise_address
from tracker.checks.events import is_official_host
from tracker.event.draft import EventDraft, SourceDraft
from tracker.resources import seeds_folder
from tracker.seeds import SeedRecord, read_seeds

FIELDS = {
    "title": "title", "date": "date", "end": "end", "kind": "kind", "stance": "stance", "reach": "reach",
    "stance_reason": "stance_reason", "sectors": "sectors", "agencies": "agencies", "companies": "companies",
    "people": "people", "thread": "thread", "summary": "summary", "date_evidence": "date_evidence",
    "certainty": "certainty", "name_zh": "title_zh", "document_number": "document_number", "public_on": "public_on",
}  # fmt: skip
"""What a fact is called, and the field that holds it."""

ONLY_ADDRESSES = "seen only as addresses"
"""The words of a fact's evidence by which an event waits for review."""

_Fact = dict[str, Any]


@dataclass
class Decisions:
    """What ``CORRECTIONS.md`` says: by event the changed fields and how many corrections, and what else is told."""

    changed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    corrections: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    names: set[str] = field(default_factory=set)


def read_decisions(text: str) -> Decisions:
    """Read the list of decisions."""
    found, part, slug = Decisions(), "", ""
    for line in text.splitlines():
        if line.startswith("# "):
            part, slug = line[2:], ""
        elif line.startswith("## "):
            slug = line[3:]
        elif line.startswith("- ") and slug:
            found.corrections[slug] += line.startswith("- The page: ")
            found.changed[slug] |= set(re.findall(r"`(\w+)`", line.rpartition("Changed: ")[2]))
        elif line.startswith("- ") and part == "Kinds of sources":
            kind, *slugs = (each for each in re.findall(r"`([^`]+)`", line))
            for each in slugs:
                found.kinds[each].add(kind)
        elif line.startswith("- ") and part == "Words on sources":
            for each in re.findall(r"`([^`]+)`", line):
                found.changed[each].add("note")
        elif line.startswith("- ") and part == "Names":
            found.names.add(line[2:])
    return found


def read_facts(folder: Path) -> tuple[dict[str, _Fact], list[_Fact], _Fact]:
    """Return the gathered events by slug with all their sources, the corrections, and the vocabulary."""
    first, second = (_yaml(folder / name) for name in ("events.yaml", "update_2.yaml"))
    listed = first["events"] if isinstance(first, dict) else first
    events = {each["id"]: each for each in [*listed, *second["new_events"]]}
    for more in second["new_sources"]:
        event = events[more["event"]]
        event["sources"] = [*event["sources"], *more.get("sources", [])]
        for name in ("name_zh", "document_number"):
            event[name] = event.get(name) or more.get(name)
    for each in second["public_on"]:
        events[each["event"]]["public_on"] = each["public_on"]
    words = _yaml(folder / "vocabulary.yaml")
    for name, entries in second["new_vocabulary"].items():
        words[name] = [*words.get(name, []), *entries]
    # Of most people nothing but the name was gathered, with the events.
    known = {each["name"] for each in words["people"]}
    words["people"] += [{"name": name} for name in {one for event in listed for one in event["people"]} - known]
    return events, second["corrections"], words


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


DECIDED = Path(__file__).parent / "decided.csv"
"""What was decided to stand in a field instead of what was gathered."""


def read_decided(path: Path) -> dict[tuple[str, str], str]:
    """Return the decided values by event and field."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {(row["event"], row["field"]): row["value"] for row in csv.DictReader(lines)}


def differences(folder: Path, seeds: Path, decided: Mapping[tuple[str, str], str]) -> tuple[dict[str, int], list[str]]:
    """Return what was counted, and one sentence for each thing that is missing, extra or other than it was gathered."""
    facts, corrections, words = read_facts(folder)
    record = read_seeds(seeds)
    held = dict([*record.events, *record.drafts])
    decisions = read_decisions((seeds / "CORRECTIONS.md").read_text(encoding="utf-8"))
    problems = [*_apart("event", facts, held), *_drafts(facts, record)]
    for slug in facts.keys() & held.keys():
        problems += _fields(slug, facts[slug], held[slug], decisions)
        problems += _decided(slug, held[slug], decisions, decided)
        problems += _sources(slug, facts[slug]["sources"], held[slug], decisions)
    problems += _corrections(corrections, decisions)
    problems += _codings(folder / "second_coding.csv", record)
    problems += _names(words, record, decisions)
    return _counts(record, corrections), sorted(problems)


def _apart(what: str, gathered: Iterable[object], held: Iterable[object]) -> Iterator[str]:
    wanted, found = set(gathered), set(held)
    yield from (f"lost: {what} {each}" for each in wanted - found)
    yield from (f"invented: {what} {each}" for each in found - wanted)


def _drafts(facts: Mapping[str, _Fact], record: SeedRecord) -> Iterator[str]:
    waiting = [slug for slug, fact in facts.items() if ONLY_ADDRESSES in fact["date_evidence"]]
    yield from _apart("draft", waiting, (slug for slug, _ in record.drafts))


def _fields(slug: str, fact: _Fact, draft: EventDraft, decisions: Decisions) -> Iterator[str]:
    for name, of_draft in FIELDS.items():
        gathered, value = _plain(fact.get(name)), _plain(getattr(draft, of_draft))
        is_listed = of_draft in decisions.changed[slug]
        if gathered == value and is_listed:
            yield f"listed as changed, but as it was gathered: {slug} {of_draft}"
        if gathered != value and not is_listed:
            yield f"other than gathered: {slug} {of_draft}: {gathered!r} became {value!r}"


def _decided(
    slug: str, draft: EventDraft, decisions: Decisions, decided: Mapping[tuple[str, str], str]
) -> Iterator[str]:
    """Yield the changed fields of an event that hold something else than was decided."""
    for name in sorted(decisions.changed[slug] & {*FIELDS.values(), "note"}):
        value = [each.note for each in draft.sources if each.note] if name == "note" else _plain(getattr(draft, name))
        words = "; ".join(value) if isinstance(value, list) else value
        if decided.get((slug, name)) != words:
            yield f"other than decided: {slug} {name}: {decided.get((slug, name))!r} became {words!r}"


def _plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return [str(each) for each in value] or ""
    return "" if value is None else str(int(value)) if isinstance(value, int) else str(value)


def _sources(slug: str, facts: list[_Fact], draft: EventDraft, decisions: Decisions) -> Iterator[str]:
    gathered: dict[str, list[_Fact]] = defaultdict(list)
    for fact in facts:
        gathered[normalise_address(fact["url"])].append(fact)
    held = {normalise_address(source.url): source for source in draft.sources}
    yield from _apart(f"source of {slug}", gathered, held)
    is_listed, has_changed = "note" in decisions.changed[slug], False
    for page in gathered.keys() & held.keys():
        for name in _other_parts(gathered[page], held[page], decisions.kinds[slug]):
            if name == "note" and is_listed:
                has_changed = True
            else:
                yield f"other than gathered: {slug} {held[page].url} {name}"
    if is_listed and not has_changed:
        yield f"listed as changed, but as it was gathered: {slug} note"


def _other_parts(facts: list[_Fact], source: SourceDraft, kinds: set[str]) -> Iterator[str]:
    """Yield the parts of a source that no fact of its page gives; a page may have been gathered twice."""
    by_host = "official" if is_official_host(source.url) else ""
    pairs = {"publisher": "publisher", "published": "published_on", "language": "language", "note": "note"}
    for name, of_source in pairs.items():
        if _plain(getattr(source, of_source)) not in {_plain(fact.get(name)) for fact in facts}:
            yield of_source
    given = {fact.get("kind") or by_host for fact in facts}
    if _plain(source.kind) not in given | (set() if any(fact.get("kind") for fact in facts) else kinds):
        yield "kind"
    if str(source.seen or "page") not in {fact.get("seen") or "page" for fact in facts}:
        yield "seen"


def _corrections(corrections: list[_Fact], decisions: Decisions) -> Iterator[str]:
    wanted = Counter(each["event"] for each in corrections)
    for slug in wanted.keys() | {slug for slug, count in decisions.corrections.items() if count}:
        if wanted[slug] != decisions.corrections[slug]:
            yield f"corrections of {slug}: {wanted[slug]} gathered, {decisions.corrections[slug]} decided"


def _codings(path: Path, record: SeedRecord) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as lines:
        gathered = [
            (row["id"], row["coder"], int(row["stance"]), int(row["reach"]), row["reason"])
            for row in csv.DictReader(lines)
        ]
    held = [(each.slug, each.coder, int(each.stance), int(each.reach), each.reason) for each in record.codings]
    yield from _apart("coding", gathered, held)


def _names(words: Mapping[str, list[_Fact]], record: SeedRecord, decisions: Decisions) -> Iterator[str]:
    lists = {"sectors": "sector", "agencies": "agency", "companies": "company", "people": "person", "threads": "thread"}
    for name, kind in lists.items():
        given = {each.get("key") or each.get("abbreviation") or each["name"]: each for each in words[name]}
        held = {term.key: term for term in record.terms if term.type.value == kind}
        yield from _apart(kind, given.keys() | (decisions.names if kind == "agency" else set()), held)
        for key in given.keys() & held.keys():
            gathered = given[key].get("name_zh") or given[key].get("title_zh")
            if _plain(gathered) != _plain(held[key].name_zh):
                yield f"other than gathered: {kind} {key} name_zh"


def _counts(record: SeedRecord, corrections: list[_Fact]) -> dict[str, int]:
    drafts = [draft for _, draft in (*record.events, *record.drafts)]
    sources = [source for draft in drafts for source in draft.sources]
    return {
        "events": len(drafts),
        "of them drafts": len(record.drafts),
        "sources": len(sources),
        "of them seen as links only": sum(source.seen == "link" for source in sources),
        "Chinese names": sum(draft.title_zh is not None for draft in drafts),
        "document numbers": sum(draft.document_number is not None for draft in drafts),
        "codings": len(record.codings),
        "corrections": len(corrections),
        "% with an official source or a translation": _share(drafts, {"official", "translation"}, "kind"),
        "% with a Chinese-language source": _share(drafts, {"zh"}, "language"),
    }


def _share(drafts: list[EventDraft], wanted: set[str], name: str) -> int:
    having = sum(any(getattr(source, name) in wanted for source in draft.sources) for draft in drafts)
    return round(100 * having / len(drafts))


def main() -> int:
    """Print the counts and the differences; 1 where there is any."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--facts", type=Path, required=True, help="The folder of the gathered facts.")
    counts, problems = differences(parser.parse_args().facts, seeds_folder(), read_decided(DECIDED))
    lines = [*(f"{count:>6,} {name}" for name, count in counts.items()), *problems]
    sys.stdout.write("\n".join([*lines, f"{len(problems)} differences."]) + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
