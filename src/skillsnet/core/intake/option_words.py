"""Words with which cells tick an option, and words that form builders write above and below options."""

import re
from collections.abc import Sequence
from typing import Final

from skillsnet.core.text import fold

TICKED: Final = frozenset(
    fold(word)
    for word in (
        *("1", "1.0", "true", "yes", "y", "x", "✓", "✔", "✔️", "☑", "☒", "✅", "on", "checked", "selected", "ticked"),
        *("oui", "o", "vrai", "coché", "sí", "si", "verdadero", "seleccionado", "marcado", "نعم", "صحيح"),
        *("ja", "wahr", "sim", "verdadeiro", "да", "истина", "sì", "vero", "tak", "ναι", "evet", "是", "はい"),
    )
)
NOT_TICKED: Final = frozenset(
    fold(word)
    for word in (
        *("0", "0.0", "false", "no", "n", "☐", "□", "✗", "✘", "❌", "off", "unchecked", "not checked", "not selected"),
        *("unselected", "non", "faux", "non coché", "falso", "no seleccionado", "لا", "خطأ", "nein", "falsch", "não"),
        *("нет", "ложь", "nie", "οχι", "hayir", "否", "いいえ", "n/a", "not ticked"),
    )
)
# What platforms write under a question that has one answer.
FILLERS: Final = frozenset(
    fold(words)
    for words in (
        *("response", "responses", "open-ended response", "open ended response", "answer", "réponse", "réponse libre"),
        *("réponse ouverte", "respuesta", "respuesta abierta", "antwort", "offene antwort", "freitext", "resposta"),
        *("resposta aberta", "risposta", "risposta aperta", "الإجابة", "إجابة مفتوحة", "ответ"),
    )
)
# A level that says that there is none.
NO_LEVEL: Final = NOT_TICKED | frozenset(
    fold(word)
    for word in (
        *("none", "not at all", "no knowledge", "never", "not applicable", "aucun", "aucune", "aucune connaissance"),
        *("pas du tout", "jamais", "sans objet", "ninguno", "ninguna", "nada", "nunca", "no aplica", "لا يوجد"),
        *("لا شيء", "keine", "gar nicht", "nenhum", "nenhuma", "нисколько"),
    )
)
OTHER: Final = re.compile(
    r"^(others?|otr[oa]s?|autres?|andere|sonstige|outr[oa]s?|altro|другое|اخري|اخر|غير ذلك)\b|"
    r"\b(please specify|veuillez preciser|preciser|especifique|bitte angeben|يرجي التحديد)\b"
)
# Permissions are asked about one by one, whatever they have in common.
PERMISSION: Final = re.compile(
    r"\b(consent\w*|agree\w*|permission|privacy|gdpr|terms|publish\w*|autoris\w*|consenti\w*|consentement|accept\w*|"
    r"d accord|autoriz\w*|acept\w*|de acuerdo|einwillig\w*|datenschutz|موافق\w*|اوافق)\b"
)


def is_filler(label: str) -> bool:
    """Return whether a platform wrote this under a question that has one answer.

    Parameters
    ----------
    label
        A column's name below a heading.

    Returns
    -------
    bool
        True for "Response" and the like, in eight languages.

    Examples
    --------
    >>> is_filler("Open-Ended Response"), is_filler("English")
    (True, False)
    """
    return fold(label).strip(" :") in FILLERS


def is_tick_column(label: str, cells: Sequence[str]) -> bool:
    """Return whether a column's cells only tick what its name says.

    Parameters
    ----------
    label
        The column's name.
    cells
        Its filled cells.

    Returns
    -------
    bool
        True when each cell is a tick or none, or repeats the name; False without cells, and for a name that is a tick
        itself.
    """
    folded_label = fold(label)
    if not cells or folded_label in TICKED | NOT_TICKED:
        return False
    return all((text := fold(cell)) in TICKED | NOT_TICKED or text == folded_label for cell in cells)


def repeats_label(folded_text: str, label: str) -> bool:
    """Return whether a cell repeats its option, or the last part of it, as the columns of a grid do.

    Parameters
    ----------
    folded_text
        Folded text of the cell.
    label
        The option.

    Returns
    -------
    bool
        True for "fluent" under "French - Fluent" too.
    """
    folded_label = fold(label)
    return folded_text == folded_label or folded_label.endswith(
        tuple(f"{separator}{folded_text}" for separator in (" - ", " – ", "/", ": "))
    )
