from django.db import migrations, models


class Migration(migrations.Migration):
    """A message that holds a code loses its words once it has left."""

    dependencies = [("journal", "0001_the_chain")]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="is_secret",
            field=models.BooleanField(default=False),
        ),
    ]
