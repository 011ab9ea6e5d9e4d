"""The curated record as files: read, written in one canonical form, checked, and loaded into a database."""

from tracker.seeds.checking import check_seeds, form_difference
from tracker.seeds.coverage_file import CoverageRow, render_coverage
from tracker.seeds.era_file import render_eras
from tracker.seeds.form import ToldApart, plain_event, render_codings, render_distinct, render_event, render_terms
from tracker.seeds.frozen import Contents, Vintage, make_vintage, read_vintages, write_vintage
from tracker.seeds.list_file import render_listed, render_lists
from tracker.seeds.loading import SeedReport, load_seeds
from tracker.seeds.measure_file import render_measures
from tracker.seeds.reading import SeedProblem, SeedRecord, read_coverage, read_lists, read_seeds
from tracker.seeds.updating import ACTOR

__all__ = [
    "ACTOR",
    "Contents",
    "CoverageRow",
    "SeedProblem",
    "SeedRecord",
    "SeedReport",
    "ToldApart",
    "Vintage",
    "check_seeds",
    "form_difference",
    "load_seeds",
    "make_vintage",
    "plain_event",
    "read_coverage",
    "read_lists",
    "read_seeds",
    "read_vintages",
    "render_codings",
    "render_coverage",
    "render_distinct",
    "render_eras",
    "render_event",
    "render_listed",
    "render_lists",
    "render_measures",
    "render_terms",
    "write_vintage",
]
