"""Which projects wait for somebody to decide about them."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from skillsnet.calls.enums import ProjectStatus
from skillsnet.calls.models import Project
from skillsnet.classification.enums import PEOPLE, Outcome, Source
from skillsnet.classification.models import Assignment, Decision, OpenQuestion, QueuePlace
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import current_edition


def waiting_in(edition: Edition) -> QuerySet[Project]:
    """Return the projects that stand in no category, only by the engine's word, or with a question left open.

    In no particular order. Not among them are those of which a person said that they cannot tell, and those withdrawn.
    """
    placed = Assignment.objects.filter(project=OuterRef("pk"), edition=edition, is_current=True)
    by_anybody = placed.exclude(decision__source=Source.ENGINE)
    # While such a word stands, nobody else's places the project; whatever came after it and was undone is gone.
    untold = untold_by_people(edition).filter(project=OuterRef("pk"))
    found = Project.objects.exclude(status=ProjectStatus.WITHDRAWN).order_by()
    asked = Exists(open_questions(edition).filter(project=OuterRef("pk")))
    return found.filter(~Exists(by_anybody) | asked, ~Exists(untold))


def untold_by_people(edition: Edition) -> QuerySet[Decision]:
    """Return people's words that a text does not tell, also those carried over, as long as they are not undone."""
    by_people = Q(source__in=PEOPLE) | Q(source=Source.RULE, origin__in=PEOPLE)
    alive = Decision.objects.filter(by_people, edition=edition, outcome=Outcome.CANNOT_TELL)
    return alive.filter(undone_by=None, reading=None)


def open_questions(edition: Edition) -> QuerySet[OpenQuestion]:
    """Return what a change of edition left to decide and no person has decided since, the most doubtful first."""
    decided = Decision.objects.filter(
        project=OuterRef("project"), edition=edition, source__in=PEOPLE, undoes=None, undone_by=None, reading=None
    )
    return OpenQuestion.objects.filter(~Exists(decided), edition=edition).order_by("-doubt", "pk")


def waiting(edition: Edition | None = None) -> QuerySet[Project]:
    """Return the projects that wait in an edition, the skills categories' in force for None, as the queue has them."""
    edition = edition or current_edition()
    if edition is None:
        return Project.objects.none()
    place = QueuePlace.objects.filter(project=OuterRef("pk"), edition=edition).values("place")[:1]
    return waiting_in(edition).annotate(place=Subquery(place)).order_by(F("place").asc(nulls_last=True), "pk")


def waiting_count() -> int:
    """Return how many projects wait for somebody to confirm their categories."""
    edition = current_edition()
    return waiting_in(edition).count() if edition else 0
