"""Two people who agreed to talk, what each opens to the other, and the audience of what is opened one by one."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep_to_oneself(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Earlier versions know no connections: what was for them, nobody sees."""
    apps.get_model('participants', 'Consent').objects.filter(audience='connections').update(audience='only_me')


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0016_first_owners'),
    ]

    operations = [
        migrations.CreateModel(
            name='MemberConnection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(choices=[('name', 'name'), ('email', 'email'), ('phone', 'phone'), ('position', 'position')], max_length=20)),
                ('opened_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='consent',
            name='consent_audience_known',
        ),
        migrations.AlterField(
            model_name='consent',
            name='audience',
            field=models.CharField(choices=[('only_me', 'Only me'), ('connections', 'Connections'), ('facilitators', 'Facilitators'), ('members', 'Members'), ('public', 'Everyone')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ['only_me', 'connections', 'facilitators', 'members', 'public'])), name='consent_audience_known'),
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_to_oneself),
        migrations.AddField(
            model_name='memberconnection',
            name='left',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='connections_left', to='participants.person'),
        ),
        migrations.AddField(
            model_name='memberconnection',
            name='right',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='connections_right', to='participants.person'),
        ),
        migrations.AddField(
            model_name='opening',
            name='connection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='participants.memberconnection'),
        ),
        migrations.AddField(
            model_name='opening',
            name='person',
            field=models.ForeignKey(help_text='Whose field it is: one of the two.', on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='participants.person'),
        ),
        migrations.AddConstraint(
            model_name='memberconnection',
            constraint=models.UniqueConstraint(fields=('left', 'right'), name='connection_once'),
        ),
        migrations.AddConstraint(
            model_name='memberconnection',
            constraint=models.CheckConstraint(condition=models.Q(('left__lt', models.F('right'))), name='connection_in_order'),
        ),
        migrations.AddConstraint(
            model_name='opening',
            constraint=models.UniqueConstraint(fields=('connection', 'person', 'field'), name='opening_once'),
        ),
        migrations.AddConstraint(
            model_name='opening',
            constraint=models.CheckConstraint(condition=models.Q(('field__in', ['name', 'email', 'phone', 'position'])), name='opening_field_known'),
        ),
    ]
