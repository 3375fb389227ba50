"""What somebody proposed in a call is called a project, in the database too."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("publication", "0003_forecast"),
        ("calls", "0010_projects"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="passage", name="passage_once"),
        migrations.RenameField(model_name="passage", old_name="proposal", new_name="project"),
    ]
