"""Files of all that is published which are made while the record is still read: the index, and the data package."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tracker.exports import Asked, write_export
from tracker.exports.indexed import index_of
from tracker.formats import FORMATS
from tracker.publish.facets import SiteRecord
from tracker.sentiment import INDEX_COLUMNS, rows

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.read_models import RecordedCoding
    from tracker.sentiment import IndexRow

WHOLE_FILES = {"index.csv": "Index (CSV)", "events.zip": FORMATS["zip"].label}
"""What a link to each of them says, by where it lies."""


class _AskedForAll(Asked):
    """What is asked for by readers of a site."""

    def codings(self) -> "Iterable[RecordedCoding]":
        # Readers of a site are not told who codes.
        return ()


def whole_files(session: "Session", site: SiteRecord) -> Iterator[tuple[str, bytes]]:
    """Yield the index of what is published day by day in its period, and a data package of all that is published.

    Args:
        session: the session from which the site was read.
        site: the record.
    """
    found = index_of(session, site.chosen, site.today)

    def index() -> "Iterable[IndexRow]":
        return rows(*found[1], since=site.chosen.since, until=site.chosen.until) if found else ()

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(INDEX_COLUMNS)
    writer.writerows(index())
    yield "index.csv", text.getvalue().encode()
    packed = io.BytesIO()
    write_export(_AskedForAll(session=session, chosen=site.chosen, index=index, on=site.today), "zip", packed)
    yield "events.zip", packed.getvalue()
