"""Commands that do several things, each under a name of its own; and commands under their former names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Subcommand:
    """One thing that a command does; `run` takes the command and its arguments by name."""

    help: str
    run: Callable[..., None]
    add_arguments: Callable[[CommandParser], None] = lambda parser: None


class CommandGroup(BaseCommand):
    """A command whose first argument says which of its subcommands runs."""

    subcommands: ClassVar[Mapping[str, Subcommand]] = {}

    def add_arguments(self, parser: CommandParser) -> None:
        parsers = parser.add_subparsers(dest="subcommand", required=True)
        for name, subcommand in self.subcommands.items():
            subcommand.add_arguments(parsers.add_parser(name, help=subcommand.help))

    def handle(self, *args: Any, **options: Any) -> None:
        self.subcommands[options["subcommand"]].run(self, **options)


class RenamedCommand(BaseCommand):
    """A command under its former name: works for one more version, and says how it is called now."""

    former_name: ClassVar[str]
    group_name: ClassVar[str]
    subcommand_name: ClassVar[str]
    subcommand: ClassVar[Subcommand]

    def add_arguments(self, parser: CommandParser) -> None:
        self.subcommand.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        sentence = _("“skillsnet %(former)s” is now “skillsnet %(new)s”. The former name works in this version only.")
        names = {"former": self.former_name, "new": f"{self.group_name} {self.subcommand_name}"}
        self.stderr.write(sentence % names)
        self.subcommand.run(self, **options)
