"""What a row means is called the parsed row."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("intake", "0010_project_names")]

    operations = [migrations.RenameField(model_name="importrow", old_name="candidate", new_name="parsed")]
