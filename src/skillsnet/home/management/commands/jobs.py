"""`skillsnet jobs`: what the workers have still to do, are at, and gave up; and have it tried again."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from skillsnet.db.jobs import Job, given_up
from skillsnet.home.work import lost_work, try_all_again


class Command(BaseCommand):
    """Shows no arguments and no faults in their own words: they may quote what was written."""

    help = "List the background work that waits, is under way, or was given up; or try again what was given up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="Have all that was given up done after all.")
        parser.add_argument("--json", action="store_true", dest="as_json", help="Answer as one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        lost = given_up()
        if options["again"]:
            if not lost_work():
                raise CommandError("Nothing was given up. `skillsnet jobs` lists what waits and what is under way.")
            again = try_all_again(by=None)
            self.stdout.write(json.dumps({"again": again}) if options["as_json"] else f"{again} jobs are tried again.")
            return
        found = {
            "waiting": [_told(job) for job in _in(TaskResultStatus.READY)],
            "under_way": [_told(job) for job in _in(TaskResultStatus.RUNNING)],
            "given_up": [_told(job) for job in lost],
        }
        if options["as_json"]:
            self.stdout.write(json.dumps(found))
            return
        for name, jobs in found.items():
            self.stdout.write(f"{name.replace('_', ' ').capitalize()}: {len(jobs)}")
            for job in jobs:
                self.stdout.write(f"  {job['task']}, asked for at {job['asked_at']}, begun {job['tries']} times")
        if lost:
            self.stdout.write("Each time its worker ended over it. Try again with: skillsnet jobs --again")


def _in(status: TaskResultStatus) -> list[Job]:
    return list(DBTaskResult.objects.filter(status=status).order_by("enqueued_at", "pk"))


def _told(job: Job) -> dict[str, Any]:
    name = job.task_path.rsplit(".", 1)[-1].replace("_", " ")
    return {"task": name, "asked_at": f"{job.enqueued_at:%Y-%m-%d %H:%M:%S}", "tries": len(job.worker_ids)}
