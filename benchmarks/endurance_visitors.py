"""The visitors of `endurance`: what they read, how long it took, and whether a map stood at every moment."""

import random
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import urlopen

VISITORS = 10
THINK_SECONDS = (0.3, 1.7)
TIMEOUT_SECONDS = 60.0
PAGES = ("map", "directory", "profile", "embed")
# Exports are heavy and rare: a visitor takes one in about six readings.
WEIGHTS = {"map": 4, "directory": 3, "profile": 3, "embed": 2, "json": 1, "csv": 1}
PATHS = {
    "map": "/map/",
    "directory": "/directory/",
    "embed": "/map/embed/",
    "json": "/map/network.json",
    "csv": "/directory.csv",
}
FILE = re.compile(r'"(?:nodes|names|links)Url": ?"([^"]+)"')
PROFILE = re.compile(r'"/projects/(\d+)/"')
FILES_OF_A_MAP = 3


@dataclass(frozen=True)
class Reading:
    """One answer: when it was asked for and was there, its status, 0 where nobody answered, and what a 5xx said."""

    kind: str
    started_at: float
    ended_at: float
    status: int
    message: str = ""

    @property
    def seconds(self) -> float:
        return self.ended_at - self.started_at


@dataclass
class Visitors:
    """Ten readers of one network, until they are told to go."""

    address: str
    seed: int
    readings: list[Reading] = field(default_factory=list)
    maps: int = 0
    maps_read_again: int = 0
    map_faults: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def come(self) -> None:
        """Begin to read."""
        for number in range(VISITORS):
            chance = random.Random(f"{self.seed}/{number}")
            self._threads.append(threading.Thread(target=self._visit, args=(chance,), name=f"visitor-{number}"))
            self._threads[-1].start()

    def go(self) -> None:
        """Finish what is being read, and leave."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _visit(self, chance: random.Random) -> None:
        profile_ids: Sequence[str] = ("1",)
        kinds, weights = list(WEIGHTS), list(WEIGHTS.values())
        while not self._stop.wait(chance.uniform(*THINK_SECONDS)):
            kind = chance.choices(kinds, weights)[0]
            path = f"/projects/{chance.choice(profile_ids)}/" if kind == "profile" else PATHS[kind]
            status, body = self._fetch(kind, path)
            if kind == "directory" and status == 200:
                profile_ids = PROFILE.findall(body) or profile_ids
            if kind == "map" and status == 200:
                self._see_the_map(body)

    def _see_the_map(self, page: str) -> None:
        """Load a map's files as its page names them; once more where the map was built anew meanwhile."""
        answers = self._files(page)
        is_again = bool({404, 410} & set(answers.values()))
        if is_again:
            status, page = self._fetch("map", PATHS["map"])
            answers = self._files(page) if status == 200 else {}
        missing = [f"{status} {path}" for path, status in answers.items() if status not in (0, 200, 503)]
        with self._lock:
            self.maps += 1
            self.maps_read_again += is_again
            if missing or (page and len(answers) < FILES_OF_A_MAP):
                self.map_faults.append(", ".join(missing) or "a page without a map")

    def _files(self, page: str) -> dict[str, int]:
        return {path: self._fetch("file", path)[0] for path in FILE.findall(page)}

    def _fetch(self, kind: str, path: str) -> tuple[int, str]:
        started_at = time.monotonic()
        status, body = read(self.address + path)
        with self._lock:
            message = _message_of(body) if status >= 500 else ""
            self.readings.append(Reading(kind, started_at, time.monotonic(), status, message))
        return status, body.decode(errors="replace") if kind in PAGES else ""


def _message_of(body: bytes) -> str:
    """Return what an answer says first: its title where it is a page."""
    text = body.decode(errors="replace")
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    return " ".join((title[1] if title else text).split())[:60]


def read(address: str) -> tuple[int, bytes]:
    """Return a page's status and content; 0 where nobody answers or the answer breaks off."""
    try:
        with urlopen(address, timeout=TIMEOUT_SECONDS) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()
    except (OSError, HTTPException):
        return 0, b""
