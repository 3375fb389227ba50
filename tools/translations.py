"""Keeps the catalogues complete: `update` adds what is new, `check` refuses gaps, `compile` makes the .mo files.

Texts are gathered from Python and from templates (which Django turns into Python-like source) by Babel, so that no
other tool is needed on the machine.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "skillsnet"
LANGUAGES = ("fr", "es", "ar")
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
    "pgettext_lazy": ((1, "c"), 2), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
NAMED = re.compile(r"%\((\w+)\)[sd]")
# In French no line breaks there.
BREAKABLE = re.compile(r"« | [:;!?»]")
# Somebody agreed to these words as they stand.
EARLIER_WORDINGS = ("visibility-1.fr.txt",)


def main(task: str) -> None:
    """Run update, check or compile."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("SKILLSNET_DATA", folder)
        {"update": _update, "check": _check, "compile": _compile}[task]()


def _catalogue_path(language: str) -> Path:
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def _read(language: str) -> Catalog:
    path = _catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, domain="django", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _template_source(path: Path) -> bytes:
    from django.utils.translation.template import templatize

    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    # Indentation means nothing here and would stop the reader.
    return "\n".join(line.strip() for line in source.splitlines()).encode()


def _messages() -> Catalog:
    os.environ["DJANGO_SETTINGS_MODULE"] = "skillsnet.config.settings"
    found = Catalog(domain="django", charset="utf-8", fuzzy=False)
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        if "migrations" in path.parts or "locale" in path.parts:
            continue
        source = path.read_bytes() if path.suffix == ".py" else _template_source(path)
        for _, message, _, context in extract("python", BytesIO(source), keywords=KEYWORDS):
            if message and (message if isinstance(message, str) else message[0]):
                found.add(message, locations=[(str(path.relative_to(SOURCE)), 0)], context=context)
    return found


def _update() -> None:
    template = _messages()
    for language in LANGUAGES:
        catalogue = _read(language)
        # Without its date a catalogue changes only when a text does.
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        catalogue.language_team = "the platform"
        catalogue.last_translator = "the platform"
        catalogue.header_comment = f"# The platform's texts: {language}."
        for message in catalogue:
            message.locations = [(name, 0) for name, _ in message.locations]
        path = _catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, sort_output=True, include_lineno=False, width=0, omit_header=False)


def _check() -> None:
    template = _messages()
    problems = [problem for language in LANGUAGES for problem in _problems(language, template)]
    problems += problems_of_files()
    print("\n".join(problems), end="\n" if problems else "")
    sys.exit(1 if problems else 0)


def _problems(language: str, template: Catalog) -> Iterator[str]:
    catalogue = _read(language)
    for message in template:
        if not message.id:
            continue
        single = message.id if isinstance(message.id, str) else message.id[0]
        known = catalogue.get(single, context=message.context)
        told = [] if known is None else [known.string] if isinstance(known.string, str) else list(known.string)
        if not told or not all(told):
            yield f"{language}: no translation of {single!r}"
        elif not set(NAMED.findall(" ".join(told))) <= _names(message.id):
            yield f"{language}: the translation of {single!r} names a value that the original does not"
        if language == "fr":
            yield from (f"{language}: {problem}" for text in told for problem in french_problems(text))


def french_problems(text: str) -> Iterator[str]:
    """Say where a French text has a space that can break before a sign, or inside quotation marks."""
    for place in BREAKABLE.finditer(text):
        words = text[max(place.start() - 20, 0) : place.end() + 20].strip()
        yield f"put a no-break space (U+00A0) in place of the space in {place.group()!r}, in {words!r}"


def problems_of_files() -> Iterator[str]:
    """Say the same of the texts that stand in files of their own: mails, and the words that members agree to."""
    for path in sorted(SOURCE.rglob("*.fr.txt")):
        if path.name not in EARLIER_WORDINGS:
            yield from (f"{path.name}: {problem}" for problem in french_problems(path.read_text(encoding="utf-8")))


def _names(message: str | tuple[str, ...]) -> set[str]:
    return set(NAMED.findall(message if isinstance(message, str) else " ".join(message)))


def _compile() -> None:
    for language in LANGUAGES:
        path, made = _catalogue_path(language), _catalogue_path(language).with_suffix(".mo")
        if not path.exists() or (made.exists() and made.stat().st_mtime_ns >= path.stat().st_mtime_ns):
            continue
        # Whole from the first moment on: a server that runs reads it as soon as it is there.
        part = made.with_suffix(".mo.part")
        with part.open("wb") as file:
            write_mo(file, _read(language))
        part.replace(made)


if __name__ == "__main__":
    main(sys.argv[1])
