from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("approvals", "0003_the_signatures_of_a_member")]

    operations = [
        migrations.AddField(
            model_name="request",
            name="follows",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=models.PROTECT, related_name="+",
                to="approvals.request",
            ),
        ),
    ]
