"""What an open question lets people choose from are its options."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("classification", "0007_project_names")]

    operations = [migrations.RenameField(model_name="openquestion", old_name="candidates", new_name="options")]
