"""What somebody proposed in a call is called a project, in the database too."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("facets", "0002_packed_selections"),
        ("calls", "0010_projects"),
    ]

    operations = [
        migrations.RenameField(model_name="neighbourhoodmember", old_name="proposal", new_name="project"),
    ]
