"""Reading projects as plain values, so that what stands can be compared with what a file says."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.db.models import Model, QuerySet

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.calls.models import Link, Project, ProjectBeneficiary, ProjectCountry, ProjectLanguage
from skillsnet.core.text.unmasked import completed
from skillsnet.participants.texts import text_for, words_for_computing
from skillsnet.participants.visibility import organisation_label

PROJECT_FIELDS = (
    *("external_id", "key", "organisation_id", "contact_id", "title", "summary", "language", "country", "region"),
    *("stage", "status", "website", "submitted_on", "extra"),
    *("may_publish", "may_contact", "kind"),
)
# What stands between title and summary where they are read as one text.
TITLE_END = ". "


def title_for(project: Project, viewer: Viewer) -> str:
    """Return the title as the viewer may read it; of an organisation without a project, what it is called now."""
    return (
        organisation_label(project.organisation, viewer) if project.is_organisation else text_for(project.title, viewer)
    )


def public_text(project: Project) -> str:
    """Return title and summary as everybody may read them."""
    return TITLE_END.join(text_for(text, ANYONE) for text in (project.title, project.summary))


def public_texts(projects: QuerySet[Project]) -> Iterator[tuple[int, str, str]]:
    """Yield each project's id, title and summary as everybody may read them, and language, by id; one query."""
    names = ("pk", "title", "summary", "country", "withheld", "language")
    rows = projects.order_by("pk").values_list(*names).iterator(chunk_size=2000)
    for pk, title, summary, country, withheld, language in rows:
        texts = (completed(text, country=country, withheld=withheld) for text in (title, summary))
        yield pk, TITLE_END.join(text_for(text, ANYONE) for text in texts), language


def snapshots(projects: Iterable[Project]) -> dict[int, dict[str, object]]:
    """Return each project's values as JSON, with its languages, beneficiaries and countries of work; three queries."""
    rows = list(projects)
    ids = [project.pk for project in rows]
    languages, groups, work_countries = defaultdict(list), defaultdict(list), defaultdict(list)
    for project_id, code in (
        ProjectCountry.objects.filter(project__in=ids)
        .order_by("project", "order", "code")
        .values_list("project_id", "code")
    ):
        work_countries[project_id].append(code)
    for project_id, code in (
        ProjectLanguage.objects.filter(project__in=ids)
        .order_by("project", "order", "code")
        .values_list("project_id", "code")
    ):
        languages[project_id].append(code)
    for project_id, group in (
        ProjectBeneficiary.objects.filter(project__in=ids)
        .order_by("project", "order", "group")
        .values_list("project_id", "group")
    ):
        groups[project_id].append(group)
    return {
        project.pk: {
            **{name: _json_value(project, name) for name in PROJECT_FIELDS},
            "work_countries": work_countries[project.pk],
            "languages": languages[project.pk],
            "beneficiaries": groups[project.pk],
        }
        for project in rows
    }


def decided_by_people(ids: Iterable[int]) -> set[int]:
    """Return which of the projects somebody has since written something about.

    Asks every table that points at a project and says by whom, so that it needs no knowledge of the apps above.
    """
    project_ids = list(ids)
    decided_ids: set[int] = set()
    for relation in Project._meta.related_objects:
        model: type[Model] = relation.related_model
        if any(field.name == "by" for field in model._meta.fields):
            name = relation.field.name
            rows = model._default_manager.filter(**{f"{name}__in": project_ids, "by__isnull": False}).order_by(name)
            decided_ids.update(rows.values_list(f"{name}_id", flat=True))
    return decided_ids


def linked_projects(ids: Collection[int], *, without: Collection[int] = ()) -> set[int]:
    """Return which of the projects are at either end of a declared link, some links left out; two queries."""
    linked: set[int] = set()
    for end in ("source", "target"):
        links = Link.objects.filter(**{f"{end}__in": ids}).order_by("pk").values_list("pk", f"{end}_id")
        linked.update(project for pk, project in links if pk not in without)
    return linked


def _json_value(project: Project, name: str) -> object:
    value = getattr(project, name)
    return value.isoformat() if name == "submitted_on" and value is not None else words_for_computing(value)
