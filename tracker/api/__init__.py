"""The record for programs: a read-only HTTP API that hands out accepted events and what is made of them as JSON."""
