"""`make dev`: the development server, the front end's build and the catalogues, each anew on a change, until Ctrl-C.

`python -m tools.dev PORT`. The server restarts itself and has the worker beside it (skillsnet.development).
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.island import FRONTEND, ROOT, prepared
from watchfiles import watch

from skillsnet.home.supervisor import launcher

STATIC = ROOT / "src" / "skillsnet" / "web" / "static" / "build"
SOURCES = ROOT / "src" / "skillsnet"
BUILD = [
    *("build", "--watch", "--emptyOutDir", "false", "--minify", "false", "--sourcemap"),
    *("--logLevel", "warn", "--clearScreen", "false"),
]
TYPES = ["--noEmit", "--watch", "--preserveWatchOutput", "--pretty"]
# Read by the front end's tools once, when they start.
TOOL_FILES = ("vite.config.ts", "tsconfig.json", "package.json")
LOOK_MS = 500
# The server waits for a job that its worker is at (worker.GRACE_SECONDS).
STOP_SECONDS = 20
# With this code the server says that it cannot be served here, whatever is changed.
IN_VAIN = 2


@dataclass
class Program:
    """A program that runs beside the others, in their terminal."""

    name: str
    command: list[str]
    folder: Path
    again: str
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    process: "subprocess.Popen[bytes] | None" = None
    code: int = 0

    def start(self) -> None:
        """Start it, bound to the life of this process; in the same group, so that a debugger has the terminal."""
        command = [sys.executable, "-I", launcher.__file__, str(os.getpid()), *self.command]
        self.process = subprocess.Popen(command, cwd=self.folder, env=self.environment)

    def has_ended(self) -> bool:
        """Return whether it has ended by itself since it was last asked, and say when it starts again."""
        if self.process is None or self.process.poll() is None:
            return False
        if self.process.returncode != IN_VAIN:
            print(
                f"{self.name} ended with code {self.process.returncode}. It starts again when {self.again}.", flush=True
            )
        self.code, self.process = self.process.returncode, None
        return True

    def end(self) -> None:
        """Ask it to end, and kill it where it does not."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


def main(port: str) -> None:
    """Start all on this clone."""
    STATIC.mkdir(parents=True, exist_ok=True)
    # The build of this loop is not the one that is handed out: the next `make setup` builds that anew.
    (STATIC / ".built").unlink(missing_ok=True)
    server = Program("The server", [sys.executable, "manage.py", "runserver", port], ROOT, "a Python file changes")
    keep_going(server, _front_end_tools())


def keep_going(server: Program, tools: list[Program]) -> None:
    """Keep all going until a signal comes or the server ends, and leave nothing behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        for program in (server, *tools):
            program.start()
        for changed in _changes():
            _follow(changed, server, tools)
            if server.has_ended() and server.code == IN_VAIN:
                sys.exit(IN_VAIN)
    except KeyboardInterrupt:
        print("Ending.", flush=True)
    finally:
        for program in (*tools, server):
            program.end()


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _front_end_tools() -> list[Program]:
    node, _, environment = prepared(FRONTEND)
    subprocess.run([str(node), "tools/fonts.mjs"], cwd=FRONTEND, env=environment, check=True)
    vite, tsc = (str(FRONTEND / "node_modules" / name) for name in ("vite/bin/vite.js", "typescript/bin/tsc"))
    again = f"one of {', '.join(TOOL_FILES)} changes"
    return [
        Program("The build of the island", [str(node), vite, *BUILD], FRONTEND, again, environment),
        Program("The check of types", [str(node), tsc, *TYPES], FRONTEND, again, environment),
    ]


def _changes() -> Iterator[set[Path]]:
    """Give the files that changed, or none after each half second."""
    seen = _times()
    for changes in watch(SOURCES, rust_timeout=LOOK_MS, yield_on_timeout=True, raise_interrupt=True):
        times = _times()
        yield {Path(path) for _, path in changes} | {path for path, at in times.items() if at != seen.get(path)}
        seen = times


def _times() -> dict[Path, float]:
    # Not watched by the system: an editor puts another file in the place of one, and a watch stays with the first.
    return {path: path.stat().st_mtime for name in TOOL_FILES if (path := FRONTEND / name).exists()}


def _follow(changed: set[Path], server: Program, tools: list[Program]) -> None:
    """Do what the server does not do itself: it ends where even its settings cannot be read."""
    if any(path.suffix == ".po" for path in changed):
        subprocess.run([sys.executable, "tools/translations.py", "compile"], cwd=ROOT, check=False)
    if server.process is None and any(path.suffix == ".py" for path in changed):
        server.start()
    for program in tools:
        if any(path.name in TOOL_FILES for path in changed):
            program.end()
            program.start()
        else:
            program.has_ended()


if __name__ == "__main__":
    main(sys.argv[1])
