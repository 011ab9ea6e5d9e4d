"""How sure a correlation at each of many lags is: an interval for each lag alone, and a band for all of them together.

Both come from the same resamples. Blocks of neighbouring observations are drawn with replacement from the whole of both
series (moving block bootstrap, Kuensch 1989, doi 10.1214/aos/1176347265), and the correlation at every lag is computed
on them. The interval of one lag is the spread of Fisher's z, corrected for the number of blocks, times the quantile of
Student's t with one degree of freedom less than there are blocks. The joint band is a sup-t band (Montiel Olea and
Plagborg-Moller 2019, doi 10.1002/jae.2656): the same spread times one factor for all lags, at which the furthest lag
of 95 % of the resamples still lies inside; the factor is moved from the normal scale to that of the same t.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CONFIDENCE = 0.95

_LEAST_BLOCKS = 4
_USUAL_BLOCKS = 8
"""A block is a year, or an eighth of a long series, so that what lasts is kept together; never over a quarter."""


@dataclass(frozen=True, eq=False)
class LagBands:
    """The ends for each lag as correlations; not a number where a series stands still in most resamples.

    Attributes:
        low, high: ends of the 95 % interval of the lag alone.
        joint_low, joint_high: ends of the 95 % band that holds at all lags at once.
    """

    low: Floats
    high: Floats
    joint_low: Floats
    joint_high: Floats


def correlations(x: Floats, y: Floats) -> Floats:
    """Return Pearson's correlation of each row, over the places where both are numbers.

    Not a number where a row does not vary.
    """
    both = np.isfinite(x) & np.isfinite(y)
    count = np.maximum(both.sum(axis=-1, keepdims=True), 1)
    x, y = np.where(both, x, 0.0), np.where(both, y, 0.0)
    x = np.where(both, x - x.sum(axis=-1, keepdims=True) / count, 0.0)
    y = np.where(both, y - y.sum(axis=-1, keepdims=True) / count, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = (x * y).sum(axis=-1) / np.sqrt((x**2).sum(axis=-1) * (y**2).sum(axis=-1))
    return found


def lag_bands(own: Floats, lagged: Floats, *, year: int, replicates: int, rng: np.random.Generator) -> LagBands:
    """Return the interval of the correlation of ``own`` with each row of ``lagged``, and the joint band of all rows.

    Args:
        own: one value for each observation, in order; not a number where it is missing.
        lagged: the other series, one row for each lag, likewise; each has at least eight places in common with ``own``.
        year: how many observations a year has.
        replicates: number of resamples.
        rng: where the resamples come from.
    """
    from scipy import stats

    used = np.isfinite(own) & np.isfinite(lagged).any(axis=0)
    x, rows = own[used], lagged[:, used]
    pairs = np.isfinite(rows).sum(axis=1)
    fewest = int(pairs.min())
    block = max(min(max(year, fewest // _USUAL_BLOCKS), fewest // _LEAST_BLOCKS), 1)
    starts = rng.integers(0, len(x) - block + 1, size=(replicates, -(-len(x) // block), 1))
    places = (starts + np.arange(block)).reshape(replicates, -1)[:, : len(x)]
    drawn = x[places]
    resampled = _fisher(np.array([correlations(drawn, row[places]) for row in rows]))
    # A series that moves in a few months only stands still in most resamples.
    firm = np.isfinite(resampled).sum(axis=1) >= replicates / 2
    spread, beyond = np.full(len(rows), np.nan), np.zeros((len(rows), replicates))
    for place in np.flatnonzero(firm).tolist():
        away = resampled[place] - np.nanmean(resampled[place])
        spread[place] = np.sqrt(np.nanmean(away**2))
        beyond[place] = np.nan_to_num(np.abs(away) / max(spread[place], np.finfo(float).tiny))
    furthest = float(np.quantile(beyond.max(axis=0), CONFIDENCE))
    blocks = pairs / block
    # Blocks drawn from themselves vary less than as many new ones would.
    spread *= np.sqrt(blocks / (blocks - 1))
    centre = _fisher(correlations(x, rows))
    alone = spread * stats.t.isf((1 - CONFIDENCE) / 2, blocks - 1)
    joint = spread * stats.t.isf(stats.norm.sf(furthest), blocks - 1)
    ends = (centre - alone, centre + alone, centre - np.maximum(joint, alone), centre + np.maximum(joint, alone))
    return LagBands(*(np.tanh(each) for each in ends))


def _fisher(found: Floats) -> Floats:
    # A correlation of exactly one has no finite z; the bound is far beyond any data.
    limit = 1 - 1e-12
    return np.arctanh(np.clip(found, -limit, limit))
