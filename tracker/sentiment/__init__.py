"""The policy-sentiment index: arrays in, arrays out (docs/method.md says what the numbers mean)."""

from tracker.sentiment.agreement import (
    Agreement,
    Grade,
    code_table,
    coder_agreement,
    confusion,
    mean_difference,
    ordinal_alpha,
)
from tracker.sentiment.band import LEVEL, REPLICATES, SEED, Band, resampling_band
from tracker.sentiment.choices import HALF_LIFE, SHRINKAGE, Weighting
from tracker.sentiment.evidence import Evidence, EvidenceRow
from tracker.sentiment.fragile import Fragility, fragile_runs, fragility
from tracker.sentiment.index import IndexSeries, policy_index
from tracker.sentiment.moves import change_between, contributions, sum_by
from tracker.sentiment.parts import Moves, Part, moves_between
from tracker.sentiment.reading import (
    COLUMNS,
    LEAST_MASS_OF_PART,
    Crossing,
    IndexRow,
    Point,
    change_over,
    few_events,
    incomplete,
    peak,
    rows,
    trough,
    turn_above_zero,
    zero_crossings,
)
from tracker.sentiment.record import counted_events, evidence_of, recoded, story_names
from tracker.sentiment.summary import Reading, reading_of
from tracker.sentiment.variants import Sensitivity, Variant, sensitivity

__all__ = [
    "COLUMNS",
    "HALF_LIFE",
    "LEAST_MASS_OF_PART",
    "LEVEL",
    "REPLICATES",
    "SEED",
    "SHRINKAGE",
    "Agreement",
    "Band",
    "Crossing",
    "Evidence",
    "EvidenceRow",
    "Fragility",
    "Grade",
    "IndexRow",
    "IndexSeries",
    "Moves",
    "Part",
    "Point",
    "Reading",
    "Sensitivity",
    "Variant",
    "Weighting",
    "change_between",
    "change_over",
    "code_table",
    "coder_agreement",
    "confusion",
    "contributions",
    "counted_events",
    "evidence_of",
    "few_events",
    "fragile_runs",
    "fragility",
    "incomplete",
    "mean_difference",
    "moves_between",
    "ordinal_alpha",
    "peak",
    "policy_index",
    "reading_of",
    "recoded",
    "resampling_band",
    "rows",
    "sensitivity",
    "story_names",
    "sum_by",
    "trough",
    "turn_above_zero",
    "zero_crossings",
]
