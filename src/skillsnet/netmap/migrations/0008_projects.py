"""What somebody proposed in a call is called a project, in the database too."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("netmap", "0007_short_links_age"),
    ]

    operations = [
        migrations.RenameField(model_name="mapversion", old_name="proposal_count", new_name="project_count"),
    ]
