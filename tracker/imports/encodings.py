"""In which encoding a table is written, with what to do where nobody can tell."""

from tracker.tables.contents import FileProblem
from tracker.tables.encodings import Encoding, Opener, UnknownEncoding
from tracker.tables.encodings import choose_encoding as choose


def choose_encoding(begin: Opener) -> Encoding:
    """Find the encoding of a table.

    Args:
        begin: opens its bytes anew.

    Raises:
        FileProblem: if no encoding fits the whole file.
    """
    try:
        return choose(begin)
    except UnknownEncoding as problem:
        raise FileProblem(f"{problem}; save the table as CSV UTF-8.") from problem
