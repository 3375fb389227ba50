"""Writing what may be found of projects by their words."""

from collections.abc import Sequence
from functools import lru_cache

from django.db import connection

from skillsnet.accounts.viewer import ANYONE, OPERATOR
from skillsnet.calls.actions.withheld_names import derive_withheld
from skillsnet.calls.models import FacilitatorDocument, Project, SearchDocument
from skillsnet.core.geo import country_name, region_name, region_of
from skillsnet.core.search import search_words
from skillsnet.core.text.unmasked import UnmaskedText, withholding
from skillsnet.db.bulk import insert_rows, update_rows
from skillsnet.db.search import forget_deleted, table_of
from skillsnet.participants.enums import OrganisationType
from skillsnet.participants.texts import cell_for, text_for
from skillsnet.participants.visibility import contact_card, organisation_name

SEARCHED_FIELDS = (
    *("title", "summary", "country", "region", "withheld", "organisation__name", "organisation__type"),
    *("organisation__country", "organisation__withheld", "external_id", "extra", "website"),
    *("contact__name", "contact__email", "contact__phone", "contact__position", "contact__user", "contact__is_removed"),
)
SEARCHED_LANGUAGES = ("en", "fr", "es", "ar")


def index_projects(ids: Sequence[int]) -> None:
    """Look for names to withhold in these projects, and write what may be found of them, by all and by facilitators.

    Call inside the transaction that changed them, their people or their links; a constant number of queries.
    """
    derive_withheld(ids)
    related = ("news", "work_countries", "contact__consents", "named_people__person__consents")
    rows = Project.objects.filter(pk__in=ids).select_related("organisation", "contact").prefetch_related(*related)
    projects = list(rows.order_by("pk").only(*SEARCHED_FIELDS))
    _write(
        SearchDocument,
        [(_fold_words(_public_names(project)), _public_text(project), project.pk) for project in projects],
    )
    _write(
        FacilitatorDocument,
        [
            (_fold_words(_people_and_numbers(project)), _fold_words(_whole_texts(project)), project.pk)
            for project in projects
        ],
    )


def _write(model: type[SearchDocument] | type[FacilitatorDocument], documents: Sequence[tuple[str, str, int]]) -> None:
    ids = [document[-1] for document in documents]
    existing_ids = set(model.objects.filter(project__in=ids).order_by("pk").values_list("pk", flat=True))
    names = ("title", "body")
    update_rows(model, names, [document for document in documents if document[-1] in existing_ids])
    new = [document for document in documents if document[-1] not in existing_ids]
    insert_rows(model, (*names, "project_id"), new)


def _people_and_numbers(project: Project) -> list[str]:
    """Return the words of people and numbers; a number also without what parts its digits."""
    people = [project.contact, *(named.person for named in project.named_people.all())]
    cards = [contact_card(person, OPERATOR) for person in people]
    names = [text for card in cards for text in (card.name, card.email, card.phone, card.position)]
    joined = ["".join(search_words(text)) for text in (*(card.phone for card in cards), project.external_id)]
    return [*names, project.external_id, *joined, organisation_name(project.organisation, OPERATOR)]


def _whole_texts(project: Project) -> list[str]:
    """Return the texts and extra fields as facilitators read them."""
    texts = (project.title, project.summary, project.website, *_news_texts(project))
    return [
        *(text_for(text, OPERATOR) for text in texts),
        *(cell_for(cell, OPERATOR) for cell in project.extra.values()),
    ]


def _news_texts(project: Project) -> list[UnmaskedText]:
    return [withholding(item.text, project.withheld) for item in project.news.all()]


def _public_names(project: Project) -> list[str]:
    organisation = project.organisation
    # An individual participant's name is a person's; people who agreed to nothing cannot be found by their name.
    if organisation is None or organisation.type == OrganisationType.INDIVIDUAL:
        return [text_for(project.title, ANYONE, marker=" ")]
    return [text_for(text, ANYONE, marker=" ") for text in (project.title, organisation.name)]


def _public_text(project: Project) -> str:
    parts = (
        _fold_words([text_for(text, ANYONE, marker=" ") for text in (project.summary, *_news_texts(project))]),
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
    """Let the words of projects that were removed or rewritten go from what is searched; one pass over each index."""
    for model in (SearchDocument, FacilitatorDocument):
        forget_deleted(connection, table=table_of(model))
