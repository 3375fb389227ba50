import django.db.models.deletion
from django.db import migrations, models


def keep_one_edition(apps, schema_editor):
    """Going back, only the edition in force may hold what is current."""
    Assignment = apps.get_model("classification", "Assignment")
    in_force = {"edition__state": "published", "edition__taxonomy__slug": "skills"}
    kept = Assignment.objects.filter(**in_force, is_current=True)
    Assignment.objects.filter(is_current=True).exclude(pk__in=kept.values("pk")).update(is_current=False)


class Migration(migrations.Migration):
    """What stands is derived from decisions: the assignments lose what a decision says."""

    dependencies = [
        ('classification', '0003_carry_assignments'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='assignment',
            name='one_current_primary',
        ),
        migrations.RemoveConstraint(
            model_name='assignment',
            name='assignment_source_known',
        ),
        migrations.RemoveConstraint(
            model_name='assignment',
            name='score_in_unit_range',
        ),
        migrations.RenameField(
            model_name='assignment',
            old_name='score',
            new_name='probability',
        ),
        migrations.AlterField(
            model_name='assignment',
            name='edition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='taxonomy.edition'),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='classification.decision'),
        ),
        # Going back, the column needs a value before it gets its own again.
        migrations.AlterField(
            model_name='assignment',
            name='source',
            field=models.CharField(default='engine', max_length=12),
        ),
        migrations.RemoveField(
            model_name='assignment',
            name='at',
        ),
        migrations.RemoveField(
            model_name='assignment',
            name='by',
        ),
        migrations.RemoveField(
            model_name='assignment',
            name='source',
        ),
        migrations.AlterField(
            model_name='assignment',
            name='is_current',
            field=models.BooleanField(default=False, help_text='Derived from the decisions.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(fields=('decision', 'category'), name='category_once_in_decision'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('is_primary', True)), fields=('decision',), name='one_primary_in_decision'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True), ('is_primary', True)), fields=('proposal', 'edition'), name='one_current_primary_in_edition'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('probability__isnull', True), models.Q(('probability__gte', 0), ('probability__lte', 1)), _connector='OR'), name='probability_in_unit_range'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['proposal', 'edition', 'is_current'], name='assignment_of_proposal'),
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_one_edition),
    ]
