"""Labels of the choices in plain English."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_sign_in'),
    ]

    operations = [
        migrations.AlterField(
            model_name='signin',
            name='state',
            field=models.CharField(choices=[('asked', 'Requested'), ('used', 'Used'), ('spent', 'Wrong codes were entered'), ('replaced', 'Another code was requested')], default='asked', max_length=10),
        ),
    ]
