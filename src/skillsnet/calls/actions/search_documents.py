"""Writing what may be found of projects by their words."""

from collections.abc import Sequence
from functools import lru_cache

from django.db import connection

from skillsnet.accounts.viewer import ANYONE
from skillsnet.calls.actions.withheld_names import derive_withheld
from skillsnet.calls.models import Project, SearchDocument
from skillsnet.core.geo import country_name, region_name, region_of
from skillsnet.core.search import search_words
from skillsnet.db.bulk import insert_rows, update_rows
from skillsnet.db.search import forget_deleted, table_of
from skillsnet.participants.enums import OrganisationType
from skillsnet.participants.texts import text_for

SEARCHED_FIELDS = (
    *("title", "summary", "country", "region", "withheld", "organisation__name", "organisation__type"),
    *("organisation__country", "organisation__withheld"),
)
SEARCHED_LANGUAGES = ("en", "fr", "es", "ar")


def index_projects(ids: Sequence[int]) -> None:
    """Look for names to withhold in these projects, and write what may be found of them.

    Call inside the transaction that changed them, their people or their links; a constant number of queries.
    """
    derive_withheld(ids)
    projects = Project.objects.filter(pk__in=ids).select_related("organisation").prefetch_related("work_countries")
    documents = [
        (_fold_words(_public_names(project)), _public_text(project), project.pk)
        for project in projects.order_by("pk").only(*SEARCHED_FIELDS)
    ]
    existing = SearchDocument.objects.filter(project__in=ids).order_by("pk")
    existing_ids = set(existing.values_list("pk", flat=True))
    names = ("title", "body")
    update_rows(SearchDocument, names, [document for document in documents if document[-1] in existing_ids])
    new = [document for document in documents if document[-1] not in existing_ids]
    insert_rows(SearchDocument, (*names, "project_id"), new)


def _public_names(project: Project) -> list[str]:
    organisation = project.organisation
    # An individual participant's name is a person's; people who agreed to nothing cannot be found by their name.
    if organisation is None or organisation.type == OrganisationType.INDIVIDUAL:
        return [text_for(project.title, ANYONE, marker=" ")]
    return [text_for(text, ANYONE, marker=" ") for text in (project.title, organisation.name)]


def _public_text(project: Project) -> str:
    parts = (
        _fold_words([text_for(project.summary, ANYONE, marker=" ")]),
        _fold_place_names(project.country, project.region),
        *(
            _fold_place_names(work_country.code, region_of(work_country.code))
            for work_country in project.work_countries.all()
            if work_country.code != project.country
        ),
    )
    return " ".join(part for part in parts if part)


@lru_cache(maxsize=512)
def _fold_place_names(country: str, region: str) -> str:
    names = [country_name(country, language) for language in SEARCHED_LANGUAGES] if country else []
    names += [region_name(region, language) for language in SEARCHED_LANGUAGES] if region else []
    return _fold_words(names)


def _fold_words(texts: Sequence[str]) -> str:
    return " ".join(word for text in texts for word in search_words(text))


def forget_removed_words() -> None:
    """Let the words of projects that were removed or rewritten go from what is searched; one pass over the index."""
    forget_deleted(connection, table=table_of(SearchDocument))
