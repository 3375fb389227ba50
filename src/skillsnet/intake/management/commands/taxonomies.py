"""Export and import taxonomies on the command line."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from skillsnet.core.errors import Invalid
from skillsnet.intake.taxonomy_files import read_taxonomy
from skillsnet.taxonomy.actions import import_taxonomy
from skillsnet.taxonomy.exports import NO_BASE, TYPES, edition_file, taxonomy_file
from skillsnet.taxonomy.models import Edition, Taxonomy
from skillsnet.taxonomy.queries import taxonomies

UNREADABLE = 2
WHOLE = ("json", "ttl", "rdf")


class Command(BaseCommand):
    """Lists the taxonomies, writes one to a file, or brings one in; the end of the file's name says the form."""

    help = "List, export or import taxonomies: JSON, SKOS (.ttl, .rdf), or one edition as a spreadsheet."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="name the taxonomies and their editions")
        out = acts.add_parser("export", help="write a taxonomy to a file")
        out.add_argument("name", metavar="NAME", help="short name of the taxonomy")
        out.add_argument("file", type=Path, metavar="FILE", help="ends in .json, .ttl, .rdf, .xlsx or .csv")
        out.add_argument("--edition", type=int, metavar="N", help="one edition only; a spreadsheet needs it")
        out.add_argument("--base", default=NO_BASE, metavar="URL", help="address below which categories have theirs")
        brought = acts.add_parser("import", help="bring in a taxonomy that does not stand here yet")
        brought.add_argument("file", type=Path, metavar="FILE")
        brought.add_argument("--name", default="", metavar="SLUG", help="its short name, where the file says none")
        brought.add_argument("--title", default="", help="its name, for a spreadsheet")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            said = {"list": _listed, "export": _exported, "import": _imported}[options["act"]](options)
        except Invalid as refused:
            raise CommandError("\n".join(refused.problems), returncode=UNREADABLE) from refused
        for line in said:
            self.stdout.write(line)


def _listed(options: dict[str, Any]) -> list[str]:
    return [
        "\t".join([taxonomy.slug, str(edition.number), edition.state, str(edition.categories.count())])
        for taxonomy in taxonomies()
        for edition in taxonomy.editions.all()
    ]


def _exported(options: dict[str, Any]) -> list[str]:
    path: Path = options["file"]
    form = path.suffix.lower().removeprefix(".")
    taxonomy = Taxonomy.objects.filter(slug=options["name"]).first()
    if taxonomy is None:
        said = _("The taxonomy “%(slug)s” does not exist. Use “skillsnet taxonomies list” to list all taxonomies.")
        raise Invalid(said % {"slug": options["name"]})
    number = options["edition"]
    if form not in TYPES or (number is None and form not in WHOLE):
        raise Invalid(
            _(
                "%(file)s cannot be written: its name must end in .json, .ttl or .rdf, or in .xlsx or .csv for "
                "one edition."
            )
            % {"file": path.name}
        )
    if number is None:
        made = taxonomy_file(taxonomy, form=form, base=options["base"])
    else:
        made = edition_file(_edition(taxonomy, number), form=form, base=options["base"])
    try:
        path.write_bytes(made.content)
    except OSError as error:
        said = _("%(file)s cannot be written: %(reason)s.")
        raise Invalid(said % {"file": path, "reason": error.strerror}) from error
    return [_("Written: %(file)s") % {"file": path}]


def _edition(taxonomy: Taxonomy, number: int) -> Edition:
    found = taxonomy.editions.select_related("taxonomy").filter(number=number).first() if 0 < number < 2**15 else None
    if found is None:
        said = _("“%(slug)s” has no edition %(number)d. Use “skillsnet taxonomies list” to list all editions.")
        raise Invalid(said % {"slug": taxonomy.slug, "number": number})
    return found


def _imported(options: dict[str, Any]) -> list[str]:
    path: Path = options["file"]
    try:
        with path.open("rb") as file:
            document = read_taxonomy(file, name=path.name, slug=options["name"], title=options["title"])
    except OSError as error:
        said = _("%(file)s cannot be read: %(reason)s.")
        raise Invalid(said % {"file": path, "reason": error.strerror}) from error
    taxonomy = import_taxonomy(document, slug=options["name"], by=None)
    count = taxonomy.editions.count()
    return [_("“%(slug)s” was imported. Editions: %(count)d.") % {"slug": taxonomy.slug, "count": count}]
