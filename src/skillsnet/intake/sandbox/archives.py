"""Looking into a workbook's archive without unpacking what could be a trap."""

import re
import stat
import zipfile
import zlib
from typing import IO

from skillsnet.intake.sandbox.jsonl_protocol import FileRefused
from skillsnet.intake.sandbox.limits import MEBIBYTE

MAX_ENTRIES = 2000
# 100,000 rows of 20 columns with a long text each unpack to this much.
MAX_UNPACKED_BYTES = 256 * MEBIBYTE
MAX_RATIO = 200
# Small entries compress well and harm nobody; the ratio counts from here.
RATIO_FROM_BYTES = MEBIBYTE
ENCRYPTED = 0x1
CHUNK_BYTES = 256 * 1024
# What is read of a workbook; pictures, printer settings and macros are not.
_READ_PARTS = re.compile(r"\.(xml|rels)$|^xl/.*\.bin$", re.IGNORECASE)
_ROOT = re.compile(rb"<[A-Za-z_]")
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE_STARTS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_ARCHIVE_ERRORS = (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, RuntimeError)


def open_archive(source: IO[bytes]) -> tuple[zipfile.ZipFile, int]:
    """Open the archive and return it with its unpacked size, or refuse it.

    Its directory is judged first. Then every part that will be read is unpacked once and thrown away piece by piece,
    so that a size or a checksum that lies, and an entity in the XML, show before memory is taken.
    """
    try:
        archive = zipfile.ZipFile(source)
        entries = archive.infolist()
    except _ARCHIVE_ERRORS as error:
        raise FileRefused("broken_archive") from error
    _check_directory(entries, packed=source.seek(0, 2))
    names = {entry.filename for entry in entries}
    _check_content(names)
    for entry in entries:
        if _READ_PARTS.search(entry.filename):
            _check_part(archive, entry)
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise FileRefused("encrypted")
    return archive, sum(entry.file_size for entry in entries)


def _check_directory(entries: list[zipfile.ZipInfo], *, packed: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise FileRefused("archive_too_large")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise FileRefused("encrypted")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES:
        raise FileRefused("archive_too_large")
    if unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * max(1, packed):
        raise FileRefused("archive_too_large")
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) < len(names) or any(_is_odd(entry) for entry in entries):
        raise FileRefused("odd_archive")


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a link, or its name leads out of the archive."""
    name = entry.filename.replace("\\", "/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_link or name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/")


def _check_content(names: set[str]) -> None:
    """Refuse an archive that is plainly something else than a workbook."""
    folded_names = {name.casefold() for name in names}
    if folded_names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        return
    if folded_names & {"word/document.xml", "ppt/presentation.xml"}:
        raise FileRefused("is_document")
    # Workbooks may keep their parts under other names, as long as they say so.
    if "[content_types].xml" not in folded_names:
        raise FileRefused("is_archive")


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    try:
        with archive.open(entry) as part:
            start = part.read(CHUNK_BYTES)
            if not entry.filename.casefold().endswith(".bin"):
                _check_xml_start(start)
            while part.read(CHUNK_BYTES):
                pass
    except _ARCHIVE_ERRORS as error:
        raise FileRefused("broken_archive") from error


def _check_xml_start(start: bytes) -> None:
    """Refuse a document type, entities, and wide encodings in which they could hide; no spreadsheet writes those."""
    if start.startswith(_WIDE_STARTS) or _DECLARATION.search(start):
        raise FileRefused("odd_archive")
    if len(start) == CHUNK_BYTES and not _ROOT.search(start):
        raise FileRefused("odd_archive")
