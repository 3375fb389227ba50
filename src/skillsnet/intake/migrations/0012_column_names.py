"""Columns under names that say what they hold."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("intake", "0011_parsed_row")]

    operations = [
        migrations.RenameField(model_name="importrow", old_name="was_cells", new_name="original_cells"),
        migrations.RenameField(model_name="importrun", old_name="rate_from", new_name="throughput_baseline"),
        migrations.RenameField(model_name="importrun", old_name="stopped_in", new_name="failed_state"),
    ]
