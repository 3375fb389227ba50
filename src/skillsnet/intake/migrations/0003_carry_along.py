"""Rows of earlier imports take on the new form; by itself, since PostgreSQL alters no table with changes under way."""

from django.db import migrations, models

PLACES_A_ROW = 10


def carry_along(apps, schema_editor):
    """Give the rows of earlier imports their place, and what undo needs its present form."""
    rows = apps.get_model("intake", "ImportRow").objects
    rows.update(place=models.F("number") * PLACES_A_ROW)
    for row in rows.filter(before__isnull=False).order_by("pk").iterator(chunk_size=500):
        before = row.before
        organisation, person, pair = (before.pop(name, None) for name in ("organisation", "person", "affiliation"))
        row.before = {
            **before,
            "organisations": [organisation] if organisation else [],
            "people": [person] if person else [],
            "affiliations": [pair] if pair else [],
            "names": [],
        }
        row.save(update_fields=["before"])
    # What was compared before is compared anew: a row says more than it did.
    apps.get_model("intake", "ImportRun").objects.filter(state="preview").update(state="mapping")


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0002_any_spreadsheet'),
    ]

    operations = [
        migrations.RunPython(carry_along, migrations.RunPython.noop),
    ]
