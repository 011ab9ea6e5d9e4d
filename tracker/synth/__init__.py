"""Synthetic events, to try a record of any size: invented by a seed, and marked as synthetic in their origin."""

from tracker.synth.events import synthetic_events

__all__ = ["synthetic_events"]
