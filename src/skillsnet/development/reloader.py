"""Django's reloader, told of changes by the system instead of looking at every file each second."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.dispatch import receiver
from django.utils.autoreload import BaseReloader, file_changed
from django_browser_reload.views import trigger_reload_soon
from watchfiles import Change, DefaultFilter, watch

SOURCES = Path(__file__).resolve().parent.parent
# Of what is built from others (.mo, static/build), the result counts.
SUFFIXES = (".py", ".html", ".txt", ".mo", ".js", ".css")
WAKE_MS = 1000


class OfSources(DefaultFilter):
    """Passes changes of files that pages or jobs are made of."""

    def __call__(self, change: Change, path: str) -> bool:
        return path.endswith(SUFFIXES) and super().__call__(change, path)


class SourceReloader(BaseReloader):
    """Watches all sources, also those that only the worker has loaded."""

    def tick(self) -> Iterator[None]:
        """Wait for changes, and tell each; a change that no receiver deals with ends the process to start it anew."""
        for changes in watch(
            SOURCES, watch_filter=OfSources(), rust_timeout=WAKE_MS, yield_on_timeout=True, raise_interrupt=True
        ):
            for path in sorted({path for _, path in changes}):
                self.notify_file_changed(Path(path))
            yield


@receiver(file_changed, dispatch_uid="words in the browser")
def show_new_words(*, file_path: Path, **named: Any) -> None:
    """Reload the page in the browser when a catalogue was compiled; Django itself reads the catalogue anew."""
    if file_path.suffix == ".mo":
        trigger_reload_soon()
