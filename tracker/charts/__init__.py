"""Pure Plotly figures: plain values in, a figure out."""

from tracker.charts.index_line import IndexLine
from tracker.charts.ring import ring_traces
from tracker.charts.template import CONFIG
from tracker.charts.timeline import frame_of, timeline_figure

__all__ = ["CONFIG", "IndexLine", "frame_of", "ring_traces", "timeline_figure"]
