"""What somebody proposed in a call is called a project, in the database too."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("intake", "0008_rows_that_name_people"),
        ("calls", "0010_projects"),
    ]

    operations = [
        migrations.RenameField(model_name="importrow", old_name="proposal", new_name="project"),
    ]
