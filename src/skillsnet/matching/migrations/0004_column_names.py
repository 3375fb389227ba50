"""Columns under names that say what they hold."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("matching", "0003_project_names")]

    operations = [
        migrations.RemoveConstraint(model_name="suggestion", name="suggestion_once"),
        migrations.RemoveConstraint(model_name="suggestion", name="suggestion_of_another"),
        migrations.RenameField(model_name="suggestion", old_name="other", new_name="similar_project"),
        migrations.RenameField(model_name="suggestion", old_name="shared", new_name="shared_words"),
        migrations.AlterField(
            model_name="suggestion",
            name="shared_words",
            field=models.JSONField(default=list, help_text="Distinctive words of both texts."),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.UniqueConstraint(fields=("project", "similar_project"), name="suggestion_once"),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("project", models.F("similar_project")), _negated=True),
                name="suggestion_of_another",
            ),
        ),
    ]
