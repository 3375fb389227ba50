"""Names that were changed by hand are former names, which texts may still hold."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from skillsnet.db.unmasked import unwrapped


def keep_former_names(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take them from the changes, and have the names in all texts looked for once more."""
    people = apps.get_model("participants", "Person").objects
    changes = apps.get_model("revisions", "Revision").objects.filter(field="name").exclude(person=None)
    former_names: dict[int, list[str]] = {}
    for change in changes.order_by("pk"):
        former_names.setdefault(change.person_id, []).extend((unwrapped(change.before), unwrapped(change.after)))
    for person in people.filter(pk__in=former_names).order_by("pk"):
        names = [name for name in former_names[person.pk] if name and name != person.name]
        people.filter(pk=person.pk).update(former_names=list(dict.fromkeys(names)))
    if former_names:
        apps.get_model("calls", "DataVersion").objects.update(names_looked_for=False)


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0019_facilitator_documents"),
        ("participants", "0010_former_names"),
        ("revisions", "0005_removals_of_projects"),
    ]

    operations = [migrations.RunPython(keep_former_names, migrations.RunPython.noop)]
