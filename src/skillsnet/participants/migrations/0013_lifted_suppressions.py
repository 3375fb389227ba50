"""A suppression can be lifted when its owner asks to be invited again; it stays as a row for restored backups."""

import django.utils.timezone
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget_lifted(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Earlier versions know one suppression an address, which stands."""
    apps.get_model('participants', 'Suppression').objects.exclude(lifted_at=None).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0012_left'),
    ]

    operations = [
        migrations.AddField(
            model_name='suppression',
            name='lifted_at',
            field=models.DateTimeField(blank=True, help_text='When its owner asked to be invited again; what was stored before it was made stays erased.', null=True),
        ),
        migrations.AlterField(
            model_name='suppression',
            name='digest',
            field=models.CharField(db_index=True, help_text='Keyed hash; the address cannot be read out of it.', max_length=64),
        ),
        migrations.AlterField(
            model_name='suppression',
            name='made_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddConstraint(
            model_name='suppression',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('digest',), name='one_standing_suppression'),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_lifted),
    ]
