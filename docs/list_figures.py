"""The tables of docs/method.md on event lists by others, from ``seeds/``."""  # noqa: INP001

from collections.abc import Callable

from figures import record
from markdown_table import table

from tracker.recall import (
    About,
    Estimate,
    HeldAct,
    Recall,
    beside_record,
    from_several_lists,
    from_two_lists,
    of_subject,
    recall_of,
    times_listed,
)
from tracker.resources import seeds_folder
from tracker.seeds import read_lists


def list_table() -> str:
    """How much of the lists by others the record holds: of those about a subject together, and of each."""
    lists, acts = read_lists(seeds_folder())
    slugs = {slug for slug, _ in record().events}
    rows: list[tuple[object, ...]] = []
    for subject in About:
        named = of_subject(subject, lists, acts)
        rows.append((f"**{subject.label}**", *_recall_cells(recall_of(named, slugs))))
        for each in lists:
            if each.about is subject:
                own = [act for act in named if act.list == each.key]
                rows.append((f"{each.by}, {each.name}", *_recall_cells(recall_of(own, slugs))))
    return table(("list", "acts", "in the record", "share", "95 % interval"), rows)


def _recall_cells(found: Recall) -> tuple[object, ...]:
    low, high = found.interval
    return found.of, found.found, f"{found.share:.2f}", f"{low:.2f} to {high:.2f}"


def unlisted_table() -> str:
    """How many acts the lists about the crackdown point to, by what they share with each other and with the record."""
    lists, acts = read_lists(seeds_folder())
    named = of_subject(About.CRACKDOWN, lists, acts)
    times = times_listed(named)
    reuters, scmp = ({act.act for act in named if act.list == key and act.act} for key in ("reuters", "scmp"))
    held = {slug: HeldAct(draft.when.start, draft.kind, draft.sectors) for slug, draft in record().events}
    pair = from_two_lists(len(reuters), len(scmp), len(reuters & scmp))
    keys = {act.list for act in named}
    rows = [
        ("Reuters and South China Morning Post, Chapman", len(reuters | scmp), *_estimate_cells(pair)),
        (
            f"all {len(keys)} lists, Chao",
            len(times),
            *_estimate_cells(from_several_lists([*times.values()], len(keys))),
        ),
        (
            "all lists as one and what the record holds of those years and sectors, Chapman",
            "",
            *_estimate_cells(beside_record(named, held)),
        ),
    ]
    return table(("what is compared, and how", "acts named by the lists", "acts estimated", "95 % interval"), rows)


def _estimate_cells(estimate: Estimate) -> tuple[str, str]:
    return f"{estimate.number:.0f}", f"{estimate.low:.0f} to {estimate.high:.0f}"


LISTS: dict[str, Callable[[], str]] = {"lists": list_table, "unlisted": unlisted_table}
