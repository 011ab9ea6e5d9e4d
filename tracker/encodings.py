"""In which encoding a text file is written; what is said of it fits any kind of file."""

import codecs
from dataclasses import dataclass

from tracker.errors import TrackerError

_CHUNK = 1 << 20
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# The encodings in which Chinese and Western editions of Excel save CSV. With more candidates the detection takes
# short Chinese texts for Korean or Japanese.
_OLDER_ENCODINGS = ("gb18030", "big5", "cp1252")
_NAMES = {"gb18030": "GB18030", "big5": "Big5", "cp1252": "Windows-1252", "utf-16": "UTF-16"}


class UnknownEncoding(TrackerError):
    """Bytes that are no text; the message is a clause without its full stop, so that callers add what to do."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec that decodes the whole file, and a note for the person where it was not plain UTF-8."""

    codec: str
    note: str | None = None


def choose_encoding(data: bytes) -> Encoding:
    """Find the encoding: a byte order mark decides, then strict UTF-8, and only then a detection is tried.

    Raises:
        UnknownEncoding: if no encoding fits the whole file, or it holds a NUL, which no text does.
    """
    if data.startswith(_UTF_16):
        return _noted("utf-16") if _decodes(data, "utf-16") else _refuse(data, "utf-16")
    if (place := data.find(b"\0")) >= 0:
        raise UnknownEncoding(f"Line {_line_of(data, place)} holds a NUL character, so this is no text")
    # The mark itself is valid UTF-8; the codec that drops it lets a mark that was cut short pass.
    if _decodes(data, "utf-8"):
        return Encoding("utf-8-sig")
    if data.startswith(codecs.BOM_UTF8):
        return _refuse(data, "utf-8")
    return _detected(data)


def _detected(data: bytes) -> Encoding:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=list(_OLDER_ENCODINGS)).best()
    if best is None or not _decodes(data, best.encoding):
        return _refuse(data, "utf-8")
    return _noted(best.encoding)


def _noted(codec: str) -> Encoding:
    name = _NAMES.get(codec, codec)
    return Encoding(codec, f"The file is not UTF-8; it was read as {name}. Look whether the Chinese names are right.")


def _decodes(data: bytes, codec: str) -> bool:
    """Tell whether a codec reads all bytes, piece by piece so that no second copy of the file is made."""
    decoder = codecs.getincrementaldecoder(codec)()
    view = memoryview(data)
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(bytes(view[start : start + _CHUNK]))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse(data: bytes, codec: str) -> Encoding:
    try:
        data.decode(codec)
    except UnicodeDecodeError as problem:
        line = _line_of(data, problem.start)
        raise UnknownEncoding(f"Line {line} holds bytes that no known text encoding explains") from problem
    raise UnknownEncoding("The characters of this file cannot be read")


def _line_of(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
