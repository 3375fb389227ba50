"""The peer of the import: django-import-export, with the same fields and the same tables. Run in its own process."""

import json
import sys
import time
from typing import Any

from benchmarks.installation import prepare
from benchmarks.intake import HEADER, rows


def main(n: int) -> None:
    """Import n rows as the package's own pages do it, a dry run and then the import, and print CPU ms a row."""
    prepare()
    import tablib

    from skillsnet.calls.models import Call, Project

    resource = _resource(Call.objects.create(slug="peer", title="Peer"))
    table = rows(n)
    start = time.process_time()
    data = tablib.Dataset(*table, headers=HEADER)
    resource.import_data(data, dry_run=True, raise_errors=True)
    tried_at = time.process_time()
    resource.import_data(data, dry_run=False, raise_errors=True)
    done_at = time.process_time()
    assert Project.objects.count() == n
    print(json.dumps({"dry_run_ms": 1000 * (tried_at - start) / n, "import_ms": 1000 * (done_at - tried_at) / n}))


def _widgets() -> tuple[type, type, type]:
    """Return how the package turns cells into an organisation, a person and a country's code."""
    from import_export import widgets

    from skillsnet.core.geo import find_country
    from skillsnet.participants.models import Organisation, Person

    class OrganisationWidget(widgets.ForeignKeyWidget):
        def clean(self, value: str, row: Any = None, **kwargs: Any) -> Organisation | None:
            country = find_country(row["Country"]).code
            defaults = {"name": value, "country": country, "type": "ngo"}
            return Organisation.objects.get_or_create(key=f"{value.casefold()}|{country}", defaults=defaults)[0]

    class PersonWidget(widgets.ForeignKeyWidget):
        def clean(self, value: str, row: Any = None, **kwargs: Any) -> Person | None:
            defaults = {"name": row["Contact person"], "email": value}
            return Person.objects.get_or_create(key=f"mail:{value}", defaults=defaults)[0]

    class CountryWidget(widgets.CharWidget):
        def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
            return find_country(value).code

    return OrganisationWidget, PersonWidget, CountryWidget


def _resource(call: Any) -> Any:
    """Return the package's description of the file."""
    from import_export import fields, resources, widgets

    from skillsnet.calls.models import Project
    from skillsnet.core.geo import region_of
    from skillsnet.participants.models import Organisation, Person

    organisation_widget, person_widget, country_widget = _widgets()
    names = ("key", "external_id", "title", "summary", "organisation", "contact", "country", "submitted_on", "website")

    class Projects(resources.ModelResource):
        key = fields.Field("key", "ID")
        external_id = fields.Field("external_id", "ID")
        title = fields.Field("title", "Title")
        summary = fields.Field("summary", "Summary")
        organisation = fields.Field("organisation", "Organisation", organisation_widget(Organisation))
        contact = fields.Field("contact", "E-mail", person_widget(Person))
        country = fields.Field("country", "Country", country_widget())
        submitted_on = fields.Field("submitted_on", "Date", widgets.DateWidget("%Y-%m-%d"))
        website = fields.Field("website", "Website")

        class Meta:
            model, import_id_fields, fields = Project, ("key",), names
            use_transactions, skip_unchanged, skip_diff = True, True, True

        def before_save_instance(self, instance: Project, row: Any, **kwargs: Any) -> None:
            instance.call, instance.region, instance.stage = call, region_of(instance.country), "pilot"

        def after_save_instance(self, instance: Project, row: Any, **kwargs: Any) -> None:
            _save_lists(instance, row)

    return Projects()


def _save_lists(instance: Any, row: Any) -> None:
    """Write what hangs on a project: languages, beneficiaries, and the contact person's place."""
    from skillsnet.calls.models import ProjectBeneficiary, ProjectLanguage
    from skillsnet.participants.models import Affiliation

    for order, name in enumerate(row["Languages"].split("; ")):
        code, defaults = name[:2].lower(), {"order": order}
        ProjectLanguage.objects.update_or_create(project=instance, code=code, defaults=defaults)
    for order, name in enumerate(row["Beneficiaries"].split("; ")):
        group, defaults = name.lower(), {"order": order}
        ProjectBeneficiary.objects.update_or_create(project=instance, group=group, defaults=defaults)
    Affiliation.objects.get_or_create(person=instance.contact, organisation=instance.organisation)


if __name__ == "__main__":
    main(int(sys.argv[1]))
