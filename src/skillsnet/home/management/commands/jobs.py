"""`skillsnet jobs`: what the workers have still to do, are at, and gave up; and have it tried again."""

import json
from typing import Any, TypedDict

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from skillsnet.db.jobs import Job, given_up_jobs
from skillsnet.home.work import lost_work, try_all_again


class Command(BaseCommand):
    """Shows no arguments and no faults in their own words: they may quote what was written."""

    help = "List the background work that waits, is under way, or was given up; or try again what was given up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="Have all that was given up done after all.")
        parser.add_argument("--json", action="store_true", dest="as_json", help="Answer as one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        given_up = given_up_jobs()
        if options["again"]:
            if not lost_work():
                raise CommandError(_("There are no failed jobs."))
            count = try_all_again(by=None)
            message = ngettext("%(count)d job will be tried again.", "%(count)d jobs will be tried again.", count)
            self.stdout.write(json.dumps({"again": count}) if options["as_json"] else message % {"count": count})
            return
        waiting, running = _jobs_in(TaskResultStatus.READY), _jobs_in(TaskResultStatus.RUNNING)
        if options["as_json"]:
            parts = {"waiting": waiting, "under_way": running, "given_up": given_up}
            self.stdout.write(json.dumps({name: [_job_values(job) for job in jobs] for name, jobs in parts.items()}))
            return
        for label, jobs in ((_("Waiting"), waiting), (_("Running"), running), (_("Failed"), given_up)):
            self.stdout.write(f"{label}: {len(jobs)}")
            for job in jobs:
                self.stdout.write(f"  {_job_line(_job_values(job))}")
        if given_up:
            self.stdout.write(_("To try the failed jobs again: skillsnet jobs --again"))


def _jobs_in(status: TaskResultStatus) -> list[Job]:
    return list(DBTaskResult.objects.filter(status=status).order_by("enqueued_at", "pk"))


class _JobValues(TypedDict):
    task: str
    asked_at: str
    tries: int


def _job_values(job: Job) -> _JobValues:
    name = job.task_path.rsplit(".", 1)[-1].replace("_", " ")
    return {"task": name, "asked_at": f"{job.enqueued_at:%Y-%m-%d %H:%M:%S}", "tries": len(job.worker_ids)}


def _job_line(values: _JobValues) -> str:
    text = ngettext(
        "%(name)s: requested at %(at)s (UTC), started %(count)d time",
        "%(name)s: requested at %(at)s (UTC), started %(count)d times",
        values["tries"],
    )
    return text % {"name": values["task"], "at": values["asked_at"], "count": values["tries"]}
