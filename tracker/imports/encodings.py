"""In which encoding a table is written, with what to do where nobody can tell."""

from tracker.encodings import Encoding, UnknownEncoding
from tracker.encodings import choose_encoding as choose
from tracker.imports.problems import FileProblem


def choose_encoding(data: bytes) -> Encoding:
    """Find the encoding of a table.

    Raises:
        FileProblem: if no encoding fits the whole file.
    """
    try:
        return choose(data)
    except UnknownEncoding as problem:
        raise FileProblem(f"{problem}; save the table as CSV UTF-8.") from problem
