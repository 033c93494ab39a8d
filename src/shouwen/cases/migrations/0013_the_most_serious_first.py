from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0012_queues_of_their_own"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["severity", "-opened_at", "-id"], name="cases_by_severity"),
        ),
    ]
