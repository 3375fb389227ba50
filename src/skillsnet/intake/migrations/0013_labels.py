"""Labels of the choices in plain English."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0012_column_names'),
    ]

    operations = [
        migrations.AlterField(
            model_name='importrow',
            name='kind',
            field=models.CharField(choices=[('project', 'Project'), ('link', 'Link')], default='project', max_length=10),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='state',
            field=models.CharField(blank=True, choices=[('new', 'New'), ('updated', 'Update'), ('unchanged', 'Unchanged'), ('asks', 'Possible duplicate'), ('duplicate', 'Duplicate row in this file'), ('error', 'Cannot be imported'), ('skipped', 'Not a project')], max_length=10),
        ),
        migrations.AlterField(
            model_name='importrun',
            name='state',
            field=models.CharField(choices=[('reading', 'Reading the file'), ('refused', 'Could not be read'), ('mapping', 'Columns to check'), ('previewing', 'Comparing the rows'), ('preview', 'Ready to import'), ('committing', 'Importing'), ('committed', 'Imported'), ('undoing', 'Undoing'), ('undone', 'Undone'), ('failed', 'Stopped by an error')], default='mapping', max_length=12),
        ),
    ]
