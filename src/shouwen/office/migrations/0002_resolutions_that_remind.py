from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("office", "0001_the_papers")]

    operations = [
        migrations.AddField(
            model_name="resolution",
            name="reminded_at",
            field=models.DateTimeField(null=True),
        ),
    ]
