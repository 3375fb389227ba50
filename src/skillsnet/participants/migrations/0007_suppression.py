"""Receipts of consents, and addresses that are not stored any more."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0006_organisation_city'),
    ]

    operations = [
        migrations.AddField(
            model_name='consent',
            name='language',
            field=models.CharField(blank=True, help_text='Language in which they were read.', max_length=10),
        ),
        migrations.AddField(
            model_name='consent',
            name='wording_hash',
            field=models.CharField(blank=True, help_text='SHA-256 of the words as they were read.', max_length=64),
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(help_text='Keyed hash; the address cannot be read out of it.', max_length=64, unique=True)),
                ('reason', models.CharField(choices=[('removed', 'The person asked to be removed'), ('not_me', 'The address belongs to somebody else'), ('no_mail', 'The person wants no more mails')], max_length=10)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['removed', 'not_me', 'no_mail'])), name='suppression_reason_known')],
            },
        ),
    ]
