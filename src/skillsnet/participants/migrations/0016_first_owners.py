"""Of each organisation, the member who claimed their profile first becomes the owner."""

from django.db import migrations


def _first_owners(apps, schema_editor):
    places = apps.get_model("participants", "Affiliation").objects
    of_members = places.filter(
        person__user__isnull=False, person__claimed_at__isnull=False, organisation__merged_into=None
    )
    owned = set()
    rows = of_members.order_by("person__claimed_at", "pk")
    for pk, organisation, claimed_at in rows.values_list("pk", "organisation_id", "person__claimed_at"):
        if organisation not in owned:
            owned.add(organisation)
            places.filter(pk=pk).update(right="owner", right_since=claimed_at)


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0015_places'),
    ]

    operations = [
        migrations.RunPython(_first_owners, migrations.RunPython.noop),
    ]
