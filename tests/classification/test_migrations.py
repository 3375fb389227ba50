"""What earlier versions stored comes along under today's names, and goes back, on both databases."""

import json

import pytest
from django.core.management import call_command
from django.db import connection

from skillsnet.classification.actions import label_project, start_annotation_round
from skillsnet.classification.actions.suggestions import suggest_categories
from skillsnet.classification.models import AnnotationItem, Assignment, Decision, Relearning
from skillsnet.classification.tasks import requeue_stale_relearnings
from skillsnet.home.invariants import broken_invariants
from skillsnet.taxonomy.actions import install_skills_taxonomy
from tests.factories import make_decision, make_project, make_user

# A text may say what looks like a key: it stays as it is written.
PHRASE = 'a "source": "telling" phrase'


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_annotation_rounds_and_evidence_go_back_and_forth() -> None:
    taxonomy, fay = install_skills_taxonomy(), make_user("fay@example.org", role="facilitator")
    project = make_project()
    annotation_round = start_annotation_round(taxonomy, title="First", size=1, by=fay.pk)
    label = label_project(annotation_round, project.pk, [], by=fay.pk)
    decision = make_decision(project, ("life-skills",))
    evidence = [{"source": "indicator_term", "phrase": PHRASE}, {"source": "texts", "phrase": "welding"}]
    Assignment.objects.filter(decision=decision).update(evidence=evidence)
    try:
        call_command("migrate", "classification", "0010", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("SELECT reading_id FROM classification_decision WHERE id = %s", [label.pk])
            assert cursor.fetchone() == (annotation_round.pk,)
            cursor.execute("SELECT evidence FROM classification_assignment WHERE decision_id = %s", [decision.pk])
            former = json.loads(cursor.fetchone()[0])
    finally:
        call_command("migrate", verbosity=0)
    assert former == [{"source": "telling", "phrase": PHRASE}, {"source": "texts", "phrase": "welding"}]
    assert Assignment.objects.get(decision=decision).evidence == evidence
    assert Decision.objects.get(pk=label.pk).annotation_round == annotation_round
    assert AnnotationItem.objects.get().annotation_round == annotation_round
    assert broken_invariants() == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_projects_are_read_anew_where_the_engine_had_read_them() -> None:
    edition, fay = install_skills_taxonomy(), make_user("fay@example.org", role="facilitator")
    project = make_project()
    suggest_categories([project.pk])
    decision = make_decision(project, ("life-skills",), source="facilitator", by=fay)
    try:
        call_command("migrate", "classification", "0012", verbosity=0)
    finally:
        call_command("migrate", verbosity=0)
    (relearning,) = Relearning.objects.all()
    assert (relearning.edition, relearning.state, relearning.decision_watermark) == (edition, "waiting", decision.pk)
    assert requeue_stale_relearnings() == [relearning.pk]
    assert broken_invariants() == []
