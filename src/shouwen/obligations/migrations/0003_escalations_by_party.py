from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("obligations", "0002_sent_back"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="transition",
            index=models.Index(
                condition=models.Q(("what", "escalated")),
                fields=["to_party", "obligation"],
                name="escalations_to_a_party",
            ),
        ),
    ]
