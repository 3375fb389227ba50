"""List, export and import taxonomies on the command line."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from skillsnet.core.errors import Invalid
from skillsnet.intake.management.subcommands import CommandGroup, Subcommand
from skillsnet.intake.taxonomy_files import read_taxonomy_file
from skillsnet.taxonomy.actions import import_taxonomy
from skillsnet.taxonomy.exports import NO_BASE, TYPES, edition_file, taxonomy_file
from skillsnet.taxonomy.file_sentences import remark_sentences
from skillsnet.taxonomy.models import Edition, Taxonomy
from skillsnet.taxonomy.queries import taxonomies

UNREADABLE = 2
WHOLE_TAXONOMY_FORMATS = ("json", "ttl", "rdf")


def _list_taxonomies(command: BaseCommand, **_options: object) -> None:
    for taxonomy in taxonomies():
        for edition in taxonomy.editions.all():
            values = (taxonomy.slug, str(edition.number), edition.state, str(edition.categories.count()))
            command.stdout.write("\t".join(values))


def _export_taxonomy(
    command: BaseCommand, *, name: str, file: Path, edition: int | None, base: str, **_options: object
) -> None:
    suffix = file.suffix.lower().removeprefix(".")
    taxonomy = Taxonomy.objects.filter(slug=name).first()
    if taxonomy is None:
        text = _("The taxonomy “%(slug)s” does not exist. Use “skillsnet taxonomies list” to list all taxonomies.")
        raise Invalid(text % {"slug": name})
    if suffix not in TYPES or (edition is None and suffix not in WHOLE_TAXONOMY_FORMATS):
        raise Invalid(
            _(
                "%(file)s cannot be written: its name must end in .json, .ttl or .rdf, or in .xlsx or .csv for "
                "one edition."
            )
            % {"file": file.name}
        )
    if edition is None:
        export = taxonomy_file(taxonomy, form=suffix, base=base)
    else:
        export = edition_file(_edition(taxonomy, edition), form=suffix, base=base)
    try:
        file.write_bytes(export.content)
    except OSError as error:
        text = _("%(file)s cannot be written: %(reason)s.")
        raise Invalid(text % {"file": file, "reason": error.strerror}) from error
    command.stdout.write(_("Written: %(file)s") % {"file": file})


def _edition(taxonomy: Taxonomy, number: int) -> Edition:
    editions = taxonomy.editions.select_related("taxonomy")
    edition = editions.filter(number=number).first() if 0 < number < 2**15 else None
    if edition is None:
        text = _("“%(slug)s” has no edition %(number)d. Use “skillsnet taxonomies list” to list all editions.")
        raise Invalid(text % {"slug": taxonomy.slug, "number": number})
    return edition


def _import_taxonomy(
    command: BaseCommand, *, file: Path, name: str, title: str, scheme: str, **_options: object
) -> None:
    try:
        with file.open("rb") as source:
            document = read_taxonomy_file(source, name=file.name, slug=name, title=title, scheme=scheme)
    except OSError as error:
        text = _("%(file)s cannot be read: %(reason)s.")
        raise Invalid(text % {"file": file, "reason": error.strerror}) from error
    taxonomy = import_taxonomy(document, slug=name, by=None)
    count = taxonomy.editions.count()
    command.stdout.write(_("“%(slug)s” was imported. Editions: %(count)d.") % {"slug": taxonomy.slug, "count": count})
    for sentence in remark_sentences(document.remarks):
        command.stdout.write(sentence)


def _add_export_arguments(parser: CommandParser) -> None:
    parser.add_argument("name", metavar="NAME", help="short name of the taxonomy")
    parser.add_argument("file", type=Path, metavar="FILE", help="ends in .json, .ttl, .rdf, .xlsx or .csv")
    parser.add_argument("--edition", type=int, metavar="N", help="one edition only; a spreadsheet needs it")
    parser.add_argument("--base", default=NO_BASE, metavar="URL", help="address below which categories have theirs")


def _add_import_arguments(parser: CommandParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--name", default="", metavar="SLUG", help="its short name, where the file says none")
    parser.add_argument("--title", default="", help="its name, for a spreadsheet")
    parser.add_argument("--scheme", default="", metavar="NAME", help="one of several concept schemes in a SKOS file")


class Command(CommandGroup):
    """Lists the taxonomies, writes one to a file, or imports one; the end of the file's name says the format."""

    help = "List, export or import taxonomies: JSON, SKOS (.ttl, .rdf), or one edition as a spreadsheet."
    subcommands = {
        "list": Subcommand("name the taxonomies and their editions", _list_taxonomies),
        "export": Subcommand("write a taxonomy to a file", _export_taxonomy, _add_export_arguments),
        "import": Subcommand("import a taxonomy that is not here yet", _import_taxonomy, _add_import_arguments),
    }

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            super().handle(*args, **options)
        except Invalid as invalid:
            raise CommandError("\n".join(invalid.problems), returncode=UNREADABLE) from invalid
