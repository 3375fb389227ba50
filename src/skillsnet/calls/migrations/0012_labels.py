"""Labels of the choices in plain English."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0011_project_names'),
    ]

    operations = [
        migrations.AlterField(
            model_name='link',
            name='direction',
            field=models.CharField(choices=[('directed', 'From one to the other'), ('undirected', 'Between the two'), ('mutual', 'In both directions')], default='undirected', max_length=12),
        ),
    ]
