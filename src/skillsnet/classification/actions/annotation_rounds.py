"""Blind annotation rounds: a sample, labels that nobody else sees, and what is decided where they agree."""

import hashlib
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.calls.actions import increment_version
from skillsnet.classification.actions.decisions import (
    AssignmentDraft,
    DecisionDraft,
    derive_current,
    lock_projects,
    write_decisions,
)
from skillsnet.classification.enums import Source
from skillsnet.classification.models import AnnotationItem, BlindAnnotation, Decision
from skillsnet.classification.queries.annotation_rounds import ProjectLabels, annotator_count, labels_of
from skillsnet.classification.queries.pending_review import pending_in
from skillsnet.classification.rules import why_not_close_round
from skillsnet.core.errors import Invalid
from skillsnet.taxonomy.models import Category, Edition


@transaction.atomic
def start_annotation_round(edition: Edition, *, title: str, size: int, by: int) -> BlindAnnotation:
    """Start an annotation round of so many pending projects, drawn by chance."""
    if not title.strip():
        raise Invalid(_("Enter a name for the annotation round, so that other facilitators can find it."))
    pending_ids = list(pending_in(edition).order_by("pk").values_list("pk", flat=True))
    if not pending_ids:
        raise Invalid(_("No project needs a decision, so there is nothing to label."))
    annotation_round = BlindAnnotation.objects.create(edition=edition, title=title.strip()[:160], by_id=by)
    # By chance, and the same for the same round: whoever asks how the sample was drawn can draw it again.
    sample = sorted(pending_ids, key=lambda pk: hashlib.sha256(f"{annotation_round.pk}:{pk}".encode()).digest())[:size]
    AnnotationItem.objects.bulk_create(
        AnnotationItem(annotation_round=annotation_round, project_id=pk, order=order)
        for order, pk in enumerate(sample, start=1)
    )
    record(
        "classification.start_annotation_round",
        subject=f"annotation_round:{annotation_round.pk}",
        by=by,
        size=len(sample),
    )
    return annotation_round


@transaction.atomic
def label_project(
    annotation_round: BlindAnnotation, project_id: int, categories: Sequence[Category], *, by: int
) -> Decision:
    """Write one annotator's label, the first category as the main one, none for "cannot tell"; each annotator once."""
    locked = BlindAnnotation.objects.select_for_update().get(pk=annotation_round.pk)
    if locked.closed_at is not None:
        raise Invalid(_("This annotation round is closed. Its results are final, and no label can be added."))
    if not AnnotationItem.objects.filter(annotation_round=annotation_round, project=project_id).exists():
        raise Invalid(_("This project is not part of the annotation round."))
    assignments = tuple(AssignmentDraft(category.pk) for category in dict.fromkeys(categories))
    draft = DecisionDraft(
        project_id, Source.FACILITATOR, assignments=assignments, by=by, annotation_round_id=annotation_round.pk
    )
    try:
        with transaction.atomic():
            label = write_decisions(annotation_round.edition, [draft])[0]
    except IntegrityError:
        raise Invalid(_("You have already labelled this project.")) from None
    record("classification.label", subject=f"project:{project_id}", by=by, annotation_round=annotation_round.pk)
    return label


@transaction.atomic
def close_annotation_round(annotation_round: BlindAnnotation, *, by: int) -> BlindAnnotation:
    """Close a round: equal labels decide what is still pending; what is disputed goes to the top of the queue."""
    locked = BlindAnnotation.objects.select_for_update().get(pk=annotation_round.pk)
    if reason := why_not_close_round(locked, annotator_count=annotator_count(locked)):
        raise Invalid(reason)
    labels = labels_of(locked)
    lock_projects(labels)
    drafts, disputed_ids = _compare_labels(locked, labels, by=by)
    decisions = write_decisions(locked.edition, drafts)
    project_ids = [decision.project_id for decision in decisions]
    derive_current(project_ids, locked.edition)
    AnnotationItem.objects.filter(annotation_round=locked, project_id__in=disputed_ids).update(is_disputed=True)
    locked.closed_at = timezone.now()
    locked.save(update_fields=["closed_at"])
    increment_version(project_ids)
    record(
        "classification.close_annotation_round",
        subject=f"annotation_round:{locked.pk}",
        by=by,
        agreed=len(drafts),
        disputed=len(disputed_ids),
    )
    return locked


def _compare_labels(
    annotation_round: BlindAnnotation, labels: ProjectLabels, *, by: int
) -> tuple[list[DecisionDraft], list[int]]:
    """Return the decisions on pending projects with equal labels, and the projects whose labels differ."""
    pending = pending_in(annotation_round.edition).filter(pk__in=list(labels))
    pending_ids = set(pending.values_list("pk", flat=True))
    drafts, disputed_ids = [], []
    for project_id, project_labels in labels.items():
        answers = {(label[:1], frozenset(label)) for label in project_labels.values()}
        if len(project_labels) < 2:
            continue
        if len(answers) > 1:
            disputed_ids.append(project_id)
        elif project_id in pending_ids:
            assignments = tuple(AssignmentDraft(pk) for pk in next(iter(project_labels.values())))
            drafts.append(
                DecisionDraft(
                    project_id,
                    Source.FACILITATOR,
                    assignments=assignments,
                    by=by,
                    note=annotation_round.title,
                )
            )
    return drafts, disputed_ids
