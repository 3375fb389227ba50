import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Decisions and what surrounds them; each assignment will name its decision."""

    dependencies = [
        ('calls', '0003_links'),
        ('classification', '0001_initial'),
        ('taxonomy', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BlindReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CorrectionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('state', models.CharField(choices=[('open', 'Waits for an answer'), ('answered', 'Answered')], default='open', max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
                ('accepted', models.BooleanField(blank=True, null=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('applicant', 'Chosen by the applicant'), ('member', 'Chosen by the member'), ('facilitator', 'Confirmed by a facilitator'), ('rule', 'Carried over from an earlier edition'), ('engine', 'Suggested from the text')], max_length=12)),
                ('outcome', models.CharField(choices=[('placed', 'Placed in categories'), ('cannot_tell', 'The text does not tell'), ('undone', 'Takes an earlier decision back')], max_length=12)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('note', models.TextField(blank=True, help_text='For facilitators.')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EngineRanking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scores', models.JSONField(default=list, help_text='Slug, probability and evidence, the likeliest first.')),
                ('is_told', models.BooleanField(default=True)),
                ('margin', models.FloatField(default=0, help_text='By how much the likeliest category leads, 0 to 1.')),
                ('language', models.CharField(blank=True, max_length=8)),
                ('is_fallback', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['proposal', 'edition'],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'ordering': ['relearning', 'proposal'],
            },
        ),
        migrations.CreateModel(
            name='QueuePlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('alike', models.PositiveIntegerField(blank=True, help_text='Waiting proposals that read much like it.', null=True)),
            ],
            options={
                'ordering': ['edition', 'place'],
            },
        ),
        migrations.CreateModel(
            name='ReadingItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField()),
                ('is_disputed', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['reading', 'order'],
            },
        ),
        migrations.CreateModel(
            name='Relearning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waits for the worker'), ('running', 'Is reading the projects'), ('done', 'Done'), ('failed', 'Stopped by a fault')], default='waiting', max_length=10)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('heartbeat_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('lease', models.PositiveIntegerField(default=0, help_text='Grows each time a worker takes it up.')),
                ('learned_to', models.PositiveBigIntegerField(default=0, help_text='Id of the last decision it learns from.')),
                ('learned_count', models.PositiveIntegerField(default=0, help_text='New decisions by people since the one before.')),
                ('done_to', models.PositiveBigIntegerField(default=0, help_text='Id of the last proposal that was read again.')),
                ('done_count', models.PositiveIntegerField(default=0)),
                ('total_count', models.PositiveIntegerField(default=0)),
                ('fault', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Skip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='blindreading',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='blindreading',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='taxonomy.edition'),
        ),
        migrations.AddField(
            model_name='correctionrequest',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='correctionrequest',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='correctionrequest',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.edition'),
        ),
        migrations.AddField(
            model_name='correctionrequest',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='calls.proposal'),
        ),
        migrations.AddField(
            model_name='correctionrequest',
            name='wanted',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.category'),
        ),
        migrations.AddField(
            model_name='decision',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='edition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='taxonomy.edition'),
        ),
        migrations.AddField(
            model_name='decision',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='calls.proposal'),
        ),
        migrations.AddField(
            model_name='decision',
            name='reading',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='labels', to='classification.blindreading'),
        ),
        migrations.AddField(
            model_name='decision',
            name='undoes',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone_by', to='classification.decision'),
        ),
        migrations.AddField(
            model_name='correctionrequest',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='classification.decision'),
        ),
        migrations.AddField(
            model_name='engineranking',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rankings', to='taxonomy.edition'),
        ),
        migrations.AddField(
            model_name='engineranking',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rankings', to='calls.proposal'),
        ),
        migrations.AddField(
            model_name='move',
            name='after',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moved_to', to='classification.decision'),
        ),
        migrations.AddField(
            model_name='move',
            name='before',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='moved_from', to='classification.decision'),
        ),
        migrations.AddField(
            model_name='move',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='calls.proposal'),
        ),
        migrations.AddField(
            model_name='queueplace',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='queue_places', to='taxonomy.edition'),
        ),
        migrations.AddField(
            model_name='queueplace',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='queue_places', to='calls.proposal'),
        ),
        migrations.AddField(
            model_name='readingitem',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reading_items', to='calls.proposal'),
        ),
        migrations.AddField(
            model_name='readingitem',
            name='reading',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='classification.blindreading'),
        ),
        migrations.AddField(
            model_name='relearning',
            name='asked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='relearning',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relearnings', to='taxonomy.edition'),
        ),
        migrations.AddField(
            model_name='move',
            name='relearning',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='classification.relearning'),
        ),
        migrations.AddField(
            model_name='skip',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='taxonomy.edition'),
        ),
        migrations.AddField(
            model_name='skip',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skips', to='calls.proposal'),
        ),
        migrations.AddField(
            model_name='skip',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='blindreading',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='reading_has_title'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['proposal', 'edition'], name='decision_of_proposal'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['edition', 'source', 'id'], name='decision_by_source'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['applicant', 'member', 'facilitator', 'rule', 'engine'])), name='decision_source_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['placed', 'cannot_tell', 'undone'])), name='decision_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'undone'), ('undoes__isnull', False)), models.Q(models.Q(('outcome', 'undone'), _negated=True), ('undoes__isnull', True)), _connector='OR'), name='decision_undoes_something'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('reading__isnull', True), ('source__in', ('facilitator', 'member')), _connector='OR'), name='reading_label_by_a_person'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('reading__isnull', False)), fields=('reading', 'proposal', 'by'), name='reading_label_once'),
        ),
        migrations.AddConstraint(
            model_name='correctionrequest',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='correctionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted__isnull', True), ('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True), ('decision__isnull', True), ('state', 'open')), models.Q(('accepted', True), ('answered_at__isnull', False), ('decision__isnull', False), ('state', 'answered')), models.Q(('accepted', False), ('answered_at__isnull', False), ('decision__isnull', True), ('state', 'answered'), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='correction_open_or_answered'),
        ),
        migrations.AddConstraint(
            model_name='correctionrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('proposal', 'edition'), name='one_open_correction'),
        ),
        migrations.AddConstraint(
            model_name='engineranking',
            constraint=models.UniqueConstraint(fields=('proposal', 'edition'), name='ranking_once'),
        ),
        migrations.AddConstraint(
            model_name='queueplace',
            constraint=models.UniqueConstraint(fields=('edition', 'proposal'), name='queue_place_once'),
        ),
        migrations.AddConstraint(
            model_name='queueplace',
            constraint=models.UniqueConstraint(fields=('edition', 'place'), name='queue_place_of_one'),
        ),
        migrations.AddConstraint(
            model_name='readingitem',
            constraint=models.UniqueConstraint(fields=('reading', 'proposal'), name='reading_item_once'),
        ),
        migrations.AddConstraint(
            model_name='readingitem',
            constraint=models.UniqueConstraint(fields=('reading', 'order'), name='reading_order_once'),
        ),
        migrations.AddConstraint(
            model_name='relearning',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'running'))), fields=('edition',), name='one_relearning_under_way'),
        ),
        migrations.AddConstraint(
            model_name='relearning',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed'])), name='relearning_state_known'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.UniqueConstraint(fields=('relearning', 'proposal'), name='move_once'),
        ),
        migrations.AddConstraint(
            model_name='skip',
            constraint=models.UniqueConstraint(fields=('user', 'proposal', 'edition'), name='skip_once'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='edition',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='taxonomy.edition'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='decision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='classification.decision'),
        ),
    ]
