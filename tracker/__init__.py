"""A sourced timeline of China's regulation of technology, with a policy-sentiment index."""

__version__ = "0.1.0"
