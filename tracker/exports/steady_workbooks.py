"""Workbooks without the time at which they were written, so that the same events give the same bytes."""

import datetime as dt
import zipfile
from typing import IO, TYPE_CHECKING, BinaryIO, Literal

if TYPE_CHECKING:
    from openpyxl import Workbook

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can note."""


def save_steadily(workbook: "Workbook", stream: BinaryIO) -> None:
    """Save a workbook; neither its parts nor its properties say when."""
    from openpyxl.writer.excel import ExcelWriter

    when = dt.datetime(*_EPOCH)  # noqa: DTZ001 - a workbook's times have no zone
    workbook.properties.created = workbook.properties.modified = when
    with _SteadyArchive(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(workbook, archive).save()


class _SteadyArchive(zipfile.ZipFile):
    """An archive whose parts all have the same time; each way of writing one opens it here."""

    def open(
        self,
        name: str | zipfile.ZipInfo,
        mode: Literal["r", "w"] = "r",
        pwd: bytes | None = None,
        *,
        force_zip64: bool = False,
    ) -> IO[bytes]:
        """Open a part."""
        if isinstance(name, zipfile.ZipInfo):
            name.date_time = _EPOCH
        return super().open(name, mode, pwd, force_zip64=force_zip64)
