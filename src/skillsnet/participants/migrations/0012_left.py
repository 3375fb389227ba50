"""Addresses of members who deleted their account are suppressed too."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.apps.registry import Apps

CHOICES = [
    ('removed', 'The person asked to be removed'),
    ('left', 'The member deleted their account'),
    ('not_me', 'The address belongs to somebody else'),
    ('no_mail', 'The person wants no more mails'),
]


def call_them_removed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Earlier versions know one reason for both."""
    apps.get_model('participants', 'Suppression').objects.filter(reason='left').update(reason='removed')


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0011_profile_merges'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='suppression', name='suppression_reason_known'),
        migrations.RunPython(migrations.RunPython.noop, call_them_removed),
        migrations.AlterField(
            model_name='suppression',
            name='reason',
            field=models.CharField(choices=CHOICES, max_length=10),
        ),
        migrations.AddConstraint(
            model_name='suppression',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', [name for name, _label in CHOICES])), name='suppression_reason_known'),
        ),
    ]
