from django.db import migrations
from django.db.models import OuterRef, Q, Subquery

from skillsnet.db.bulk import update_rows

PROPOSALS_AT_ONCE = 500
WEIGHT = {"facilitator": 3, "member": 3, "applicant": 2, "engine": 0}


def carry(apps, schema_editor):
    """Make a decision of each group of assignments that were written together; what stood stands."""
    Assignment = apps.get_model("classification", "Assignment")
    last = 0
    while ids := _next_proposals(Assignment, last):
        rows = Assignment.objects.filter(proposal_id__in=ids).select_related("category").order_by("proposal_id", "pk")
        _carry_batch(apps, list(rows))
        last = ids[-1]


def _next_proposals(Assignment, last):
    found = Assignment.objects.filter(proposal_id__gt=last).order_by("proposal_id")
    return list(found.values_list("proposal_id", flat=True).distinct()[:PROPOSALS_AT_ONCE])


def _carry_batch(apps, rows):
    Decision, Assignment = apps.get_model("classification", "Decision"), apps.get_model("classification", "Assignment")
    groups = _groups(rows)
    decisions = [
        Decision(
            proposal_id=group[0].proposal_id,
            edition_id=group[0].category.edition_id,
            source=group[0].source,
            outcome="placed",
            by_id=group[0].by_id,
            at=group[0].at,
        )
        for group in groups
    ]
    Decision.objects.bulk_create(decisions, batch_size=100)
    links = [
        (made.pk, made.edition_id, row.pk) for made, group in zip(decisions, groups, strict=True) for row in group
    ]
    update_rows(Assignment, ("decision_id", "edition_id"), links)
    Decision.objects.bulk_create(list(_taken_back(Decision, decisions, groups)), batch_size=100)


def _groups(rows):
    """Return the rows that were written together: the main category came first each time."""
    groups = []
    for row in rows:
        key = (row.proposal_id, row.category.edition_id, row.source, row.by_id, row.is_current)
        if not groups or row.is_primary or key != groups[-1][0]:
            groups.append((key, []))
        groups[-1][1].append(row)
    return [group for _, group in groups]


def _taken_back(Decision, decisions, groups):
    """Yield what undoes each decision that would stand now and did not."""
    current = {}
    for made, group in zip(decisions, groups, strict=True):
        if group[0].is_current:
            current[made.proposal_id, made.edition_id] = made
    for made, group in zip(decisions, groups, strict=True):
        stands = current.get((made.proposal_id, made.edition_id))
        if group[0].is_current or (stands is not None and _weight(stands) > _weight(made)):
            continue
        yield Decision(
            proposal_id=made.proposal_id,
            edition_id=made.edition_id,
            source=made.source,
            outcome="undone",
            undoes_id=made.pk,
            at=made.at,
        )


def _weight(decision):
    return (WEIGHT[decision.source], decision.pk)


def carry_back(apps, schema_editor):
    """Give each assignment what its decision says; decisions without a category have no place in the old form."""
    Assignment = apps.get_model("classification", "Assignment")
    Decision = apps.get_model("classification", "Decision")
    own = Decision.objects.filter(pk=OuterRef("decision_id"))
    said = {name: Subquery(own.values(name)[:1]) for name in ("source", "by", "at")}
    known = Q(decision__source__in=list(WEIGHT))
    Assignment.objects.filter(known).update(**said)
    Assignment.objects.exclude(known).update(**{**said, "source": "engine"})
    Assignment.objects.update(decision=None, edition=None)
    for model in ("Move", "CorrectionRequest"):
        apps.get_model("classification", model).objects.all().delete()
    Decision.objects.filter(undoes__isnull=False).delete()
    Decision.objects.all().delete()


class Migration(migrations.Migration):
    """The assignments as they stand become decisions."""

    dependencies = [("classification", "0002_decisions")]

    operations = [migrations.RunPython(carry, carry_back)]
