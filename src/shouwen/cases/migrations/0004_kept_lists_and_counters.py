
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_drafts_and_kept_replies'),
        ('people', '0001_the_department'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=20)),
                ('data', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('judging', 'Being looked at'), ('judged', 'Waits for your word'), ('doing', 'Under way'), ('done', 'Finished')], default='judging', max_length=10)),
                ('started_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='cases.bulkrun')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['by', '-started_at'], name='bulk_runs_newest'),
                ],
            },
        ),
        migrations.CreateModel(
            name='BulkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('waiting', 'waiting'), ('possible', 'possible'), ('signed', 'waits for signatures'), ('refused', 'refused'), ('done', 'done')], default='waiting', max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('clause', models.CharField(blank=True, max_length=80)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('former', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='cases.bulkrun')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('run', 'case'), name='a_matter_is_once_in_a_run'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('state', models.CharField(choices=[('open', 'In hand'), ('forwarded', 'With the department'), ('paused', 'Paused'), ('resolved', 'Resolved'), ('closed', 'Closed'), ('merged', 'Merged')], max_length=10)),
                ('case_type', models.CharField(choices=[('complaint', 'Complaint'), ('repair', 'Repair request'), ('consultation', 'Consultation'), ('suggestion', 'Suggestion'), ('praise', 'Praise'), ('service', 'Service request')], max_length=16)),
                ('severity', models.CharField(blank=True, max_length=10)),
                ('channel', models.CharField(blank=True, max_length=10)),
                ('n', models.IntegerField(default=0)),
                ('category', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.category')),
                ('first_owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('responsible_department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.department')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('n__gte', 0)), name='a_counter_is_never_below_nothing'),
                ],
            },
        ),
        migrations.AddField(
            model_name='case',
            name='tally',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.tally'),
        ),
        migrations.CreateModel(
            name='View',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='Name')),
                ('query', models.CharField(blank=True, max_length=1000)),
                ('shared_with', models.CharField(choices=[('nobody', 'Nobody'), ('post', 'My post'), ('team', 'My team'), ('all', 'Everybody')], default='nobody', max_length=10, verbose_name='Shared with')),
                ('place', models.PositiveIntegerField(default=0)),
                ('is_first', models.BooleanField(default=False, verbose_name='Shown first')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.post')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.team')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['owner', 'place', 'id'], name='views_in_order'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='a_view_has_a_name'),
                    models.CheckConstraint(condition=models.Q(('shared_with__in', ['nobody', 'post', 'team', 'all'])), name='a_view_is_shared_in_a_known_way'),
                    models.UniqueConstraint(condition=models.Q(('is_first', True)), fields=('owner',), name='one_view_is_shown_first'),
                ],
            },
        ),
    ]
