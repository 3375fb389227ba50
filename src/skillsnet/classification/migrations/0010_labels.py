"""Labels of the choices in plain English."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('classification', '0009_column_names'),
    ]

    operations = [
        migrations.AlterField(
            model_name='correctionrequest',
            name='state',
            field=models.CharField(choices=[('open', 'Waiting for an answer'), ('answered', 'Answered')], default='open', max_length=10),
        ),
        migrations.AlterField(
            model_name='decision',
            name='origin',
            field=models.CharField(blank=True, choices=[('participant', 'Chosen by the participant'), ('member', 'Chosen by the member'), ('facilitator', 'Confirmed by a facilitator'), ('rule', 'Moved from an earlier edition'), ('engine', 'Suggested from the text')], help_text='Whose word was carried over at first.', max_length=12),
        ),
        migrations.AlterField(
            model_name='decision',
            name='outcome',
            field=models.CharField(choices=[('placed', 'Placed in categories'), ('cannot_tell', 'Not enough information in the text'), ('undone', 'Undoes an earlier decision')], max_length=12),
        ),
        migrations.AlterField(
            model_name='decision',
            name='source',
            field=models.CharField(choices=[('participant', 'Chosen by the participant'), ('member', 'Chosen by the member'), ('facilitator', 'Confirmed by a facilitator'), ('rule', 'Moved from an earlier edition'), ('engine', 'Suggested from the text')], max_length=12),
        ),
        migrations.AlterField(
            model_name='relearning',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting for the worker'), ('running', 'Reading the projects'), ('done', 'Done'), ('failed', 'Stopped by an error')], default='waiting', max_length=10),
        ),
    ]
