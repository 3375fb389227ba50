"""One file to lines, whatever it is; whatever goes wrong on the way is a refusal."""

import os
import sys
from dataclasses import dataclass
from pathlib import PurePath
from types import TracebackType
from typing import TextIO

from skillsnet.intake.sandbox.jsonl_protocol import REFUSED_EXIT, FileRefused


@dataclass(frozen=True)
class Job:
    """How the file is to be read.

    `kind` is `zip` or `ole` (workbooks), `text`, `json`, `lines` (the lines of a workbook whose sheets are Kumu's),
    or of a taxonomy `taxonomy_rdf` and `taxonomy_json`; `scheme` names one of several concept schemes.
    """

    kind: str
    suffix: str = ""
    encoding: str = ""
    delimiter: str = ""
    scheme: str = ""


def run(job: Job, out: TextIO) -> int:
    """Write the file on standard input as lines and return the exit code; a refusal goes to standard error."""
    try:
        _write_job(job, out)
        out.flush()
    except FileRefused as refused:
        sys.stderr.write(f"refused: {refused.code}\n")
        return REFUSED_EXIT
    except MemoryError:
        sys.stderr.write("refused: too_slow\n")
        return REFUSED_EXIT
    except BaseException as error:  # The boundary: a broken file may raise anything, panics included
        # Which error and where, for staff; its message could hold a cell.
        sys.stderr.write(
            f"because: {type(error).__name__} at {_fault_position(error.__traceback__)}\nrefused: unreadable\n"
        )
        return REFUSED_EXIT
    return 0


def _write_job(job: Job, out: TextIO) -> None:
    # Each kind imports what it needs and no more: a sandbox starts in a few hundredths of a second.
    with os.fdopen(0, "rb", closefd=False) as source:
        source.seek(0)
        if job.kind == "text":
            from skillsnet.intake.sandbox.delimited_text import write_text

            write_text(source, out, encoding=job.encoding, delimiter=job.delimiter, suffix=job.suffix)
        elif job.kind == "json":
            from skillsnet.intake.sandbox.kumu_json import write_document

            write_document(source, out)
        elif job.kind == "lines":
            from skillsnet.intake.sandbox.kumu_json import write_tables

            write_tables(source, out, name=job.suffix.lstrip("."))
        elif job.kind in ("taxonomy_rdf", "taxonomy_json"):
            from skillsnet.intake.sandbox.taxonomies import write_taxonomy

            write_taxonomy(source, out, is_rdf=job.kind == "taxonomy_rdf", scheme=job.scheme)
        else:
            from skillsnet.intake.sandbox.workbooks import write_workbook

            write_workbook(source, job.kind, out)


def _fault_position(trace: TracebackType | None) -> str:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
