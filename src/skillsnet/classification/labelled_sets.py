"""Reading a labelled set and its taxonomy from files, for evaluating the classifier."""

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.utils.translation import gettext as _

from skillsnet.core.classification import CategoryDefinition
from skillsnet.core.errors import Invalid
from skillsnet.core.text import WORD, clean
from skillsnet.core.text.beginnings import is_unsegmented

SHOWN_PROBLEMS = 20
COLUMNS = ("id", "text", "labels")


@dataclass(frozen=True)
class LabelledText:
    """A text with its labels, none where nobody labelled it."""

    key: str
    text: str
    labels: tuple[str, ...]
    language: str | None


@dataclass(frozen=True)
class LabelTaxonomy:
    """The categories labels may name."""

    name: str
    multi_label: bool
    default_language: str
    categories: tuple[CategoryDefinition, ...]


def read_label_taxonomy(path: Path) -> LabelTaxonomy:
    """Return the taxonomy of a JSON file; raises Invalid with a sentence for each thing that is wrong in it."""
    try:
        document = json.loads(_read_text(path))
    except (json.JSONDecodeError, RecursionError) as error:
        raise Invalid(
            _("“%(file)s” is not valid JSON: %(why)s. Save the taxonomy as JSON and try again.")
            % {"file": path.name, "why": str(error)[:200]}
        ) from error
    categories = document.get("categories") if isinstance(document, dict) else None
    if not isinstance(categories, list) or not categories:
        raise Invalid(
            _(
                "“%(file)s” contains no categories. Use this structure: {“categories”: [{“id”, “name”, "
                "“definition”}, …]}."
            )
            % {"file": path.name}
        )
    problems = list(_problems_of(categories))
    if problems:
        raise Invalid(problems[:SHOWN_PROBLEMS])
    default = str(document.get("language") or "en")
    return LabelTaxonomy(
        name=str(document.get("name") or path.stem),
        multi_label=bool(document.get("multi_label", False)),
        default_language=default,
        categories=tuple(_category_definition(category, default) for category in categories),
    )


def _problems_of(categories: list[object]) -> Iterator[str]:
    slugs: set[str] = set()
    for number, category in enumerate(categories, start=1):
        if not isinstance(category, dict) or category.get("id") is None or not str(category["id"]).strip():
            yield _("Category %(place)d has no “id”. Give it one, such as “recognition”.") % {"place": number}
            continue
        slug = str(category["id"]).strip()
        if slug in slugs:
            yield _("Two categories have the id “%(id)s”. Give each category its own id.") % {"id": slug[:80]}
        slugs.add(slug)
        definitions = [category.get("definition"), *_translations(category).values()]
        longest = max((word_count(str(text)) for text in definitions if text), default=0)
        if longest < 2:
            yield _(
                "The definition of the category “%(id)s” is too short (words: %(count)d). Write one sentence "
                "about what belongs in it."
            ) % {"id": slug[:80], "count": longest}


def word_count(text: str) -> int:
    """Return how many words a text has; scripts without spaces between words have one for two letters."""
    runs = [match.group() for match in WORD.finditer(text)]
    return sum(max(1, len(run) // 2) if not run.isascii() and is_unsegmented(run) else 1 for run in runs)


def _translations(category: Mapping[str, object]) -> dict[str, str]:
    definitions = category.get("definitions")
    return {str(key): str(text) for key, text in definitions.items() if text} if isinstance(definitions, dict) else {}


def _category_definition(category: Mapping[str, object], default: str) -> CategoryDefinition:
    name = str(category.get("name") or category["id"])
    definition = f"{name}. {category.get('definition') or ''}"
    texts = {default: definition} | _translations(category)
    if default in _translations(category):
        texts[default] = f"{definition} {texts[default]}" if not category.get("definition") else definition
    return CategoryDefinition(str(category["id"]).strip(), texts, (name,))


def read_labelled(path: Path, taxonomy: LabelTaxonomy) -> list[LabelledText]:
    """Return the texts of a CSV file; raises Invalid with a sentence for each thing that is wrong in it."""
    csv.field_size_limit(sys.maxsize)
    try:
        rows = csv.DictReader(StringIO(_read_text(path), newline=""))
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise Invalid(
                _("“%(file)s” has no column “%(column)s”. It needs the columns id, text and labels; lang is optional.")
                % {"file": path.name, "column": missing[0]}
            )
        labelled_rows = list(rows)
    except csv.Error as error:
        raise Invalid(
            _("“%(file)s” cannot be read as CSV: %(why)s. Save it as CSV in UTF-8 and try again.")
            % {"file": path.name, "why": str(error)}
        ) from error
    slugs = {category.slug for category in taxonomy.categories}
    texts = [_labelled_text(row) for row in labelled_rows]
    problems = [
        _(
            "Row %(row)d of “%(file)s”: “%(label)s” is not a category of “%(taxonomy)s”. Correct the label, "
            "or add the category."
        )
        % {"row": row_number, "file": path.name, "label": label[:80], "taxonomy": taxonomy.name[:80]}
        for row_number, text in enumerate(texts, start=2)
        for label in text.labels
        if label not in slugs
    ]
    if problems:
        hidden_count = len(problems) - SHOWN_PROBLEMS
        more = (
            [_("… and other labels that match no category: %(count)d.") % {"count": hidden_count}]
            if hidden_count > 0
            else []
        )
        raise Invalid([*problems[:SHOWN_PROBLEMS], *more])
    return texts


def _labelled_text(row: Mapping[str, str | None]) -> LabelledText:
    labels = (label.strip() for label in (row["labels"] or "").split("|"))
    return LabelledText(
        key=(row["id"] or "").strip(),
        text=clean(row["text"] or ""),
        labels=tuple(dict.fromkeys(label for label in labels if label)),
        language=(row.get("lang") or "").strip().lower() or None,
    )


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(
            _("“%(file)s” is not valid UTF-8 at byte %(byte)d. Save it in UTF-8 and try again.")
            % {"file": path.name, "byte": error.start}
        ) from error
    except OSError as error:
        raise Invalid(
            _("“%(file)s” cannot be opened: %(why)s. Check the path.")
            % {"file": str(path), "why": error.strerror or type(error).__name__}
        ) from error
