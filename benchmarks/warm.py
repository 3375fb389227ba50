"""The sandbox without its start: a warm process that forks for each file, so that ten thousand take minutes.

`python -m benchmarks.warm sandbox` takes jobs as JSON lines and answers each with how its child ended. The child sets
the sandbox's own limits and runs the sandbox's own code; only the start of the interpreter is spared.
"""

import io
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from skillsnet.intake.sandbox.jobs import Job, run
from skillsnet.intake.sandbox.jsonl_protocol import SandboxExit
from skillsnet.intake.sandbox.limits import set_limits

ROOT = Path(__file__).resolve().parent.parent
SAID_BYTES = 4000


class Warm:
    """A warm process of a kind (`sandbox`, or `openpyxl` as its peer), and how its children ended."""

    def __init__(self, kind: str) -> None:
        environment = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONUTF8": "1", "PATH": os.environ.get("PATH", "")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.warm", kind],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=ROOT,
        )  # fmt: skip
        self.ends: list[dict[str, Any]] = []

    def run(self, source: IO[bytes], lines: IO[str], job: Job) -> SandboxExit:
        """Do what `readers.run_sandbox` does."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        source.flush()
        descriptors = f"/proc/{os.getpid()}/fd"
        request = {
            "file": f"{descriptors}/{source.fileno()}",
            "out": f"{descriptors}/{lines.fileno()}",
            "job": asdict(job),
        }
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        end = json.loads(self.process.stdout.readline())
        self.ends.append(end)
        return SandboxExit(end["code"], end["said"])

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def serve(kind: str) -> None:
    """Answer jobs until there are no more."""
    _load(kind)
    for line in sys.stdin:
        request = json.loads(line)
        read_end, write = os.pipe()
        began = time.perf_counter()
        child = os.fork()
        if child == 0:
            os.close(read_end)
            _child(kind, request, write)
        os.close(write)
        with os.fdopen(read_end, "rb") as pipe:
            message = pipe.read()[-SAID_BYTES:].decode("utf-8", "replace")
        _, status, usage = os.wait4(child, 0)
        end = {
            "code": os.waitstatus_to_exitcode(status), "said": message, "rss_mb": usage.ru_maxrss / 1024,
            "cpu_s": usage.ru_utime + usage.ru_stime, "ms": (time.perf_counter() - began) * 1000,
        }  # fmt: skip
        sys.stdout.write(json.dumps(end) + "\n")
        sys.stdout.flush()


def _load(kind: str) -> None:
    """Import what the children need, once."""
    if kind == "openpyxl":
        import openpyxl  # noqa: F401

        return
    from skillsnet.core.interchange import kumu  # noqa: F401
    from skillsnet.intake.sandbox import delimited_text, kumu_json, workbooks  # noqa: F401


def _child(kind: str, request: dict[str, Any], message_fd: int) -> None:
    """Become the sandbox for one file; never returns."""
    code = 1
    try:
        for path, flags, descriptor in ((request["file"], os.O_RDONLY, 0), (request["out"], os.O_WRONLY, 1)):
            os.dup2(os.open(path, flags), descriptor)
        os.dup2(message_fd, 2)
        sys.stderr = io.TextIOWrapper(io.FileIO(2, "w"), write_through=True)
        set_limits()
        if kind == "openpyxl":
            code = _openpyxl()
        else:
            with io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w")), encoding="ascii", newline="\n") as out:
                code = run(Job(**request["job"]), out)
    finally:
        os._exit(code)


def _openpyxl() -> int:
    """Read the file as openpyxl's documentation shows for large files, and say what it raised."""
    import openpyxl

    try:
        with os.fdopen(0, "rb", closefd=False) as file:
            book = openpyxl.load_workbook(io.BytesIO(file.read()), read_only=True, data_only=True)
        for sheet in book.worksheets:
            for _ in sheet.iter_rows(values_only=True):
                pass
    except BaseException as error:  # The boundary: the peer's errors are what is counted.
        sys.stderr.write(type(error).__name__)
        return 1
    return 0


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(sys.argv[1])
