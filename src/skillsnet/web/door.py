"""The door of the web server: whoever waits stands in a line, and leaves it by hanging up or after so long.

The server would hand every request to a thread however long it has waited, also when its reader has gone: after a busy
minute it would work for minutes for nobody. Here a request whose reader hung up while it waited is dropped, and one
that waited too long is told so at once (docs/decisions/0013-no-heavy-work-in-web-threads.md).

Files of the whole network take their time: they stand in a line of their own, one of them is worked at in a moment, and
it makes room for whoever reads a page.
"""

import asyncio
import logging
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import IO, Any

Wsgi = Callable[[dict[str, object], Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]
# A thread of the system gets 8 MiB; native code that draws and packs must find the end of no less here.
STACK_BYTES = 8 * 1024 * 1024
BUSY = b"Very many people are asking right now. Try again in a minute.\n"
TOO_LARGE = b"This is larger than what can be sent here.\n"
RETRY_AFTER_S = "10"
IN_MEMORY_BYTES = 1024 * 1024
# Tables and networks to take along; what belongs to a page is none, such as its pictures and scripts.
FILE = re.compile(r"^(?!/static/).*\.(csv|xlsx|json|gexf|graphml)$")
# Whoever makes a file works so long before looking for readers of pages, and rests for no longer than so long.
WORK_SECONDS, REST_SECONDS, LOOK_SECONDS = 0.05, 0.1, 0.01
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DoorLimits:
    """How many are served at once, how many may wait and for how long, and how much each may send."""

    threads: int = 4
    file_threads: int = 16
    most_waiting: int = 200
    wait_s: float = 10.0
    most_body_bytes: int = 64 * 1024 * 1024


@dataclass
class _Job:
    """A request in the line."""

    scope: Any
    proto: Any
    body: IO[bytes]
    body_bytes: int
    came_at: float = field(default_factory=time.monotonic)
    is_gone: bool = False

    @property
    def is_file(self) -> bool:
        """Whether a file of the network is asked for."""
        return FILE.match(self.scope.path) is not None


class Door:
    """Serves a WSGI application over granian's RSGI, a line for pages and one for files."""

    def __init__(self, application: Wsgi, *, limits: DoorLimits) -> None:
        self.application, self.limits = application, limits
        self._inside = self._at_pages = 0
        self._at_files = threading.Lock()
        self._counting = threading.Lock()
        self._pool = _threads(limits.threads, "web")
        self._file_pool = _threads(limits.file_threads, "file")

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        if scope.proto != "http":
            proto.close(403)
            return
        if self._inside >= self.limits.threads + self.limits.most_waiting:
            proto.response_bytes(503, _plain(retry=True), BUSY)
            return
        body = await _body(scope, proto, most=self.limits.most_body_bytes)
        if body is None:
            proto.response_bytes(413, _plain(), TOO_LARGE)
            return
        self._inside += 1
        try:
            await self._serve(_Job(scope, proto, body, body.tell()))
        finally:
            self._inside -= 1
            body.close()

    async def _serve(self, job: _Job) -> None:
        pool, answer_job = (self._file_pool, self._answer) if job.is_file else (self._pool, self._answer_page)
        answer = asyncio.get_running_loop().run_in_executor(pool, answer_job, job)
        disconnect = asyncio.ensure_future(job.proto.client_disconnect())
        await asyncio.wait({answer, disconnect}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            job.is_gone = True
            # What is under way goes on to its end; what waits in the line never begins.
            if not answer.cancel():
                await asyncio.wait({answer})
        disconnect.cancel()

    def _answer_page(self, job: _Job) -> None:
        with self._counting:
            self._at_pages += 1
        try:
            self._answer(job)
        finally:
            with self._counting:
                self._at_pages -= 1

    def _answer(self, job: _Job) -> None:
        if job.is_gone:
            return
        if time.monotonic() - job.came_at > self.limits.wait_s:
            job.proto.response_bytes(503, _plain(retry=True), BUSY)
            return
        try:
            self._run(job)
        except Exception:  # boundary: the application answers for its own faults; this one is the server's
            log.exception("request failed")
            job.proto.response_bytes(500, _plain(), b"")

    def _run(self, job: _Job) -> None:
        response_start: list[Any] = []
        job.body.seek(0)
        with self._turn(job):
            parts = self.application(
                _environ(job), lambda status, headers, exc_info=None: response_start.extend([status, headers])
            )
        try:
            if isinstance(parts, list) or hasattr(parts, "content"):
                job.proto.response_bytes(int(response_start[0].split(" ", 1)[0]), response_start[1], b"".join(parts))
                return
            transport = job.proto.response_stream(int(response_start[0].split(" ", 1)[0]), response_start[1])
            for part in self._in_turns(job, iter(parts)):
                if job.is_gone:
                    break
                transport.send_bytes(bytes(part))
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()

    def _in_turns(self, job: _Job, parts: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the parts of an answer; those of a file while it is its turn, with rests in which pages are made."""
        while True:
            chunks: list[bytes] = []
            with self._turn(job):
                until = time.monotonic() + WORK_SECONDS
                for part in parts:
                    chunks.append(part)
                    if not job.is_file or time.monotonic() >= until:
                        break
            if not chunks:
                return
            yield from chunks
            if job.is_file:
                self._make_room()

    def _turn(self, job: _Job) -> AbstractContextManager[object]:
        return self._at_files if job.is_file else nullcontext()

    def _make_room(self) -> None:
        """Rest while pages are being made, and no longer than so long: a file comes to its end all the same."""
        until = time.monotonic() + REST_SECONDS
        while self._at_pages and time.monotonic() < until:
            time.sleep(LOOK_SECONDS)


def _threads(count: int, name: str) -> ThreadPoolExecutor:
    """Return a pool whose threads have all started, with stacks of the size they need."""
    before = threading.stack_size(STACK_BYTES)
    pool = ThreadPoolExecutor(count, thread_name_prefix=name)
    for future in [pool.submit(time.sleep, 0.05) for _ in range(count)]:
        future.result()
    threading.stack_size(before)
    return pool


async def _body(scope: Any, proto: Any, *, most: int) -> IO[bytes] | None:
    """Return what a request sends, a large one on the disk, read to its end; None where it is too much."""
    content_length = scope.headers.get("content-length") or "0"
    if content_length.isdigit() and int(content_length) > most:
        return None
    body: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the request
    if content_length == "0" and "transfer-encoding" not in scope.headers:
        return body
    async for part in proto:
        if body.tell() + len(part) > most:
            body.close()
            return None
        body.write(part)
    return body


def _environ(job: _Job) -> dict[str, object]:
    scope = job.scope
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, object] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": job.body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        glue = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{glue}{value}" if key in environ else value
    environ.setdefault("HTTP_HOST", scope.authority or "")
    environ["CONTENT_LENGTH"] = str(job.body_bytes)
    return environ


def _plain(*, retry: bool = False) -> Headers:
    headers = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")]
    return [*headers, ("retry-after", RETRY_AFTER_S)] if retry else headers
