"""What somebody proposed in a call is called a project, in the database too."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("matching", "0001_initial"),
        ("calls", "0010_projects"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="suggestion", name="suggestion_rank_once"),
        migrations.RemoveConstraint(model_name="suggestion", name="suggestion_once"),
        migrations.RemoveConstraint(model_name="suggestion", name="suggestion_of_another"),
        migrations.RenameField(model_name="suggestion", old_name="proposal", new_name="project"),
    ]
