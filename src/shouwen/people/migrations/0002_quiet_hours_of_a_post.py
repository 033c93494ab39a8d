from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_the_department'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='quiet_from',
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='post',
            name='quiet_until',
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quiet_from__isnull', True), ('quiet_until__isnull', True)), models.Q(models.Q(('quiet_from', models.F('quiet_until')), _negated=True), ('quiet_from__isnull', False), ('quiet_until__isnull', False)), _connector='OR'), name='quiet_hours_begin_and_end'),
        ),
    ]
