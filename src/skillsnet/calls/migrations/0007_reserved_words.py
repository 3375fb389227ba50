from django.db import migrations


def rename_reserved(apps, schema_editor):
    """A field called “New” had the address of the page for a new one, and could not be opened."""
    fields = apps.get_model("calls", "ExtraField").objects
    taken = set(fields.values_list("slug", flat=True))
    for field in fields.filter(slug__in=["new", "withdraw"]):
        field.slug = next(slug for number in range(2, len(taken) + 3) if (slug := f"{field.slug}-{number}") not in taken)
        field.save(update_fields=["slug"])


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0006_follow_up'),
    ]

    operations = [
        migrations.RunPython(rename_reserved, migrations.RunPython.noop),
    ]
