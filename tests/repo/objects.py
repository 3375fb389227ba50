"""One thing of each kind that addresses name."""

from io import BytesIO

from django.utils import timezone

from skillsnet.accounts.viewer import ANYONE
from skillsnet.calls.models import ExtraField, Project
from skillsnet.classification.actions import start_annotation_round
from skillsnet.classification.models import Decision, Relearning
from skillsnet.intake.actions import preview, start_run
from skillsnet.netmap.models import EmbeddingSite
from skillsnet.netmap.short_links.actions import shorten_state
from skillsnet.outbox.models import MailMessage
from skillsnet.participants.models import Person
from skillsnet.publication.models import Publication
from skillsnet.revisions.actions import add_link, remove_link, revise
from skillsnet.revisions.models import LinkRevision, Revision
from skillsnet.taxonomy.actions import rename_category, start_draft
from skillsnet.taxonomy.models import DraftStep, Edition
from tests.factories import make_call, make_invitation, make_organisation, make_project, make_round, make_user


def one_of_each(taxonomy: Edition) -> dict[str, list[object]]:
    """Make one thing of each kind, and return what its addresses name, by kind."""
    draft = start_draft(taxonomy.taxonomy, by=None)
    rename_category(draft.categories.get(slug="training-delivery"), {"en": "Training"}, by=None)
    project: Project = make_project(categories=("life-skills",))
    file = BytesIO(b"Title,Country\nWelding by night,Kenya\nSewing by day,Atlantis\n")
    run = preview(start_run(file, name="export.csv", call=make_call(), by=None))
    return {
        "": [],
        **_changed_by_hand(project),
        "field": [ExtraField.objects.create(slug="sector", labels={"": "Sector"}).slug],
        "short": [shorten_state("country=KE", viewer=ANYONE).code],
        "missing": ["nodes-00000000000000000000.snm"],
        "project": [project.pk],
        "decision": [Decision.objects.filter(project=project).order_by("pk")[0].pk],
        "slug": ["life-skills"],
        "edition": [1, "social-inclusion"],
        "number": [1],
        "position": [1, 7],
        "download": [1, "ttl"],
        "list": ["means"],
        "whole": ["skills", "json"],
        "taxonomy": ["skills"],
        "draft": ["skills", 3],
        "draft_file": ["skills", 3, "xlsx"],
        "drafted": ["skills", 3, "life-skills"],
        "drafted_verb": ["skills", 3, "life-skills", "split"],
        "draft_step": ["skills", 3, DraftStep.objects.get().pk],
        "code": ["KE"],
        "user": [make_user("gus@example.org").pk],
        "mail": [MailMessage.objects.create(to="bo@example.org", subject="Hello", body="Hello", state="kept").pk],
        "run": [run.pk],
        "row": [run.pk, run.rows.order_by("position")[0].position],
        "organisation": [project.organisation_id],
        "relearning": [Relearning.objects.create(edition=taxonomy).pk],
        "publication": [Publication.objects.create(edition=draft, object_until=timezone.localdate()).pk],
        "annotation_round": [
            start_annotation_round(taxonomy, title="First", size=2, by=make_user("cy@example.org").pk).pk
        ],
        "project_pair": [project.pk, make_project().pk],
        "pair": [project.organisation_id, make_organisation("Another").pk],
    }


def _links(project: Project) -> dict[str, list[object]]:
    """Return news and a link of the project, and what was done to a link that was removed."""
    removed = add_link(project.pk, make_project().pk, {"kind": "partner"}, by=None)
    remove_link(removed.pk, by=None)
    link = add_link(project.pk, make_project().pk, {"kind": "partner"}, by=None)
    item = project.news.create(text="We opened.", happened_on=timezone.localdate())
    return {"news": [project.pk, item.pk], "link": [link.pk], "link_revision": [LinkRevision.objects.get(after={}).pk]}


def _changed_by_hand(project: Project) -> dict[str, list[object]]:
    """Return what facilitators have pages for: a person, a project with a change of a field, a website."""
    person = Person.objects.create(name="Hana Zzperson", key="hana")
    revise(project, {"title": "Welding by day"}, by=None)
    return {
        "token": ["no-such-token"],
        "invitation": [make_invitation().pk],
        "campaign": [make_round().pk],
        "person": [person.pk],
        "site": [EmbeddingSite.objects.create(origin="https://www.example.org").pk],
        "consent": [person.pk, "name"],
        **_links(project),
        "edited": ["projects", project.pk],
        "revision": ["projects", project.pk, Revision.objects.get().pk],
    }
