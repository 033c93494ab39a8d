import hashlib
import hmac

from django.conf import settings
from django.db import migrations, models


def keyed(said):
    """Return the keyed digest with which looks are sealed."""
    key = hashlib.sha256(f"looks:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def chain(apps, schema_editor):
    """Tie the looks there are to one another, in their order."""
    link, count = "", 0
    looks = apps.get_model("access", "Look").objects
    for row in looks.order_by("pk").iterator(chunk_size=2_000):
        link, count = keyed(f"{link}\x1f{row.seal}"), count + 1
        looks.filter(pk=row.pk).update(link=link)
    if count:
        heads = apps.get_model("access", "LookHead").objects
        heads.create(pk=1, count=count, link=link, seal=keyed(f"end\x1f{count}\x1f{link}"))


class Migration(migrations.Migration):

    dependencies = [("access", "0001_who_may_see")]

    operations = [
        migrations.AddField(
            model_name="look",
            name="link",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="LookHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.PositiveBigIntegerField(default=0)),
                ("link", models.CharField(blank=True, max_length=64)),
                ("seal", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(pk=1), name="looks_have_one_end"
                    )
                ]
            },
        ),
        migrations.RunPython(chain, migrations.RunPython.noop, elidable=True),
    ]
