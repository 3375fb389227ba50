"""Which projects need a decision about their categories."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from skillsnet.calls.models import Project
from skillsnet.classification.enums import PEOPLE, Outcome, Source
from skillsnet.classification.models import Assignment, Decision, OpenQuestion, QueuePosition
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import current_edition


def pending_in(edition: Edition) -> QuerySet[Project]:
    """Return the projects in no category, only in suggested ones, or with a question left open.

    In no particular order. Not among them are those of which a person said that they cannot tell, and those
    withdrawn or merged.
    """
    assignments = Assignment.objects.filter(project=OuterRef("pk"), edition=edition, is_current=True)
    by_anybody = assignments.exclude(decision__source=Source.ENGINE)
    # While such a decision applies, no other places the project; whatever came after it and was undone is gone.
    cannot_tell = cannot_tell_decisions(edition).filter(project=OuterRef("pk"))
    projects = Project.objects.current().order_by()
    has_question = Exists(open_edition_questions(edition).filter(project=OuterRef("pk")))
    return projects.filter(~Exists(by_anybody) | has_question, ~Exists(cannot_tell))


def cannot_tell_decisions(edition: Edition) -> QuerySet[Decision]:
    """Return people's decisions that a text has not enough information, also those moved here, unless undone."""
    by_people = Q(source__in=PEOPLE) | Q(source=Source.RULE, origin__in=PEOPLE)
    decisions = Decision.objects.filter(by_people, edition=edition, outcome=Outcome.CANNOT_TELL)
    return decisions.filter(undone_by=None, annotation_round=None)


def open_edition_questions(edition: Edition) -> QuerySet[OpenQuestion]:
    """Return what a change of edition left to decide and no person has decided since, the most doubtful first."""
    by_people = Decision.objects.filter(
        project=OuterRef("project"),
        edition=edition,
        source__in=PEOPLE,
        undoes=None,
        undone_by=None,
        annotation_round=None,
    )
    return OpenQuestion.objects.filter(~Exists(by_people), edition=edition).order_by("-doubt", "pk")


def pending_projects(edition: Edition | None = None) -> QuerySet[Project]:
    """Return the pending projects of an edition (None: the skills categories' in force) in the order of its queue."""
    edition = edition or current_edition()
    if edition is None:
        return Project.objects.none()
    position = QueuePosition.objects.filter(project=OuterRef("pk"), edition=edition).values("position")[:1]
    projects = pending_in(edition).annotate(queue_position=Subquery(position))
    return projects.order_by(F("queue_position").asc(nulls_last=True), "pk")


def pending_count() -> int:
    """Return how many projects need somebody to confirm their categories."""
    edition = current_edition()
    return pending_in(edition).count() if edition else 0
