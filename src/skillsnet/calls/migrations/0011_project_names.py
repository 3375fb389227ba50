"""Constraints and indexes of projects under their own name, and the index of words built anew."""

import django.db.models.deletion
from django.db import migrations, models

from skillsnet.db.search import SearchTable, install, remove

TABLE = SearchTable(name="calls_searchdocument", key="project_id")


def build(apps, schema_editor):
    install(schema_editor.connection, table=TABLE)


def take_away(apps, schema_editor):
    remove(schema_editor.connection, table=TABLE)


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0010_projects'),
        ('participants', '0004_consent_source'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='extranumber',
            options={'ordering': ['field', 'project']},
        ),
        migrations.AlterModelOptions(
            name='extravalue',
            options={'ordering': ['field', 'project', 'order', 'value']},
        ),
        migrations.AlterModelOptions(
            name='projectbeneficiary',
            options={'ordering': ['project', 'order', 'group']},
        ),
        migrations.AlterModelOptions(
            name='projectlanguage',
            options={'ordering': ['project', 'order', 'code']},
        ),
        migrations.AlterModelOptions(
            name='searchdocument',
            options={'ordering': ['project']},
        ),
        migrations.RemoveConstraint(
            model_name='project',
            name='proposal_once_in_call',
        ),
        migrations.RemoveConstraint(
            model_name='project',
            name='proposal_has_title',
        ),
        migrations.RemoveConstraint(
            model_name='project',
            name='proposal_stage_known',
        ),
        migrations.RemoveConstraint(
            model_name='project',
            name='proposal_status_known',
        ),
        migrations.RemoveConstraint(
            model_name='project',
            name='proposal_region_from_country',
        ),
        migrations.RenameIndex(
            model_name='project',
            new_name='project_country',
            old_name='proposal_country',
        ),
        migrations.RenameIndex(
            model_name='project',
            new_name='project_region',
            old_name='proposal_region',
        ),
        migrations.RenameIndex(
            model_name='projectlanguage',
            new_name='project_language_code',
            old_name='proposal_language_code',
        ),
        migrations.AlterField(
            model_name='changedproject',
            name='project_number',
            field=models.PositiveBigIntegerField(help_text="The project's id; it may be gone by now."),
        ),
        migrations.AlterField(
            model_name='dataversion',
            name='whole_number',
            field=models.PositiveBigIntegerField(default=0, help_text='The last version of which it is not told which projects changed: any may have.'),
        ),
        migrations.AlterField(
            model_name='followup',
            name='project_numbers',
            field=models.JSONField(help_text='Ids of the projects that changed; none for any.', null=True),
        ),
        migrations.AlterField(
            model_name='project',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='calls.call'),
        ),
        migrations.AlterField(
            model_name='project',
            name='contact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='projects', to='participants.person'),
        ),
        migrations.AlterField(
            model_name='project',
            name='external_id',
            field=models.CharField(blank=True, help_text="The platform's own number for the project.", max_length=120),
        ),
        migrations.AlterField(
            model_name='project',
            name='key',
            field=models.CharField(help_text='What makes the project one within its call.', max_length=320),
        ),
        migrations.AlterField(
            model_name='project',
            name='language',
            field=models.CharField(blank=True, help_text='Language the project is written in.', max_length=3),
        ),
        migrations.AlterField(
            model_name='project',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='participants.organisation'),
        ),
        migrations.AddConstraint(
            model_name='changedproject',
            constraint=models.UniqueConstraint(fields=('number', 'project_number'), name='project_changed_once_in_version'),
        ),
        migrations.AddConstraint(
            model_name='extranumber',
            constraint=models.UniqueConstraint(fields=('field', 'project'), name='extra_number_once'),
        ),
        migrations.AddConstraint(
            model_name='extravalue',
            constraint=models.UniqueConstraint(fields=('project', 'field', 'value'), name='extra_value_once'),
        ),
        migrations.AddConstraint(
            model_name='namedperson',
            constraint=models.UniqueConstraint(fields=('project', 'person'), name='person_named_once'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.UniqueConstraint(fields=('call', 'key'), name='project_once_in_call'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='project_has_title'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['', 'idea', 'prototype', 'pilot', 'implemented', 'scaling'])), name='project_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['submitted', 'eligible', 'not_eligible', 'semi_finalist', 'finalist', 'winner', 'withdrawn'])), name='project_status_known'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('country', ''), _negated=True), ('region', ''), _connector='OR'), name='project_region_from_country'),
        ),
        migrations.AddConstraint(
            model_name='projectbeneficiary',
            constraint=models.UniqueConstraint(fields=('project', 'group'), name='project_beneficiary_once'),
        ),
        migrations.AddConstraint(
            model_name='projectlanguage',
            constraint=models.UniqueConstraint(fields=('project', 'code'), name='project_language_once'),
        ),
        migrations.RunPython(build, take_away),
    ]
