"""Parts of addresses that name a file's form; importing this makes them known."""

from django.urls import register_converter


class EditionFormConverter:
    """The ends of an edition's files."""

    regex = "json|ttl|rdf|csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class TaxonomyFormConverter(EditionFormConverter):
    """The ends of a whole taxonomy's files."""

    regex = "json|ttl|rdf"


class CategoryVerbConverter(EditionFormConverter):
    """What is done to a category that is there."""

    regex = "rename|reword|split|merge|retire"


register_converter(CategoryVerbConverter, "category_verb")
register_converter(EditionFormConverter, "edition_form")
register_converter(TaxonomyFormConverter, "taxonomy_form")
