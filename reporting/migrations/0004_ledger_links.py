from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0003_commentary"),
    ]

    operations = [
        migrations.AddField(
            model_name="ledgerentry",
            name="links",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="insiders",
            field=models.JSONField(default=list),
        ),
    ]
