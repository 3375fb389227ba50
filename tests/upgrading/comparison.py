"""Where two snapshots of a network differ: what one version showed and another does not."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

# Labels that were renamed, whole: of filters, columns and kinds, in each language.
LABELS = {
    "For whom": "Beneficiaries",
    "Pour qui": "Bénéficiaires",
    "Para quién": "Beneficiarios",
    "لفائدة مَن": "المستفيدون",
    "Individual applicant": "Individual participant",
    "Candidature individuelle": "Participant individuel",
    "Solicitante particular": "Participante individual",
    "مقدّم طلب فردي": "مشارك فردي",
    "منظمة غير حكومية أو مجتمع مدني": "منظمة غير حكومية أو منظمة مجتمع مدني",
    "مؤسسة خاصة": "منشأة خاصة",
    "مؤسسة عامة": "منشأة عامة",
    "تأكيد الفئات": "الفئات مؤكدة",
    "For whom (separated by |)": "Beneficiaries (separated by |)",
    "Applicant without an organisation": "Participant without an organisation",
    "Candidature sans organisation": "Participant sans organisation",
    "Solicitante sin organización": "Participante sin organización",
    "مقدّم طلب من دون منظمة": "مشارك من دون منظمة",
    "Bridges between communities": "Bridges between neighbourhoods",
    "Declared tie": "Declared link",
}
# Words within longer texts.
PHRASES = (
    (
        "the ties they declared, and who works on similar things",
        "the links they declared, and who works on similar issues",
    ),
    (
        "Each point is a participant with its project, standing around what it",
        "Each dot is a participant with its project, placed around the group it",
    ),
    (" · On the map", " · Imported"),
)
# Pictures name how many projects they hold; before, how many participants.
COUNTED = re.compile(r"^[\d,]+ (?:participants|projects) · ")
# What may go: the import's own key was listed among the columns of files.
MENDED = frozenset({"facilitator /facilitate/fields/ numbers"})
# Pages of facilitators that were arranged anew: they hold fewer projects at a time, or name nothing that is empty.
REARRANGED = re.compile(
    r"^facilitator /facilitate/(?:|categories/|categories/waiting/|imports/\d+/(?:questions|values)/) (?!status)"
)
# A search finds more than it did, and in another order: words of other languages, and other forms of Arabic ones.
SEARCHED = re.compile(r"[?&]q=")
# What of a search's page must be there still: the projects, their data and the addresses of their pages.
FOUND_KEYS = ("ids", "texts", "links")
PROJECT_LINK = re.compile(r"^/projects/\d+/")
# A map tells the day on which it was made: that of the older version's, or any day since.
MADE_ON = "2026-11-29"
DAYS = re.compile(r"\b\d{4}-\d\d-\d\d\b")
PARTS_OF_MADE_ON = frozenset(MADE_ON.split("-"))
# Names stand elsewhere in a drawing, those of empty groups not at all, and more is told beside it: nothing else may go.
DRAWN = re.compile(r"^\w+ /(?:map/\S*)? (?:texts|links|marks)$")
PICTURE = "file /map/picture.svg"
# The list of kinds of organisations has one more, so those behind it have moved a place.
TYPES = re.compile(r"^map (?:\w\w type values|nodes header facets \d+ values)$")
PLACES_OF_TYPES = frozenset({"map nodes columns facet.type", "map places type header hubs"})
# A page may have more choices than it had, such as those of an order.
CHOICES = re.compile(r"^\w+ /directory/\S* choices$")
# A project listed the words that it shares with another, one of which is a name of data, where a sentence stands now.
SHARED_WORDS = frozenset({"Women"})
CALL = "Example call: finding solutions to skills mismatch"
OF_PROJECT = re.compile(r"^\w+ /participants/\d+/\S* texts$")
SHOWN = 90
LIST_LETTERS = 200


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return a line for each value that is gone or another, by the path that leads to it.

    A page's own words may change, and new sentences may bring new numbers; no number may go.

    Examples
    --------
    >>> old = {"/": {"texts": ["For whom", "b"], "words": ["x"], "numbers": ["1", "3"]}}
    >>> differences(old, {"/": {"texts": ["Beneficiaries", "c"], "words": ["y"], "numbers": ["1", "2", "2"]}})
    ["/ numbers: ['3'] gone", "/ texts 1: 'b' became 'c'"]
    >>> differences({"/?q=a": {"ids": [1, 2], "status": 200}}, {"/?q=a": {"ids": [3, 2], "status": 200}})
    ['/?q=a ids: 1 gone']
    """
    return list(_differences(_renamed(before), _renamed(after), ""))


def _renamed(value: Any) -> Any:
    """Return a value with the labels of today."""
    if isinstance(value, Mapping):
        return {_renamed(key): _renamed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner) for inner in value]
    if not isinstance(value, str):
        return value
    for old, new in PHRASES:
        value = value.replace(old, new)
    value = DAYS.sub(lambda day: "DAY" if MADE_ON <= day.group() <= _tomorrow() else day.group(), value)
    return LABELS.get(value, COUNTED.sub("", value))


def _tomorrow() -> str:
    """Return the latest day that a site of any zone can call today."""
    return (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


def _differences(before: Any, after: Any, path: str) -> Iterator[str]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted({*before, *after} - {"words"}, key=str):
            yield from _of_key(key, before.get(key), after.get(key), f"{path} {key}".strip())
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(before, after, path)
    elif before != after:
        yield f"{path}: {_short(before)} became {_short(after)}"


def _of_key(key: object, before: Any, after: Any, path: str) -> Iterator[str]:
    if path in MENDED or REARRANGED.match(path):
        return
    if SEARCHED.search(str(key)):
        yield from _of_search(before, after, path)
        return
    if path in PLACES_OF_TYPES or (key == "marks" and DRAWN.match(path)):
        return
    if isinstance(before, list) and isinstance(after, list) and (path == PICTURE or DRAWN.match(path)):
        yield from _of_drawing(before, after, path)
    elif (CHOICES.match(path) or TYPES.match(path)) and isinstance(before, list) and isinstance(after, list):
        gone = Counter(map(repr, before)) - Counter(map(repr, after))
        yield from (f"{path}: {value[:SHOWN]} gone" for value in gone.elements())
    elif key == "numbers" and isinstance(before, list) and isinstance(after, list):
        gone = sorted((Counter(map(str, before)) - Counter(map(str, after))).elements())
        if not PARTS_OF_MADE_ON.issuperset(gone):
            yield f"{path}: {gone} gone"
    elif key == "texts" and isinstance(before, list) and isinstance(after, list):
        before = _without_shared_words(before) if OF_PROJECT.match(path) else before
        yield from _of_lists(
            [text for text in before if not _is_list(text)], [t for t in after if not _is_list(t)], path
        )
    else:
        yield from _differences(before, after, path)


def _without_shared_words(texts: list[Any]) -> list[Any]:
    """Return a page of a project without the words that it shares with others, which stand below its call."""
    start = texts.index(CALL) if CALL in texts else len(texts)
    return [text for at, text in enumerate(texts) if at < start or text not in SHARED_WORDS]


def _of_drawing(before: list[Any], after: list[Any], path: str) -> Iterator[str]:
    """Yield the texts and links of a drawing, and of the page around it, that are not there any more."""
    # A map of a choice names no group that is empty.
    if not path.endswith("marks") and not ("?" in path and path.endswith("texts")):
        texts = [
            {str(value[-1] if isinstance(value, list) else value) for value in values} for values in (before, after)
        ]
        yield from (f"{path}: {text[:SHOWN]} gone" for text in sorted(texts[0] - texts[1]) if not _is_list(text))


def _of_search(before: Any, after: Any, path: str) -> Iterator[str]:
    """Yield what a search found and finds no more; it may find more, in any order."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        if before.get("status") != after.get("status"):
            yield f"{path} status: {before.get('status')} became {after.get('status')}"
        for key in FOUND_KEYS:
            found_before, found_after = before.get(key, []), after.get(key, [])
            if DRAWN.match(f"{path} {key}"):
                yield from _of_drawing(found_before, found_after, f"{path} {key}")
            else:
                yield from _of_search(found_before, found_after, f"{path} {key}")
    elif isinstance(before, list) and isinstance(after, list):
        gone = Counter(map(_value_of_search, before)) - Counter(map(_value_of_search, after))
        yield from (f"{path}: {value[:SHOWN]} gone" for value in gone.elements() if value)
    else:
        yield from _differences(before, after, path)


def _value_of_search(value: Any) -> str:
    """Return a value to compare; "" for what need not be there: links to other than projects, lists of short values."""
    if isinstance(value, str):
        is_compared = bool(PROJECT_LINK.match(value)) if value.startswith("/") else not _is_list(value)
        return value if is_compared else ""
    return repr(value)


def _is_list(text: str) -> bool:
    """Return whether a text lists short values by semicolons: pages list them by the reader's comma today."""
    return "; " in text and len(text) < LIST_LETTERS


def _of_lists(before: list[Any], after: list[Any], path: str) -> Iterator[str]:
    """Yield the first place where two lists differ: what follows a value too many differs all along."""
    for index, (old, new) in enumerate(zip(before, after, strict=False)):
        if old != new:
            yield from _differences(old, new, f"{path} {index}")
            return
    if len(before) != len(after):
        longer, change = (before, "gone") if len(before) > len(after) else (after, "new")
        index = min(len(before), len(after))
        yield f"{path} {index}: {_short(longer[index])} {change}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
