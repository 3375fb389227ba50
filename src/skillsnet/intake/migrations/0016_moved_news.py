"""Which news followed when two projects were made one."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0015_merged_projects'),
    ]

    operations = [
        migrations.AddField(
            model_name='projectmerge',
            name='moved_news',
            field=models.JSONField(default=list, help_text='Ids of the news that followed.'),
        ),
    ]
