"""The builder's counters say what they count, and so do the measures that a map keeps."""

from django.db import migrations, models

RENAMED_MEASURES = {
    "ties": "links",
    "tied": "linked_projects",
    "largest": "largest_component",
    "connected": "best_connected",
    "alike_bridges": "similarity_bridges",
    "alone": "dissimilar_projects",
    "texts": "texts_digest",
}


def rename_measures(apps, schema_editor):
    """Give the measures of the maps that stand their new keys."""
    _rename(apps, RENAMED_MEASURES)


def restore_measures(apps, schema_editor):
    """Give the measures their old keys again."""
    _rename(apps, {new: old for old, new in RENAMED_MEASURES.items()})


def _rename(apps, names):
    for version in apps.get_model("netmap", "MapVersion").objects.order_by("pk"):
        version.measures = {names.get(key, key): value for key, value in version.measures.items()}
        version.save(update_fields=["measures"])


class Migration(migrations.Migration):

    dependencies = [
        ("netmap", "0008_projects"),
    ]

    operations = [
        migrations.RenameField(model_name="mapbuilder", old_name="asked", new_name="request_count"),
        migrations.RenameField(model_name="mapbuilder", old_name="made", new_name="served_count"),
        migrations.AlterField(
            model_name="mapbuilder",
            name="request_count",
            field=models.PositiveBigIntegerField(default=0, help_text="How often a map was asked for anew."),
        ),
        migrations.AlterField(
            model_name="mapbuilder",
            name="served_count",
            field=models.PositiveBigIntegerField(default=0, help_text="Of these requests, how many are built."),
        ),
        migrations.RunPython(rename_measures, restore_measures, elidable=True),
    ]
