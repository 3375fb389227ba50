"""What waits for a facilitator: each app says so in a module `waiting`, and the start page shows all of it.

An app contributes by having a module `waiting` with a function `waiting_lines` that returns lines.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

MODULE = "waiting"


@dataclass(frozen=True)
class WaitingLine:
    """Work that waits: how much, what it is in a sentence, and the page on which it is done.

    `action` names the link; `subject` is what the line is about where several say the same, such as the name of a file.
    `follows_import` says that an import brings such work, so that its last page leads on to it.
    """

    name: str
    count: int
    sentence: str
    action: str
    address: str
    subject: str = ""
    follows_import: bool = False


Source = Callable[[], Iterable[WaitingLine]]


def waiting_lines() -> list[WaitingLine]:
    """Return what waits in all apps, the largest first, nothing that is empty."""
    lines = [line for source in _sources() for line in source() if line.count > 0]
    return sorted(lines, key=lambda line: (-line.count, line.name, line.address))


@cache
def _sources() -> tuple[Source, ...]:
    """Return the function of each app that contributes, in the order of the apps."""
    configs = [config for config in apps.get_app_configs() if config.name.startswith("skillsnet.")]
    with_module = [config for config in configs if config.module and module_has_submodule(config.module, MODULE)]
    return tuple(import_module(f"{config.name}.{MODULE}").waiting_lines for config in with_module)
