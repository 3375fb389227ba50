"""Columns under names that say what they hold."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("publication", "0005_project_names")]

    operations = [
        migrations.RenameField(model_name="publication", old_name="done_to", new_name="cursor"),
        migrations.RenameField(model_name="publication", old_name="carried_to", new_name="decision_watermark"),
    ]
