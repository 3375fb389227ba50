"""What facilitators may find of projects, in an index of its own; written at the next start."""

import django.db.models.deletion
from django.db import migrations, models

from skillsnet.db.search import SearchTable, install, remove

TABLE = SearchTable(name="calls_facilitatordocument", key="project_id")


def build(apps, schema_editor):
    install(schema_editor.connection, table=TABLE)
    # `look_for_names_once` writes what may be found of each project.
    apps.get_model("calls", "DataVersion").objects.update(names_looked_for=False)


def take_away(apps, schema_editor):
    remove(schema_editor.connection, table=TABLE)


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0018_merged_projects'),
    ]

    operations = [
        migrations.CreateModel(
            name='FacilitatorDocument',
            fields=[
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='facilitator_search', serialize=False, to='calls.project')),
                ('title', models.TextField(blank=True, help_text='Folded words of people, addresses and numbers.')),
                ('body', models.TextField(blank=True, help_text='Folded words of the texts and extra fields.')),
            ],
            options={
                'ordering': ['project'],
            },
        ),
        migrations.RunPython(build, take_away),
    ]
