"""In which encoding a text file is written; what is said of it fits any kind of file."""

import codecs
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import BinaryIO

from tracker.errors import TrackerError

_CHUNK = 1 << 20
_SAMPLE = 8 << 20
"""So many bytes are looked at to tell one older encoding from another."""

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# The encodings in which Chinese and Western editions of Excel save CSV. With more candidates the detection takes
# short Chinese texts for Korean or Japanese.
_OLDER_ENCODINGS = ("gb18030", "big5", "cp1252")
_NAMES = {"gb18030": "GB18030", "big5": "Big5", "cp1252": "Windows-1252", "utf-16": "UTF-16"}

Opener = Callable[[], BinaryIO]


class UnknownEncoding(TrackerError):
    """Bytes that are no text; the message is a clause without its full stop, so that callers add what to do."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec that decodes the whole file, and a note for the person where it was not plain UTF-8."""

    codec: str
    note: str | None = None


def choose_encoding(data: bytes | Opener, guesses: Sequence[str] = ()) -> Encoding:
    """Find the encoding: a byte order mark decides, then strict UTF-8, and only then a detection is tried.

    Args:
        data: the bytes, or a function that opens them at each call; then they are read piece by piece.
        guesses: codecs of which the first that fits is taken instead of a detection, which needs some letters to tell.

    Raises:
        UnknownEncoding: if no encoding fits the whole file, or it holds a NUL, which no text does.
    """
    begin: Opener = partial(io.BytesIO, data) if isinstance(data, bytes) else data
    with begin() as stream:
        start = stream.read(3)
    if start.startswith(_UTF_16):
        if problem := _problem(begin, "utf-16"):
            raise problem
        return _noted("utf-16")
    _refuse_nul(begin)
    # The mark itself is valid UTF-8; the codec that drops it lets a mark that was cut short pass.
    if (problem := _problem(begin, "utf-8")) is None:
        return Encoding("utf-8-sig")
    if start == codecs.BOM_UTF8:
        raise problem
    guess = next((codec for codec in guesses if not _problem(begin, codec)), None)
    return _noted(guess) if guess else _detected(begin, problem)


def _detected(begin: Opener, problem: "_Undecodable") -> Encoding:
    from charset_normalizer import from_bytes

    with begin() as stream:
        # Plain ASCII before the place tells nothing; a file that is not long is looked at whole.
        stream.seek(problem.line_start if problem.line_start > _SAMPLE else 0)
        sample = stream.read(2 * _SAMPLE)
    if len(sample) == 2 * _SAMPLE:
        # Half a character at the end would speak against its encoding.
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    best = from_bytes(sample, cp_isolation=list(_OLDER_ENCODINGS)).best()
    if best is None or _problem(begin, best.encoding):
        raise problem
    return _noted(best.encoding)


def _noted(codec: str) -> Encoding:
    name = _NAMES.get(codec, codec)
    return Encoding(codec, f"The file is not UTF-8; it was read as {name}. Look whether the Chinese names are right.")


class _Undecodable(UnknownEncoding):
    """A place that a codec does not read, and where its line begins, in bytes."""

    def __init__(self, line: int, line_start: int) -> None:
        self.line_start = line_start
        super().__init__(f"Line {line} holds bytes that no known text encoding explains")


def _problem(begin: Opener, codec: str) -> _Undecodable | None:
    """Return the first place that a codec does not read, None where it reads all."""
    decoder = codecs.getincrementaldecoder(codec)()
    lines = done = line_start = 0
    for piece in chain(_pieces(begin), (b"",)):
        try:
            decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as problem:
            before = problem.object[: problem.start]
            at = done + len(piece) - len(problem.object)
            newline = before.rfind(b"\n")
            return _Undecodable(lines + before.count(b"\n") + 1, at + newline + 1 if newline >= 0 else line_start)
        lines += piece.count(b"\n")
        newline = piece.rfind(b"\n")
        line_start = done + newline + 1 if newline >= 0 else line_start
        done += len(piece)
    return None


def _refuse_nul(begin: Opener) -> None:
    lines = 0
    for piece in _pieces(begin):
        if (place := piece.find(b"\0")) >= 0:
            line = lines + piece.count(b"\n", 0, place) + 1
            raise UnknownEncoding(f"Line {line} holds a NUL character, so this is no text")
        lines += piece.count(b"\n")


def _pieces(begin: Opener) -> Iterator[bytes]:
    with begin() as stream:
        while piece := stream.read(_CHUNK):
            yield piece
