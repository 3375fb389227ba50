"""Further lists that ship as taxonomies of their own: beneficiaries, means and sectors."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from skillsnet.core.taxonomy.lists import LANGUAGES, value_name, values
from skillsnet.core.taxonomy.slugs import marks_for
from skillsnet.core.taxonomy.values import CategoryDocument, CategoryWords, EditionDocument, TaxonomyDocument

BUILTIN_SCHEMES: Final = ("beneficiaries", "means", "sectors")
_NAMES: Final = {
    "beneficiaries": {"en": "Beneficiaries", "fr": "Bénéficiaires", "es": "Beneficiarios", "ar": "المستفيدون"},
    "means": {"en": "Means", "fr": "Moyens", "es": "Medios", "ar": "الوسائل"},
    "sectors": {"en": "Sectors", "fr": "Secteurs", "es": "Sectores", "ar": "القطاعات"},
}


@cache
def _rows() -> tuple[Mapping[str, str], ...]:
    text = (resources.files(__package__) / "builtin_schemes.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def load_builtin_scheme(slug: str) -> TaxonomyDocument:
    """Return one of the further lists as a taxonomy with one edition, a draft.

    Parameters
    ----------
    slug : str
        One of `BUILTIN_SCHEMES`.

    Returns
    -------
    TaxonomyDocument
        Multi-valued and flat; names in four languages, definitions in English.

    Raises
    ------
    ValueError
        For a list that does not ship.

    Examples
    --------
    >>> [category.slug for category in load_builtin_scheme("means").editions[0].categories][:2]
    ['media', 'digital-platform']
    """
    if slug not in BUILTIN_SCHEMES:
        raise ValueError(f"{slug!r} does not ship; the lists that do are {', '.join(BUILTIN_SCHEMES)}")
    rows = [row for row in _rows() if row["kind"] == slug]
    if slug == "beneficiaries":
        rows = [_beneficiary(row) for row in rows]
    marks = marks_for([row["en"] for row in rows])
    categories = tuple(
        CategoryDocument(
            slug=row["slug"],
            number=number,
            mark=marks[number - 1],
            colour=number,
            texts={
                language: CategoryWords(row[language], row["definition"] if language == "en" else "")
                for language in LANGUAGES
            },
        )
        for number, row in enumerate(rows, start=1)
    )
    return TaxonomyDocument(
        names=_NAMES[slug],
        editions=(EditionDocument(1, categories, state="draft"),),
        correspondence=(),
        slug=slug,
    )


def _beneficiary(row: Mapping[str, str]) -> dict[str, str]:
    """Return the row with the names of the controlled list, which stays the one place for them."""
    assert row["slug"] in values("beneficiaries")
    names = {language: value_name("beneficiaries", row["slug"], language=language) for language in LANGUAGES}
    return {**row, **names}
