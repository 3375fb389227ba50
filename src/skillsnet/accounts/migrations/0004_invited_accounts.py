"""Codes that make an account for somebody who was invited."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_labels'),
    ]

    operations = [
        migrations.AddField(
            model_name='signin',
            name='makes_account',
            field=models.BooleanField(default=False, help_text='Whether the right code makes an account where the address has none: for invitations.'),
        ),
    ]
