"""Which facilitator read what people show to facilitators alone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0013_lifted_suppressions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('page', 'on a page'), ('search', 'in a search'), ('export', 'in a file')], max_length=6)),
                ('fields', models.PositiveSmallIntegerField(help_text='A bit for each field, in the order of `looks.FIELD_BITS`.')),
                ('day', models.DateField(db_index=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='participants.person')),
            ],
            options={
                'ordering': ['-day', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('person', 'by', 'channel', 'day'), name='look_once_a_day'), models.CheckConstraint(condition=models.Q(('channel__in', ['page', 'search', 'export'])), name='look_channel_known')],
            },
        ),
    ]
