"""Whether a place in an organisation stands, and what it gives the right to."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0014_looks'),
    ]

    operations = [
        migrations.AddField(
            model_name='affiliation',
            name='right',
            field=models.CharField(blank=True, choices=[('editor', 'May edit'), ('owner', 'Owner')], db_default='', default='', help_text='Empty where they edit nothing.', max_length=6),
        ),
        migrations.AddField(
            model_name='affiliation',
            name='right_since',
            field=models.DateTimeField(blank=True, help_text='When they first got a right.', null=True),
        ),
        migrations.AddField(
            model_name='affiliation',
            name='state',
            field=models.CharField(choices=[('confirmed', 'Confirmed'), ('left', 'Left')], db_default='confirmed', default='confirmed', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='affiliation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['confirmed', 'left'])), name='affiliation_state_known'),
        ),
        migrations.AddConstraint(
            model_name='affiliation',
            constraint=models.CheckConstraint(condition=models.Q(('right', ''), models.Q(('right__in', ['editor', 'owner']), ('right_since__isnull', False), ('state', 'confirmed')), _connector='OR'), name='affiliation_right_has_place_and_time'),
        ),
    ]
