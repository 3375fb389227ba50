"""Labels of the choices in plain English."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publication', '0006_column_names'),
    ]

    operations = [
        migrations.AlterField(
            model_name='publication',
            name='state',
            field=models.CharField(choices=[('carrying', 'Moving projects to the new edition'), ('published', 'In force'), ('undoing', 'Undoing the publication'), ('undone', 'Undone'), ('stopped', 'Stopped')], default='carrying', max_length=10),
        ),
    ]
