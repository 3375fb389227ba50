"""Constraints of projects under their own name; who submitted one is called a participant in what is stored too."""

from django.conf import settings
from django.db import migrations, models


# A key of the engine's evidence; within a person's own words the quotes would be escaped.
KEYS = (("classification_assignment", "evidence"), ("classification_engineranking", "scores"))


def rename_values(apps, schema_editor, *, source=("applicant", "participant"), key=("proposals", "projects")):
    decisions = apps.get_model("classification", "Decision").objects.using(schema_editor.connection.alias)
    for field in ("source", "origin"):
        decisions.filter(**{field: source[0]}).update(**{field: source[1]})
    with schema_editor.connection.cursor() as cursor:
        for table, column in KEYS:
            text, back = ("::text", "::jsonb") if schema_editor.connection.vendor == "postgresql" else ("", "")
            cursor.execute(
                f'UPDATE {table} SET {column} = replace({column}{text}, %s, %s){back} WHERE {column}{text} LIKE %s',
                [f'"{key[0]}":', f'"{key[1]}":', f'%"{key[0]}":%'],
            )


def rename_values_back(apps, schema_editor):
    rename_values(apps, schema_editor, source=("participant", "applicant"), key=("projects", "proposals"))


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0011_project_names'),
        ('classification', '0006_projects'),
        ('taxonomy', '0002_editions_at_work'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='assignment',
            options={'ordering': ['project', '-is_primary', 'pk']},
        ),
        migrations.AlterModelOptions(
            name='engineranking',
            options={'ordering': ['project', 'edition']},
        ),
        migrations.AlterModelOptions(
            name='move',
            options={'ordering': ['relearning', 'project']},
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_source_known',
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_carried_has_origin',
        ),
        migrations.RunPython(rename_values, rename_values_back),
        migrations.AlterField(
            model_name='decision',
            name='origin',
            field=models.CharField(blank=True, choices=[('participant', 'Chosen by the participant'), ('member', 'Chosen by the member'), ('facilitator', 'Confirmed by a facilitator'), ('rule', 'Carried over from an earlier edition'), ('engine', 'Suggested from the text')], help_text='Whose word was carried over at first.', max_length=12),
        ),
        migrations.AlterField(
            model_name='decision',
            name='source',
            field=models.CharField(choices=[('participant', 'Chosen by the participant'), ('member', 'Chosen by the member'), ('facilitator', 'Confirmed by a facilitator'), ('rule', 'Carried over from an earlier edition'), ('engine', 'Suggested from the text')], max_length=12),
        ),
        migrations.AlterField(
            model_name='queueplace',
            name='alike',
            field=models.PositiveIntegerField(blank=True, help_text='Waiting projects that read much like it.', null=True),
        ),
        migrations.AlterField(
            model_name='relearning',
            name='done_to',
            field=models.PositiveBigIntegerField(default=0, help_text='Id of the last project that was read again.'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['project', 'edition', 'is_current'], name='assignment_of_project'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['project', 'edition'], name='decision_of_project'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('project', 'category'), name='current_assignment_once'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True), ('is_primary', True)), fields=('project', 'edition'), name='one_current_primary_in_edition'),
        ),
        migrations.AddConstraint(
            model_name='correctionrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('project', 'edition'), name='one_open_correction'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['participant', 'member', 'facilitator', 'rule', 'engine'])), name='decision_source_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('origin', ''), models.Q(('origin__in', ['participant', 'member', 'facilitator', 'rule', 'engine']), ('source', 'rule')), _connector='OR'), name='decision_carried_has_origin'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('reading__isnull', False)), fields=('reading', 'project', 'by'), name='reading_label_once'),
        ),
        migrations.AddConstraint(
            model_name='engineranking',
            constraint=models.UniqueConstraint(fields=('project', 'edition'), name='ranking_once'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.UniqueConstraint(fields=('relearning', 'project'), name='move_once'),
        ),
        migrations.AddConstraint(
            model_name='openquestion',
            constraint=models.UniqueConstraint(fields=('project', 'edition', 'old'), name='open_question_once'),
        ),
        migrations.AddConstraint(
            model_name='queueplace',
            constraint=models.UniqueConstraint(fields=('edition', 'project'), name='queue_place_once'),
        ),
        migrations.AddConstraint(
            model_name='readingitem',
            constraint=models.UniqueConstraint(fields=('reading', 'project'), name='reading_item_once'),
        ),
        migrations.AddConstraint(
            model_name='skip',
            constraint=models.UniqueConstraint(fields=('user', 'project', 'edition'), name='skip_once'),
        ),
    ]
