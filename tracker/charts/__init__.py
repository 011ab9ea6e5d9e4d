"""Pure Plotly figures: plain values in, a figure out."""

from tracker.charts.index_line import IndexLine
from tracker.charts.template import CONFIG
from tracker.charts.timeline import timeline_figure

__all__ = ["CONFIG", "IndexLine", "timeline_figure"]
