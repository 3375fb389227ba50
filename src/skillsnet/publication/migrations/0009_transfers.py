"""Transfers of projects, and previews of a publication, under these names."""

import django.db.models.deletion
from django.db import migrations, models

JOBS = {"skillsnet.publication.tasks.run_forecast": "skillsnet.publication.tasks.run_preview"}


def rename_jobs(apps, schema_editor, *, paths=JOBS):
    jobs = apps.get_model("django_tasks_database", "DBTaskResult").objects.using(schema_editor.connection.alias)
    for former, present in paths.items():
        jobs.filter(task_path=former).update(task_path=present)


def rename_jobs_back(apps, schema_editor):
    rename_jobs(apps, schema_editor, paths={present: former for former, present in JOBS.items()})


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0011_project_names"),
        ("classification", "0007_project_names"),
        ("django_tasks_database", "0001_initial"),
        ("publication", "0008_table_names"),
        ("taxonomy", "0002_editions_at_work"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="passage", name="passage_once"),
        migrations.RenameModel(old_name="Passage", new_name="ProjectTransfer"),
        migrations.RenameModel(old_name="Forecast", new_name="StoredPreview"),
        migrations.RenameField(model_name="projecttransfer", old_name="stood", new_name="previous_decision"),
        migrations.RenameField(model_name="projecttransfer", old_name="carried", new_name="new_decision"),
        migrations.AlterField(
            model_name="projecttransfer",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="transfers", to="calls.project"
            ),
        ),
        migrations.AlterField(
            model_name="projecttransfer",
            name="publication",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="transfers", to="publication.publication"
            ),
        ),
        migrations.AlterField(
            model_name="projecttransfer",
            name="steps",
            field=models.JSONField(default=list, help_text="Old slug, kind and new slug of each of its categories."),
        ),
        migrations.AlterField(
            model_name="storedpreview",
            name="edition",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="publication_preview",
                to="taxonomy.edition",
            ),
        ),
        migrations.AlterField(
            model_name="storedpreview",
            name="items",
            field=models.JSONField(default=list, help_text="Where each project would go, without its words."),
        ),
        migrations.AlterField(
            model_name="storedpreview",
            name="counts",
            field=models.JSONField(
                default=dict, help_text="How many projects each category would have, by slug."
            ),
        ),
        migrations.AddConstraint(
            model_name="projecttransfer",
            constraint=models.UniqueConstraint(fields=("publication", "project"), name="transfer_once"),
        ),
        migrations.RunPython(rename_jobs, rename_jobs_back),
    ]
