"""What the workers have still to do, are at, and gave up, in words; and having it tried again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from skillsnet.audit.actions import record
from skillsnet.calls.models import FollowUp
from skillsnet.calls.tasks import try_follow_up_again
from skillsnet.db.jobs import Job, given_up_jobs, retry_job

NAMES = {
    "skillsnet.intake.tasks.read_run": gettext_lazy("Read a file"),
    "skillsnet.intake.tasks.preview_run": gettext_lazy("Compare the rows of an import"),
    "skillsnet.intake.tasks.commit_run": gettext_lazy("Import projects"),
    "skillsnet.intake.tasks.undo_run": gettext_lazy("Undo an import"),
    "skillsnet.intake.tasks.foresee_run": gettext_lazy("Calculate what undoing an import would do"),
    "skillsnet.calls.tasks.follow_up": gettext_lazy("Calculate the effects of a change"),
    "skillsnet.netmap.tasks.rebuild": gettext_lazy("Build the map"),
    "skillsnet.outbox.tasks.deliver_due": gettext_lazy("Send mail"),
    "skillsnet.accounts.sign_in.send_code": gettext_lazy("Send a sign-in code"),
    "skillsnet.classification.tasks.run_relearning": gettext_lazy("Update suggestions from decisions"),
    "skillsnet.publication.tasks.run_publication": gettext_lazy("Publish an edition"),
    "skillsnet.publication.tasks.stop_publication": gettext_lazy("Stop the publication of an edition"),
    "skillsnet.publication.tasks.run_preview": gettext_lazy("Calculate which projects a draft would move"),
}


@dataclass(frozen=True)
class Work:
    """Jobs of one kind that wait or are under way."""

    name: str
    count: int
    is_under_way: bool
    since: datetime


@dataclass(frozen=True)
class LostJob:
    """Work that is not tried again by itself, and why."""

    name: str
    at: datetime | None
    reason: str


def name_of(path: str) -> str:
    """Return what a task is called on a page."""
    return str(NAMES.get(path) or _("Other job"))


def work_in_hand() -> list[Work]:
    """Return what is under way and what waits, by kind; one query."""
    jobs = DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
    kinds = jobs.order_by().values("task_path", "status").annotate(count=Count("pk"), since=Min("enqueued_at"))
    items = [
        Work(name_of(row["task_path"]), row["count"], row["status"] == TaskResultStatus.RUNNING, row["since"])
        for row in kinds
    ]
    return sorted(items, key=lambda item: (not item.is_under_way, item.since, item.name))


def lost_work() -> list[LostJob]:
    """Return what was given up, newest first, and what follows changes that failed; three queries at most."""
    lost_jobs = [LostJob(name_of(job.task_path), job.finished_at, _why(job)) for job in given_up_jobs()]
    if FollowUp.objects.filter(is_failed=True).exists():
        reason = _(
            "This failed because of an error in the platform. See the log for details. It will be tried "
            "again when the data next changes."
        )
        lost_jobs.append(LostJob(name_of("skillsnet.calls.tasks.follow_up"), None, reason))
    return lost_jobs


def _why(job: Job) -> str:
    sentence = ngettext(
        "It stopped %(count)d time before it finished, because its worker ended.",
        "It stopped %(count)d times before it finished, each time because its worker ended.",
        len(job.worker_ids),
    )
    return sentence % {"count": len(job.worker_ids)}


@transaction.atomic
def try_all_again(*, by: int | None) -> int:
    """Have all lost work done after all, and return how much there was."""
    count = sum(retry_job(job.pk) for job in given_up_jobs()) + try_follow_up_again()
    if count:
        record("home.try_again", subject="jobs", by=by, jobs=count)
    return count
