"""The whole record as a SQLite file, and what its tables and columns are called, for Datasette."""

import inspect
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from tracker.actors import Actor
from tracker.backup import copy_record
from tracker.citation import LICENCE, TRACKER_NAME
from tracker.database import copy_without, open_engine
from tracker.event.fields import ALL_FIELDS, SOURCE_LABELS
from tracker.exports.asked import Asked, Written
from tracker.models import (
    Coding,
    Era,
    Event,
    EventTerm,
    FeedItem,
    FeedState,
    Measure,
    MeasureStage,
    Revision,
    Source,
    Term,
)
from tracker.queries.events import EVERY_STATE
from tracker.queries.hits import count_found
from tracker.read_models import SyntheticShare

_OF_NO_RECORD = (str(FeedItem.__tablename__), str(FeedState.__tablename__))
"""What feeds brought, with the texts of others."""

_TABLES = (Event, Source, Term, EventTerm, Measure, MeasureStage, Coding, Era, Revision)
_SYNTHETIC = {
    SyntheticShare.NONE: "",
    SyntheticShare.SOME: ", with synthetic events in it",
    SyntheticShare.ALL: "; all of it is synthetic",
}
_LABELS = {Event: "title", Source: "url", Term: "name", Measure: "name", Era: "name"}
"""The column by which Datasette names a row that another row leads to."""


def database_file(asked: Asked, stream: BinaryIO) -> Written:
    """Write the whole record with its history as a SQLite file, as it stood at one moment.

    Raises:
        DatabaseProblem: if the database cannot be read, or was altered past its history.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "record.db"
        written = write_database(asked, file)
        with file.open("rb") as whole:
            shutil.copyfileobj(whole, stream)
    return written


def write_database(asked: Asked, place: Path) -> Written:
    """Write the same straight to a path where there is no file yet, so that a large record needs no room elsewhere.

    Raises:
        DatabaseProblem: as above, or if the file cannot be written.
    """
    engine = asked.session.connection().engine
    if engine.dialect.name == "sqlite":
        copy_without(Path(engine.url.database or ""), place, _OF_NO_RECORD)
    else:
        with TemporaryDirectory() as folder:
            replayed = Path(folder) / "record.db"
            copy = open_engine(f"sqlite:///{replayed}")
            copy_record(engine, copy, actor=Actor("export"))
            copy.dispose()
            copy_without(replayed, place, _OF_NO_RECORD)
    return Written(count_found(asked.session, EVERY_STATE))


def labels_file(asked: Asked, stream: BinaryIO, name: str) -> None:
    """Write what Datasette shows beside a file of that name: source, licence, and what each column holds."""
    described = {
        "title": TRACKER_NAME,
        # Nothing of a day: the file stays where it is when the database is written anew.
        "description": f"The whole record with its history{_SYNTHETIC[asked.state.synthetic]}.",
        "license": LICENCE,
        "license_url": f"https://opensource.org/license/{LICENCE.lower()}",
        "databases": {name: {"tables": {str(table.__tablename__): _labels(table) for table in _TABLES}}},
    }
    stream.write(json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n")


def _labels(table: Any) -> dict[str, Any]:  # noqa: ANN401 - a model
    columns = _columns(table)
    return {
        "description": inspect.getdoc(table).partition("\n")[0],  # type: ignore[union-attr]
        **({"label_column": _LABELS[table]} if table in _LABELS else {}),
        **({"sort": "first_on", "facets": ["kind", "review_state"]} if table is Event else {}),
        **({"columns": columns} if columns else {}),
    }


def _columns(table: Any) -> Mapping[str, str]:  # noqa: ANN401 - a model
    meanings: Mapping[str, str] = {}
    if table is Event:
        meanings = {each.name: each.meaning for each in ALL_FIELDS}
    elif table is Source:
        meanings = SOURCE_LABELS
    return {name: meanings[name] for name in table.model_fields if meanings.get(name)}
