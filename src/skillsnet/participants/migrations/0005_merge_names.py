"""The fields of a merge are called in the terms of record linkage; what they hold stays as it is."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participants", "0004_consent_source")]

    operations = [
        migrations.RemoveConstraint(model_name="merge", name="merge_of_two"),
        migrations.RemoveConstraint(model_name="merge", name="one_standing_merge"),
        migrations.RenameField(model_name="merge", old_name="kept", new_name="survivor"),
        migrations.RenameField(model_name="merge", old_name="gone", new_name="duplicate"),
        migrations.RenameField(model_name="merge", old_name="moved", new_name="moved_ids"),
        migrations.RenameField(model_name="merge", old_name="dropped", new_name="dropped_rows"),
        migrations.RenameField(model_name="merge", old_name="made_at", new_name="merged_at"),
        migrations.AlterField(
            model_name="merge",
            name="survivor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merges_as_survivor",
                to="participants.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="merge",
            name="duplicate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merges_as_duplicate",
                to="participants.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="merge",
            name="before",
            field=models.JSONField(
                default=dict, help_text="Values of the survivor that the duplicate's replaced."
            ),
        ),
        migrations.AlterField(
            model_name="merge",
            name="dropped_rows",
            field=models.JSONField(
                default=dict, help_text="Rows that the survivor had already, to be made again."
            ),
        ),
        migrations.AlterModelOptions(name="merge", options={"ordering": ["-merged_at", "-pk"]}),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("survivor", models.F("duplicate")), _negated=True), name="merge_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)), fields=("duplicate",), name="one_standing_merge"
            ),
        ),
    ]
