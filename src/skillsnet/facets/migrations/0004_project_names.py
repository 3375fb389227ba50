"""Constraints of projects under their own name."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('facets', '0003_projects'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='neighbourhoodmember',
            options={'ordering': ['project']},
        ),
        migrations.AlterField(
            model_name='selection',
            name='packed_ids',
            field=models.BinaryField(default=b'', help_text="The projects' numbers (core.id_sets)."),
        ),
    ]
