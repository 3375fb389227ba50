"""The second format of the map's files; the maps of the first are a cache and are made anew."""

from django.db import migrations, models


def forget(apps, schema_editor):
    apps.get_model("netmap", "MapVersion").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [("netmap", "0002_edition")]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            name="mapversion", options={"ordering": ["-data_version", "edition", "audience"]}
        ),
        migrations.RemoveConstraint(model_name="mapversion", name="map_of_data_and_edition_once"),
        migrations.RemoveField(model_name="mapversion", name="names_name"),
        migrations.RemoveField(model_name="mapversion", name="nodes_name"),
        migrations.AddField(
            model_name="mapversion",
            name="audience",
            field=models.CharField(
                choices=[("public", "Everyone"), ("members", "Members")], default="public", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="mapversion",
            name="files",
            field=models.JSONField(
                default=dict, help_text="Names of the files: nodes, links, names, and places by grouping."
            ),
        ),
        migrations.AddField(
            model_name="mapversion",
            name="measures",
            field=models.JSONField(
                default=dict, help_text="What was measured of the network, for the sentences about it."
            ),
        ),
        migrations.AddField(
            model_name="mapversion",
            name="patches",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="How often only what changed was made anew since everything was laid out.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mapversion",
            constraint=models.UniqueConstraint(
                fields=("data_version", "edition", "audience"), name="map_of_data_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mapversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["public", "members"])), name="map_audience_known"
            ),
        ),
    ]
