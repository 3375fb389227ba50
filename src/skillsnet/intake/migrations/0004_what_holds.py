from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0003_carry_along'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.UniqueConstraint(fields=('run', 'place'), name='import_row_once'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['', 'new', 'updated', 'unchanged', 'asks', 'duplicate', 'error', 'skipped'])), name='row_state_known'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['proposal', 'link'])), name='row_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'refused', 'mapping', 'previewing', 'preview', 'committing', 'committed', 'undoing', 'undone', 'failed'])), name='run_state_known'),
        ),
    ]
