"""Writing, changing and removing the short updates of a project."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.calls.actions.follow_ups import data_changed
from skillsnet.calls.actions.search_documents import index_projects
from skillsnet.calls.actions.versions import lock_version
from skillsnet.calls.models import NewsItem
from skillsnet.core.errors import Invalid

# So many a project keeps; nobody reads more.
MOST_NEWS = 100


@transaction.atomic
def add_news(project_id: int, *, text: str, happened_on: date, language: str, by: int | None) -> NewsItem:
    """Write an update, look for names in it, and tell the rest of the platform; `Invalid` when there are too many.

    The same words of the same day are one update, however often they are sent.
    """
    lock_version()
    if same := NewsItem.objects.filter(project=project_id, text=text, happened_on=happened_on).first():
        return same
    if NewsItem.objects.filter(project=project_id).count() >= MOST_NEWS:
        raise Invalid(
            _("This project has %(most)d news items already. Delete an old one before you add one.")
            % {"most": MOST_NEWS}
        )
    item = NewsItem.objects.create(
        project_id=project_id, text=text, happened_on=happened_on, language=language, by_id=by
    )
    _follow("calls.add_news", item, by=by)
    return item


@transaction.atomic
def change_news(item_id: int, *, text: str | None, happened_on: date, language: str, by: int | None) -> NewsItem:
    """Write an update anew; without a text its words stay. `NewsItem.DoesNotExist` for one that is gone."""
    lock_version()
    item = NewsItem.objects.select_for_update().get(pk=item_id)
    item.text = item.text if text is None else text
    item.happened_on, item.language, item.changed_at = happened_on, language, timezone.now()
    item.save(update_fields=["text", "happened_on", "language", "changed_at"])
    _follow("calls.change_news", item, by=by)
    return item


@transaction.atomic
def delete_news(item_id: int, *, by: int | None) -> None:
    """Delete an update for good; a repeat does nothing."""
    lock_version()
    item = NewsItem.objects.select_for_update().filter(pk=item_id).first()
    if item is not None:
        item.delete()
        _follow("calls.delete_news", item, by=by)


def _follow(act: str, item: NewsItem, *, by: int | None) -> None:
    index_projects([item.project_id])
    # The words of its news take part in nothing that is compared; who shows the project shows it anew.
    data_changed([item.project_id])
    record(act, subject=f"project:{item.project_id}", by=by)
