"""Constraints of projects under their own name."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0011_project_names'),
        ('classification', '0007_project_names'),
        ('publication', '0004_projects'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='passage',
            options={'ordering': ['publication', 'project']},
        ),
        migrations.AlterField(
            model_name='forecast',
            name='items',
            field=models.JSONField(default=list, help_text='What becomes of each project, without its words.'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='done_to',
            field=models.PositiveBigIntegerField(default=0, help_text='Id of the last project that was carried.'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.UniqueConstraint(fields=('publication', 'project'), name='passage_once'),
        ),
    ]
