"""The door: who hangs up while waiting is dropped, who waits too long is told, and the rest is served as by WSGI."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest

from skillsnet.web.door import FILE, Door, DoorLimits

Ended = TypeVar("Ended")


@dataclass
class Scope:
    """A request as granian tells it."""

    path: str = "/"
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    query_string: str = "a=%C3%A9"
    proto: str = "http"
    http_version: str = "1.1"
    scheme: str = "http"
    client: str = "[2001:db8::1]:4000"
    server: str = "127.0.0.1:8000"
    authority: str | None = "example.org"


class Proto:
    """A connection that keeps what it is answered, and hangs up when it is told to."""

    def __init__(self, parts: Iterable[bytes] = ()) -> None:
        self.parts = list(parts)
        self.gone = asyncio.Event()
        self.status, self.sent = 0, b""

    async def client_disconnect(self) -> None:
        await self.gone.wait()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            yield part

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.sent, self.headers = status, body, dict(headers)

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> "Proto":
        self.status = status
        return self

    def send_bytes(self, part: bytes) -> None:
        self.sent += part


def run(scene: Coroutine[Any, Any, Ended]) -> Ended:
    """Return what a scene ends with, in a thread of its own: a browser may have left its loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, scene).result()


class Slow:
    """An application that keeps whoever comes until it is let go, and remembers who came."""

    def __init__(self) -> None:
        self.let_go, self.came = threading.Event(), []

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.came.append(environ["PATH_INFO"])
        self.let_go.wait(30)
        start("200 OK", [("x-who", environ["PATH_INFO"])])
        return [b"served"]


async def _until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        await asyncio.sleep(0.001)


def test_whoever_hangs_up_while_waiting_is_never_worked_for() -> None:
    slow = Slow()

    async def scene() -> list[Proto]:
        door = Door(slow, limits=DoorLimits(threads=1))
        readers = [Proto() for _ in range(20)]
        tasks = [asyncio.ensure_future(door.__rsgi__(Scope(f"/{n}"), reader)) for n, reader in enumerate(readers)]
        await _until(lambda: bool(slow.came))
        for reader in readers[1:19]:
            reader.gone.set()
        await asyncio.wait(tasks[1:19])
        slow.let_go.set()
        await asyncio.wait(tasks)
        return readers

    readers = run(scene())
    assert slow.came == ["/0", "/19"]
    assert [reader.status for reader in readers] == [200, *[0] * 18, 200]


@pytest.mark.medium
def test_whoever_waited_too_long_is_told_so_and_whoever_finds_the_line_full_at_once() -> None:
    slow = Slow()

    async def scene() -> list[Proto]:
        door = Door(slow, limits=DoorLimits(threads=1, most_waiting=1, wait_s=-1.0))
        readers = [Proto() for _ in range(3)]
        first = asyncio.ensure_future(Door(slow, limits=DoorLimits(threads=1)).__rsgi__(Scope("/warm"), Proto()))
        await _until(lambda: bool(slow.came))
        tasks = [asyncio.ensure_future(door.__rsgi__(Scope(), reader)) for reader in readers]
        slow.let_go.set()
        await asyncio.wait([first, *tasks])
        return readers

    readers = run(scene())
    assert [(reader.status, reader.headers["retry-after"]) for reader in readers] == [(503, "10")] * 3
    assert slow.came == ["/warm"]


@pytest.mark.medium
@pytest.mark.parametrize(("sent", "status"), [([b"x" * 5, b"y" * 5], 200), ([b"x" * 5, b"y" * 6], 413)])
def test_a_body_arrives_whole_or_is_refused(sent: list[bytes], status: int) -> None:
    read = []

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        read.append((environ["wsgi.input"].read(), environ["CONTENT_LENGTH"], environ["HTTP_HOST"]))
        start("200 OK", [])
        return (part for part in (environ["QUERY_STRING"].encode(), environ["REMOTE_ADDR"].encode()))

    proto = Proto(sent)
    scope = Scope("/", "POST", {"transfer-encoding": "chunked"})
    run(Door(application, limits=DoorLimits(threads=1, most_body_bytes=10)).__rsgi__(scope, proto))
    assert proto.status == status
    if status == 200:
        assert (read, proto.sent) == ([(b"xxxxxyyyyy", "10", "example.org")], b"a=%C3%A92001:db8::1")


def test_a_fault_of_the_server_is_answered() -> None:
    proto = Proto()

    def broken(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        raise RuntimeError("broken")

    run(Door(broken, limits=DoorLimits(threads=1)).__rsgi__(Scope(), proto))
    assert proto.status == 500


class Files:
    """An application whose files never end until they are let go, and whose pages are done at once."""

    def __init__(self) -> None:
        self.let_go, self.came, self.at_work, self.most_at_work = threading.Event(), [], 0, 0

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.came.append(environ["PATH_INFO"])
        start("200 OK", [])
        return self._parts() if environ["PATH_INFO"].endswith(".csv") else [b"page"]

    def _parts(self) -> Iterable[bytes]:
        while not self.let_go.is_set():
            self.at_work += 1
            self.most_at_work = max(self.most_at_work, self.at_work)
            time.sleep(0.002)
            self.at_work -= 1
            yield b"line\n"


@pytest.mark.medium
def test_files_keep_no_page_waiting_and_one_is_worked_at_in_a_moment() -> None:
    files = Files()

    async def scene() -> tuple[list[Proto], list[Proto]]:
        door = Door(files, limits=DoorLimits(threads=1, file_threads=3))
        readers = [Proto() for _ in range(3)]
        tasks = [asyncio.ensure_future(door.__rsgi__(Scope(f"/{n}.csv"), one)) for n, one in enumerate(readers)]
        await _until(lambda: len(files.came) == 3)
        pages = [Proto() for _ in range(20)]
        for page in pages:
            await door.__rsgi__(Scope("/map/"), page)
        # Each file has gone on meanwhile, or goes on now.
        await _until(lambda: all(reader.sent for reader in readers))
        files.let_go.set()
        await asyncio.wait(tasks)
        return readers, pages

    readers, pages = run(scene())
    assert [(page.status, page.sent) for page in pages] == [(200, b"page")] * 20
    assert {reader.status for reader in readers} == {200}
    assert files.most_at_work == 1


@pytest.mark.parametrize(
    ("path", "is_file"),
    [
        ("/directory.csv", True), ("/map/network.json", True), ("/map/kumu.xlsx", True),
        ("/map/", False), ("/map/picture.png", False), ("/static/build/manifest.json", False),
        ("/map/files/names-0123.snm", False), ("/directory/", False),
    ],
)  # fmt: skip
def test_what_is_a_file_to_take_along(path: str, is_file: bool) -> None:
    assert bool(FILE.match(path)) is is_file
