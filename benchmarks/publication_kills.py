"""`kill -9` at random moments of publishing an edition and of taking it back, and what stands in the end.

A worker of the product carries 473 projects over, does what follows and takes it back; what it leaves lying when it is
killed is found by itself as it starts again, or by the housekeeping. Projects have extra columns, languages,
beneficiaries and ties; some are members', who get letters and have asked for corrections.
"""

import hashlib
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KILLS = 100
# Every so many-th project is a member's; every so many-th has a tie.
MEMBERS, TIED = 40, 3
SEED = 4
WORKS = ("publish", "undo")


def measure(kills: int = KILLS) -> Iterator[dict[str, Any]]:
    """Yield how many kills were survived, and how often another state than an undisturbed run's stood in the end."""
    process = subprocess.run(
        [sys.executable, "-m", "benchmarks.publication_kills", str(kills)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if process.returncode:
        raise RuntimeError(process.stderr[-3000:])
    yield json.loads(process.stdout.splitlines()[-1])


def current_state() -> dict[str, Any]:
    """Return what stands in either edition, its state, what is left open, and the letters that wait."""
    from benchmarks.kills import content, derived_data
    from skillsnet.classification.models import Assignment, CorrectionRequest, OpenQuestion
    from skillsnet.outbox.models import MailMessage
    from skillsnet.taxonomy.models import Edition

    rows = Assignment.objects.filter(is_current=True).order_by("edition", "project", "-is_primary", "category")
    letters = MailMessage.objects.order_by().values_list("to", "state", "subject", "body")
    corrections = CorrectionRequest.objects.order_by().values_list(
        "project_id", "edition__number", "state", "requested_category__slug"
    )
    return {
        "standing": [list(row) for row in rows.values_list("edition__number", "project_id", "category__slug")],
        "questions": sorted(map(str, OpenQuestion.objects.values_list("project_id", "kind", "old__slug"))),
        "editions": list(Edition.objects.order_by("number").values_list("number", "state")),
        "letters": sorted(map(str, letters)),
        "requests": sorted(map(str, corrections)),
        "data": content(),
        "map": derived_data()["map"],
    }


def digest() -> str:
    """Return what `current_state` comes to, short enough to compare."""
    return hashlib.sha256(json.dumps(current_state(), sort_keys=True).encode()).hexdigest()


def prepared() -> tuple[int, int]:
    """Return the draft of the second edition, the first in force with 473 projects, and who places them."""
    from tests.publication.editions import first_in_force, placed_by_people

    from skillsnet.accounts.models import User
    from skillsnet.calls.actions import index_projects
    from skillsnet.taxonomy.models import Correspondence, Edition, Taxonomy

    for model in (Correspondence, Edition, Taxonomy):
        model.objects.all().delete()
    user = User.objects.create_user("fay@example.org", role="facilitator")
    first, second = first_in_force()
    projects = placed_by_people(first, by=user)
    _say_more(projects)
    index_projects([project.pk for project in projects])
    _give_members(projects[::MEMBERS], first)
    return second.pk, user.pk


def _say_more(projects: list[Any]) -> None:
    """Give projects languages, beneficiaries, extra columns and ties."""
    from skillsnet.calls.actions import FieldDraft, add_field
    from skillsnet.calls.models import Link, Project, ProjectBeneficiary, ProjectLanguage

    pairs = list(zip(projects, [*projects[7:], *projects[:7]], strict=True))
    ProjectLanguage.objects.bulk_create(ProjectLanguage(project=project, code="en", order=0) for project in projects)
    ProjectBeneficiary.objects.bulk_create(
        ProjectBeneficiary(project=project, group="youth", order=0) for project in projects
    )
    for index, project in enumerate(projects):
        project.extra = {"Sector": ("Solar; Wind", "Water")[index % 2], "Budget in thousands": str(index)}
    Project.objects.bulk_update(projects, ["extra"])
    Link.objects.bulk_create(Link(source=project, target=other, kind="works with") for project, other in pairs[::TIED])
    add_field(FieldDraft("Sector", ("Sector",), "several", "public", ";"), by=None)
    add_field(FieldDraft("Budget", ("Budget in thousands",), "number", "public"), by=None)


def _give_members(projects: list[Any], edition: Any) -> None:
    """Make projects members' own, every second of whom has asked for a correction."""
    from skillsnet.accounts.models import User
    from skillsnet.accounts.viewer import viewer_for
    from skillsnet.calls.models import Project
    from skillsnet.classification.actions import ask_for_correction
    from skillsnet.participants.models import Person

    for index, project in enumerate(projects):
        user = User.objects.create_user(f"member{index}@example.org")
        person = Person.objects.create(key=f"member {index}", name=f"Member {index}", email=user.email, user=user)
        Project.objects.filter(pk=project.pk).update(contact=person)
        project.contact = person
        if index % 2:
            ask_for_correction(project, edition, by=viewer_for(user), reason="It is about something else.")


def begin(work: str, edition_id: int, by: int) -> None:
    """Begin a work as its page does, and queue the job."""
    from django.utils import timezone

    from skillsnet.publication.actions import begin_publication, begin_publication_undo
    from skillsnet.publication.models import Publication
    from skillsnet.publication.tasks import run_publication
    from skillsnet.taxonomy.models import Edition

    if work == "publish":
        until = timezone.localdate() + timedelta(days=9)
        publication = begin_publication(Edition.objects.get(pk=edition_id), object_until=until, by=by)
    else:
        publication = begin_publication_undo(Publication.objects.order_by("-pk")[0], by=by)
    run_publication.enqueue(publication.pk)


def wrong_between(progress: dict[int, tuple[str, int]]) -> list[str]:
    """Return what does not hold while a publication lies half done; `progress` keeps how far it was before."""
    from skillsnet.home.invariants import broken_invariants
    from skillsnet.publication.models import Publication
    from skillsnet.taxonomy.models import Edition

    faults = broken_invariants()
    last = Publication.objects.order_by("-pk")[0]
    state, done_count = progress.get(last.pk, (last.state, 0))
    if last.state == state and last.done_count < done_count:
        faults.append(f"publication {last.pk} went back from {done_count} to {last.done_count}")
    if last.state == "stopped":
        faults.append(f"publication {last.pk} stopped: {last.problems}")
    if Edition.objects.filter(state="published").count() != 1:
        faults.append("not one edition is in force")
    progress[last.pk] = (last.state, last.done_count)
    return faults


def main(kills: int) -> None:
    """Kill so many times, the works one after another, and print the figures."""
    from benchmarks.installation import prepare

    prepare(has_follow_ups=True)
    from django.db import connection

    from benchmarks.killing import Killing, failed_jobs
    from benchmarks.small_batches import A_BATCH

    edition_id, by = prepared()
    progress: dict[int, tuple[str, int]] = {}
    killing = Killing(lambda: wrong_between(progress), random.Random(SEED))
    expected_results, seconds, letters = {}, {}, 0
    for work in WORKS:
        seconds[work] = killing.undisturbed(lambda work=work: begin(work, edition_id, by))
        expected_results[work] = digest()
        letters = letters or len(current_state()["letters"])
    completed, different = dict.fromkeys(WORKS, 0), dict.fromkeys(WORKS, 0)
    while sum(killing.kills.values()) < kills:
        for work in WORKS:
            start = lambda work=work: begin(work, edition_id, by)  # noqa: E731
            killing.killed(work, start, longest_s=seconds[work], kills=3)
            completed[work] += 1
            different[work] += digest() != expected_results[work]
    report = {"database": connection.vendor, "projects": 473, "a_batch": A_BATCH, "letters": letters}
    report |= {"kills": killing.kills, "completed": completed, "different": different}
    report |= {"taken_up_by": killing.taken_up, "wrong_between": killing.wrong, "failed_jobs": failed_jobs()}
    print(json.dumps(report))


if __name__ == "__main__":
    main(int(sys.argv[1]))
