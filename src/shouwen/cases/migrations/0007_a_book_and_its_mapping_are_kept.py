import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0006_macros_by_member_team_and_post"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="importfault",
            name="clause",
            field=models.CharField(blank=True, max_length=80, verbose_name="Clause"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="is_trial",
            field=models.BooleanField(default=False, verbose_name="Dry run"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="mapping",
            field=models.TextField(blank=True, verbose_name="Mapping"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="rows",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="importrun",
            name="stored",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(choices=[("prepared", "Being prepared"), ("running", "Under way"), ("stopped", "Stopped"), ("done", "Finished")], default="running", max_length=10, verbose_name="State"),
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="Name")),
                ("text", models.TextField(verbose_name="Mapping")),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
