"""Columns under names that say what they hold."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("classification", "0008_question_options")]

    operations = [
        migrations.RenameField(model_name="relearning", old_name="done_to", new_name="cursor"),
        migrations.RenameField(model_name="relearning", old_name="learned_to", new_name="decision_watermark"),
    ]
