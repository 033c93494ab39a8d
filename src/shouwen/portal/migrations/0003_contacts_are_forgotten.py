from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0002_what_customers_are_asked'),
    ]

    operations = [
        migrations.AddField(
            model_name='filing',
            name='forgotten_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='privacynotice',
            name='keep_months',
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
