"""What a row holds, and the answers about it, say project too."""

from django.db import migrations, models


def rename_values(apps, schema_editor, *, kind=("proposal", "project"), key=("proposals", "projects")):
    alias = schema_editor.connection.alias
    apps.get_model("intake", "ImportRow").objects.using(alias).filter(kind=kind[0]).update(kind=kind[1])
    for run in apps.get_model("intake", "ImportRun").objects.using(alias).order_by("pk").iterator(chunk_size=100):
        if key[0] in run.choices:
            run.choices[key[1]] = run.choices.pop(key[0])
            run.save(update_fields=["choices"])


def rename_values_back(apps, schema_editor):
    rename_values(apps, schema_editor, kind=("project", "proposal"), key=("projects", "proposals"))


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0011_project_names'),
        ('intake', '0009_projects'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='importrow',
            name='row_kind_known',
        ),
        migrations.RunPython(rename_values, rename_values_back),
        migrations.AlterField(
            model_name='importrow',
            name='kind',
            field=models.CharField(choices=[('project', 'Project'), ('link', 'Tie')], default='project', max_length=10),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='state',
            field=models.CharField(blank=True, choices=[('new', 'New'), ('updated', 'Updates'), ('unchanged', 'Unchanged'), ('asks', 'The same as another?'), ('duplicate', 'Stands twice in the file'), ('error', 'Refused'), ('skipped', 'Not a project')], max_length=10),
        ),
        migrations.AlterField(
            model_name='importrun',
            name='choices',
            field=models.JSONField(default=dict, help_text='What was answered: values, organisations, projects.'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['project', 'link'])), name='row_kind_known'),
        ),
    ]
