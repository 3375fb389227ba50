"""What is wrong with a file that should hold a taxonomy, as sentences."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from skillsnet.core.taxonomy import TaxonomyProblem
from skillsnet.core.taxonomy.documents import MAX_CATEGORIES
from skillsnet.taxonomy.sentences import _SENTENCES, Titles, taxonomy_problem_sentence

_FILES: dict[str, Promise] = {
    "not_json": gettext_lazy("it is not valid JSON, or it is damaged at line %(value)s. Export it again."),
    "no_object": gettext_lazy("%(value)s is not an object with fields. Compare it with an exported taxonomy."),
    "no_list": gettext_lazy("%(value)s is not a list. Compare it with an exported taxonomy."),
    "no_text": gettext_lazy("%(value)s is not a text. Compare it with an exported taxonomy."),
    "no_number": gettext_lazy("%(value)s is not a whole number from 1 to 32,767."),
    "no_flag": gettext_lazy("%(value)s must be true or false."),
    "too_many": gettext_lazy(
        "%(value)s has more items than a taxonomy can hold: at most %(most)s categories in an edition. Import a part "
        "of it, such as one concept scheme."
    ),
    "too_long": gettext_lazy("%(value)s is too long for the text of a category. Shorten it."),
    "too_large": gettext_lazy("it is larger than %(value)s MB. Leave out what is not needed."),
    "slug_malformed": gettext_lazy(
        "“%(value)s” is not a valid short name. Use letters without accents, digits, hyphens and "
        "underscores, at most 80."
    ),
    "state_unknown": gettext_lazy(
        "“%(value)s” is not a known state of an edition. The states are draft, open, published and superseded."
    ),
    "word_unknown": gettext_lazy(
        "%(value)s is not a known field. A category has the fields name, definition, includes, excludes and examples."
    ),
    "kind_unknown": gettext_lazy(
        "“%(value)s” is not a known kind of change. The kinds are kept, renamed, renumbered, widened, "
        "narrowed, split, merged, added and retired."
    ),
    "language_malformed": gettext_lazy("%(value)s is not a valid language code. Use codes such as en, fr, es or ar."),
    "not_rdf": gettext_lazy("it is not valid Turtle or RDF/XML, or it is damaged. Export it again as .ttl or .rdf."),
    "too_many_triples": gettext_lazy("it contains more than %(value)s statements. Leave out what is not needed."),
    "too_many_prefixes": gettext_lazy("it declares more than %(value)s prefixes. Leave out those that are not needed."),
    "literal_too_long": gettext_lazy("it contains a text of more than %(value)s characters. Shorten it."),
    "too_deep": gettext_lazy("it is nested more than %(value)s levels deep. Export it again with simple statements."),
    "too_slow": gettext_lazy("it takes more than %(value)s seconds to read. Leave out what is not needed."),
    "too_much_memory": gettext_lazy("it needs more than %(value)s MB of memory to read. Leave out what is not needed."),
    "is_json_ld": gettext_lazy("it is JSON-LD, which can load parts from other places. Export it as .ttl or .rdf."),
    "xml_entities": gettext_lazy(
        "it declares XML entities, which are not read because they can be unsafe. Export it as Turtle (.ttl)."
    ),
    "not_utf8": gettext_lazy("it is not in UTF-8. Save it as UTF-8 and import it again."),
    "no_concepts": gettext_lazy("it contains no SKOS concept with a label. Export the concepts with their labels."),
    "several_schemes": gettext_lazy(
        "it contains several concept schemes and does not say which edition each one is. Enter one of these as the "
        "concept scheme: %(value)s."
    ),
    "scheme_unknown": gettext_lazy("it contains no concept scheme with this name. Enter one of these: %(value)s."),
    "no_columns": gettext_lazy(
        "it has no columns “slug” and “name_en”. Use an exported spreadsheet as a model. Columns found: %(value)s."
    ),
    "column_twice": gettext_lazy("the column “%(value)s” appears twice. Remove one."),
    "column_unknown": gettext_lazy("the column “%(value)s” is unknown. Rename it or remove it."),
    "no_rows": gettext_lazy("it has column names but no categories below them."),
    "cell_no_number": gettext_lazy("%(value)s is not a whole number from 1 to 32,767."),
    "cell_too_long": gettext_lazy("the text in %(value)s is too long. Shorten it."),
    "row_without_name": gettext_lazy("row %(value)s has neither a short name nor a name."),
    "no_edition": gettext_lazy("it contains no edition."),
    "suffix": gettext_lazy("this file type cannot be read. Use .json, .ttl, .rdf, .xlsx, .ods or .csv."),
}


# What becomes of parts of a file that have no place in a taxonomy.
_REMARKS: dict[str, Promise] = {
    "parents_left_out": gettext_lazy(
        "Concepts with several broader concepts: %(value)s. Each is placed under the first one only."
    ),
    "alternative_labels": gettext_lazy("Alternative labels: %(value)s. They are added to “What is included”."),
    "labels_shortened": gettext_lazy("Names that were too long and are now shorter: %(value)s."),
    "relations_left_out": gettext_lazy("Relations between concepts that were left out: %(value)s."),
    "collections_left_out": gettext_lazy("Collections of concepts that were left out: %(value)s."),
    "notations_left_out": gettext_lazy(
        "Categories have whole numbers. These codes were left out or changed: %(value)s."
    ),
    "languages_left_out": gettext_lazy("Labels in unknown languages were left out. Their language codes: %(value)s."),
}


def remark_sentences(remarks: Iterable[TaxonomyProblem]) -> list[str]:
    """Return what became of parts of a file that have no place in a taxonomy, as sentences."""
    return [str(_REMARKS[remark.code]) % {"value": remark.value} for remark in remarks]


def file_sentences(problems: Iterable[TaxonomyProblem], *, name: str, titles: Titles | None = None) -> list[str]:
    """Return why a file cannot be taken over, as sentences that name it."""
    sentences = []
    for problem in problems:
        if problem.code in _SENTENCES:
            sentence = taxonomy_problem_sentence(problem, titles or Titles())
        else:
            sentence = str(_FILES[problem.code]) % {"value": problem.value, "most": number_format(MAX_CATEGORIES)}
        sentences.append(_in_file(sentence, name=name))
    return list(dict.fromkeys(sentences))


def _in_file(sentence: str, *, name: str) -> str:
    return str(gettext_lazy("%(file)s cannot be imported: %(reason)s")) % {"file": name, "reason": sentence}
