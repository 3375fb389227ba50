"""Short dated updates of projects."""

from django.conf import settings
from django.db import models

from skillsnet.db.unmasked import UnmaskedTextField

MOST_NEWS_LETTERS = 600


class NewsItem(models.Model):
    """A short dated update that somebody wrote about a project; its names are withheld as the project's are."""

    project = models.ForeignKey("calls.Project", on_delete=models.CASCADE, related_name="news")
    text = UnmaskedTextField(max_length=MOST_NEWS_LETTERS)
    language = models.CharField(max_length=3, blank=True, help_text="Language the update is written in.")
    happened_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-happened_on", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="news_item_has_text")]

    def __str__(self) -> str:
        return f"news {self.pk} of project {self.project_id}"
