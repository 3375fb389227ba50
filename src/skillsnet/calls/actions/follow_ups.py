"""Telling the rest of the platform that projects changed."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from skillsnet.calls.actions.versions import increment_version
from skillsnet.calls.models import FollowUp


def data_changed(project_ids: Sequence[int] | None, *, removed_ids: Collection[int] = ()) -> None:
    """Say that these projects changed: the version moves inside this transaction, a worker does what follows.

    The removed ones count as changed for whoever shows them; nothing is derived of them any more.
    """
    with transaction.atomic():
        if project_ids is not None:
            words_changed(project_ids)
        increment_version(None if project_ids is None else [*project_ids, *removed_ids])
        numbers = None if project_ids is None else sorted(set(project_ids))
        FollowUp.objects.create(project_numbers=numbers)


def words_changed(project_ids: Sequence[int]) -> None:
    """Say that these projects may say something else in words, or nothing; call inside the transaction of the change.

    Whoever shows words that were read before puts them right once this is written, without waiting for a worker
    (`settings.AFTER_OTHER_WORDS`).
    """
    transaction.on_commit(partial(_put_words_right, list(project_ids)), robust=True)


def _put_words_right(project_ids: list[int]) -> None:
    for path in settings.AFTER_OTHER_WORDS:
        import_string(path)(project_ids)


def run_follow_ups(project_ids: Sequence[int] | None, *, before_each: Callable[[], None] | None = None) -> None:
    """Run what follows a change of the data, in the order of `settings.FOLLOW_UPS`; None means all projects."""
    for path in settings.FOLLOW_UPS:
        follow_up = import_string(path)
        if before_each is not None:
            before_each()
        follow_up(project_ids=project_ids)
