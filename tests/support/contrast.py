"""Contrast as WCAG 2.2 defines it."""

from tracker.theme import channels

LEAST_OF_TEXT = 4.5
LEAST_OF_MARKS = 3.0


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dim, bright = sorted(map(luminance, (first, second)))
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    parts = [part / 255 for part in channels(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
