from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

EARNED = {"1": Decimal(1), "1/2": Decimal("0.5"), "0": Decimal(0)}
CHUNK = 500


def keep_lines(apps, schema_editor):
    """Keep the lines of the checks that were sent before."""
    item, mark = apps.get_model("quality", "Item"), apps.get_model("quality", "LineMark")
    sent = item.objects.filter(checked_at__isnull=False).select_related("sample__version")
    mark.objects.bulk_create(
        (
            mark(
                item=one, card_id=one.sample.version.card_id, key=line["key"],
                person_id=one.person_id, happened_at=one.happened_at,
                earned=EARNED[one.marks[line["key"]]["earned"]],
            )
            for one in sent.iterator(chunk_size=CHUNK)
            for section in one.sample.version.sections
            for line in section["items"]
            if one.marks.get(line["key"], {}).get("earned") in EARNED
        ),
        batch_size=CHUNK,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("quality", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=Q(("checked_at__isnull", False)), fields=["happened_at"],
                name="checks_by_day",
            ),
        ),
        migrations.CreateModel(
            name="LineMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=300)),
                ("happened_at", models.DateTimeField()),
                ("earned", models.DecimalField(decimal_places=1, max_digits=2)),
                ("card", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="quality.card")),
                ("item", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="quality.item")),
                ("person", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["card", "key", "happened_at"], name="line_marks_of_a_line"),
                    models.Index(fields=["person", "happened_at"], name="line_marks_of_a_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "key"), name="a_check_marks_a_line_once"),
                ],
            },
        ),
        migrations.RunPython(keep_lines, migrations.RunPython.noop, elidable=True),
    ]
