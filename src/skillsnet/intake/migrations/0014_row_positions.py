"""A row's order within its import is called its position."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("intake", "0013_labels")]

    operations = [
        migrations.RemoveConstraint(model_name="importrow", name="import_row_once"),
        migrations.RenameField(model_name="importrow", old_name="place", new_name="position"),
        migrations.AlterModelOptions(name="importrow", options={"ordering": ["run", "position"]}),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.UniqueConstraint(fields=["run", "position"], name="import_row_once"),
        ),
    ]
