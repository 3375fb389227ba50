"""A decision may go back to that of a project which was merged."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('classification', '0013_relearn'),
    ]

    operations = [
        migrations.AlterField(
            model_name='decision',
            name='carried_from',
            field=models.ForeignKey(blank=True, help_text='The decision of an earlier edition, or of a project that was merged, that this one goes back to.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='carried_to', to='classification.decision'),
        ),
    ]
