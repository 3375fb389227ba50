"""Two profiles of one person, made one by that person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0010_former_names'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProfileMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.JSONField(default=dict, help_text="Values of the survivor that the duplicate's replaced.")),
                ('now', models.JSONField(default=dict, help_text='The values that replaced them.')),
                ('moved_projects', models.JSONField(default=list, help_text='Ids of the projects whose contact person changed.')),
                ('added_affiliations', models.JSONField(default=list, help_text='Ids of the places that the survivor got.')),
                ('added_names', models.JSONField(default=list, help_text='Ids of the projects that name the duplicate since.')),
                ('former_names', models.JSONField(default=list, help_text='Names that became former names of the survivor.')),
                ('merged_at', models.DateTimeField(auto_now_add=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-merged_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='person',
            name='merged_into',
            field=models.ForeignKey(blank=True, help_text='The member whose second profile this was; it stays so that files find the member.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='merged', to='participants.person'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('is_removed', True), ('user', None)), _connector='OR'), name='merged_person_is_shown_to_nobody'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='person_not_merged_into_itself'),
        ),
        migrations.AddField(
            model_name='profilemerge',
            name='duplicate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='profile_merges_as_duplicate', to='participants.person'),
        ),
        migrations.AddField(
            model_name='profilemerge',
            name='survivor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='profile_merges', to='participants.person'),
        ),
        migrations.AddConstraint(
            model_name='profilemerge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('duplicate',), name='one_standing_profile_merge'),
        ),
    ]
