"""Audiences have one more; extra fields are never for connections."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0020_news'),
    ]

    operations = [
        migrations.AlterField(
            model_name='extrafield',
            name='audience',
            field=models.CharField(choices=[('only_me', 'Only me'), ('connections', 'Connections'), ('facilitators', 'Facilitators'), ('members', 'Members'), ('public', 'Everyone')], default='facilitators', max_length=20),
        ),
    ]
