"""What a column's name may say: a question, and the option that the column stands for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MAX_NAME_CHARS: Final = 120
CODE_SEPARATORS: Final = ("___", "__", ".", "_")
_SEPARATORS: Final = (" >> ", ">>", " > ", " → ", "::", ": ", " - ", " – ", " — ", " | ", "|", "/")
_BRACKETS: Final = re.compile(r"^(?P<question>.*\S)\s*\[(?P<label>[^\[\]]+)\]$")
_CHOICE: Final = re.compile(r"^(?P<question>.*\S)\s*\((?:choice|choix|opci[oó]n)\s*=\s*(?P<label>.+)\)$", re.IGNORECASE)
_PARENTHESES: Final = re.compile(r"^(?P<question>.*\S)\s+\((?P<label>[^()]+)\)$")
# LimeSurvey writes the codes of question and option before their words: `Q3[SQ001]. Languages [French]`.
_LEADING_CODE: Final = re.compile(r"^[A-Za-z]\w*(?:\[\w+\])+[.:]\s+")

Path = tuple[str, ...]


@dataclass(frozen=True)
class OptionName:
    """A question that a column's name may begin with, and what would be its option.

    Attributes
    ----------
    separator
        What parts them; empty where the question is a heading above the name, `:<` where the option comes first.
    question, label
        The question and the option.
    """

    separator: str
    question: str
    label: str


def option_names(path: Path) -> Iterator[OptionName]:
    """Yield each way in which a column's name may be a question and an option.

    Parameters
    ----------
    path
        The column's name, after the headings above it.

    Yields
    ------
    OptionName
        Those by brackets first; O(parts of the name).
    """
    headings = [part for part in path[:-1] if part]
    name = path[-1]
    if headings and name:
        yield OptionName("", " ".join(headings), name)
    name = (_LEADING_CODE.sub("", name) if not headings else name).replace(" - Selected Choice", "")
    for separator, pattern in (("[", _BRACKETS), ("(choice", _CHOICE), ("(", _PARENTHESES)):
        match = pattern.match(name)
        if match:
            yield OptionName(separator, match["question"], match["label"].strip())
            outer = pattern.match(match["question"]) if separator == "[" else None
            if outer:
                yield OptionName("[[", outer["question"], f"{outer['label'].strip()} - {match['label'].strip()}")
    # Alchemer writes the option before the question, and no blank between them.
    label, _, question = name.partition(":")
    if label.strip() and question[:1].strip():
        yield OptionName(":<", question.strip(), label.strip())
    code_separators = [] if any(mark in name for mark in " /|[") else [sep for sep in CODE_SEPARATORS if sep in name]
    for separator in (*_SEPARATORS, *code_separators[:1]):
        start = name.find(separator, 1)
        while 0 < start < len(name) - len(separator):
            question, label = name[:start].strip(), name[start + len(separator) :].strip()
            if question and label:
                yield OptionName(separator, question, label)
            start = name.find(separator, start + len(separator))


def grid_labels(labels: Sequence[str]) -> list[str]:
    """Return labels for options that are the rows and columns of a grid.

    Parameters
    ----------
    labels
        The options of a question, such as "French - Fluent".

    Returns
    -------
    list of str
        Labels such as "French (Fluent)"; empty where the options are not every row with every column, once each.
    """
    for separator in (" - ", " – ", ": ", "/", "|"):
        parts = [label.partition(separator) for label in labels]
        if not all(row and column for row, _, column in parts):
            continue
        rows, columns = {row for row, _, _ in parts}, {column for _, _, column in parts}
        if len(rows) > 1 and len(columns) > 1 and len(rows) * len(columns) == len(labels) == len(set(labels)):
            return [f"{row.strip()} ({column.strip()})" for row, _, column in parts]
    return []


def listed(labels: Sequence[str]) -> str:
    """Return a name for a question that the file does not name.

    Parameters
    ----------
    labels
        Its options.

    Returns
    -------
    str
        The options, as many as `MAX_NAME_CHARS` leave room for.
    """
    name = ", ".join(labels)
    return name if len(name) <= MAX_NAME_CHARS else name[: MAX_NAME_CHARS - 1].rpartition(", ")[0] + " …"
