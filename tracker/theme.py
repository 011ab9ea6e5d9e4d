"""One table of colours, symbols and short names, for charts and screens, light and dark. It draws nothing itself.

The scale of stances runs from burnt orange over grey to deep blue. Whoever sees colours differently still reads it: the
levels differ in lightness as well, and symbol and position repeat what the colour says. Tests hold every mark to a
contrast of 3 and every text to 4.5 against its background, and neighbours apart under three colour-vision deficiencies.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from tracker.vocabulary import Reach, Stance

FONT = '"Source Sans", "Source Sans Pro", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif'
"""Fonts that come with the dashboard or the reader's system; none is fetched from a network."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as ``#rrggbb``.

    Attributes:
        background: the page behind everything; the same as in ``.streamlit/config.toml``.
        surface: cards, fields and hover labels.
        text: text, and the line of the index.
        muted: second-rank text, leader lines, the line where few events carry it.
        grid: grid lines and frames, which are meant to be seen last.
        zero: the line of stance 0.
        band: the range around the index, in a tint that nothing else has.
        mass: the outline of the strip that says how much is recorded.
        ghost: the whole record's index behind a filtered one.
        accent: links, and what is chosen on a chart.
        filled: buttons, tags and ticks, on which white letters stand.
        stances: the colour of each level.
    """

    background: str
    surface: str
    text: str
    muted: str
    grid: str
    zero: str
    band: str
    mass: str
    ghost: str
    accent: str
    filled: str
    stances: Mapping[Stance, str]


LIGHT = Palette(
    background="#ffffff",
    surface="#f4f4f1",
    text="#12161b",
    muted="#5c626a",
    grid="#e6e6e2",
    zero="#8b9097",
    band="#dcd8ea",
    mass="#9b93b8",
    ghost="#b4b9c0",
    accent="#1c6aa6",
    filled="#1c6aa6",
    stances={
        Stance.SEVERE: "#6f2500",
        Stance.RESTRICTION: "#b4480a",
        Stance.TIGHTENING: "#db7716",
        Stance.NEUTRAL: "#737373",
        Stance.EASING: "#4497c7",
        Stance.SUPPORT: "#1c6aa6",
        Stance.OPENING: "#0a3763",
    },
)

DARK = Palette(
    background="#14171c",
    surface="#21262d",
    text="#e9e7e3",
    muted="#a9afb8",
    grid="#2b3038",
    zero="#6b727c",
    band="#3a3650",
    mass="#7d769c",
    ghost="#555c66",
    accent="#62b0e4",
    filled="#2877b4",
    stances={
        Stance.SEVERE: "#ffc48a",
        Stance.RESTRICTION: "#ee8c3c",
        Stance.TIGHTENING: "#b4622b",
        Stance.NEUTRAL: "#8c8c8c",
        Stance.EASING: "#4180ad",
        Stance.SUPPORT: "#62b0e4",
        Stance.OPENING: "#b0dcfa",
    },
)
"""On a dark page the strong levels are the light ones, so that in both themes the strongest stand out most."""


PAIRED = replace(LIGHT, accent="#1c6aa7", filled="#1c6aa8")
"""The light colours, each in one place only, so that it tells which dark colour is meant: for what both themes share.

Where it differs from ``LIGHT``, no eye sees it.
"""


def dark_of(shares: Iterable[float] = ()) -> dict[str, str]:
    """Return the dark colour for each of ``PAIRED``, both as ``#rrggbb``.

    Args:
        shares: for each of them, every stance and the colour of text, laid over the background with that share, are
            among them.
    """
    names = [each.name for each in fields(Palette) if each.name != "stances"]
    pairs = {getattr(PAIRED, name): getattr(DARK, name) for name in names}
    pairs |= {PAIRED.stances[stance]: DARK.stances[stance] for stance in Stance}
    full = dict(pairs)
    for share in shares:
        for light in (PAIRED.text, *PAIRED.stances.values()):
            pairs[mixed(light, PAIRED.background, share)] = mixed(full[light], DARK.background, share)
    return pairs


def palette(*, dark: bool) -> Palette:
    """Return the colours of the dark or the light theme."""
    return DARK if dark else LIGHT


STANCE_NAMES: Mapping[Stance, str] = {
    Stance.OPENING: "strong opening",
    Stance.SUPPORT: "easing in force",
    Stance.EASING: "easing signal",
    Stance.NEUTRAL: "neutral",
    Stance.TIGHTENING: "tightening signal",
    Stance.RESTRICTION: "restriction",
    Stance.SEVERE: "severe restriction",
}
"""The codebook's names, short enough for an axis."""


def level_name(stance: Stance, *, short: bool = False) -> str:
    """Return what stands beside a level on an axis: ``+3 strong opening``, or ``+3`` where there is no room."""
    # The minus sign is as wide as the plus sign; a hyphen is not.
    signed = stance.signed.replace("-", "\N{MINUS SIGN}")
    return signed if short else f"{signed} {STANCE_NAMES[stance]}"


def symbol(stance: Stance) -> str:
    """Return the name of the mark that points where the stance points."""
    return _by_direction(stance, "triangle-down", "circle", "triangle-up")


def badge_colour(stance: Stance) -> str:
    """Return the name under which ``.streamlit/config.toml`` holds the direction's colour."""
    return _by_direction(stance, "orange", "gray", "blue")


def _by_direction(stance: Stance, tightening: str, neutral: str, easing: str) -> str:
    return tightening if stance < 0 else easing if stance > 0 else neutral


MARK_SIZES: Mapping[Reach, float] = {Reach.FIRM: 6.5, Reach.SEGMENT: 8.5, Reach.SECTOR: 10.5, Reach.ECONOMY: 13.0}
"""Width of a mark in pixels by reach."""

NARROW_MARK_SIZES: Mapping[Reach, float] = {Reach.FIRM: 5.0, Reach.SEGMENT: 6.0, Reach.SECTOR: 7.5, Reach.ECONOMY: 9.0}
"""The same on a phone, where the same years share a third of the width."""


def mixed(colour: str, other: str, share: float) -> str:
    """Return ``share`` of ``colour`` laid over the rest of ``other``; all three are ``#rrggbb``."""
    parts = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(first * share + second * (1 - share)):02x}" for first, second in parts)


def faded(colour: str, opacity: float) -> str:
    """Return a colour that lets so much of what lies below show through."""
    red, green, blue = channels(colour)
    return f"rgba({red},{green},{blue},{opacity:g})"


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of ``#rrggbb``, each from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def readable_on(colour: str) -> str:
    """Return black or white, whichever stands out more on a colour; the contrast is never below 4.5."""
    red, green, blue = (_light(part / 255) for part in channels(colour))
    # Weights of the three parts, and the limit at which black and white stand out alike, as WCAG 2.2 defines contrast.
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if luminance > 0.179 else "#ffffff"  # noqa: PLR2004 - see above


def _light(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the sRGB curve
