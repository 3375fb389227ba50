from django.db import migrations, models

from skillsnet.core.id_sets import pack_ids


def pack(apps, schema_editor):
    """Write each selection's numbers into its own row."""
    members = apps.get_model("facets", "SelectionMember").objects
    for selection in apps.get_model("facets", "Selection").objects.order_by("pk"):
        ids = list(members.filter(selection=selection.pk).values_list("proposal_id", flat=True))
        selection.packed_ids = pack_ids(ids)
        selection.size_bytes = len(selection.packed_ids)
        selection.save(update_fields=["packed_ids", "size_bytes"])


class Migration(migrations.Migration):

    dependencies = [
        ('facets', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='selection',
            name='packed_ids',
            field=models.BinaryField(default=b'', help_text="The proposals' numbers (core.id_sets)."),
        ),
        migrations.AddField(
            model_name='selection',
            name='size_bytes',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(pack, migrations.RunPython.noop),
        migrations.DeleteModel(name='SelectionMember'),
    ]
