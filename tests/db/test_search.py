"""Search finds the same on both databases, and odd input never raises."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from skillsnet.calls.models import Project, SearchDocument
from skillsnet.core.search import search_query
from skillsnet.core.search.query import LETTERS_READ, WORDS_READ
from skillsnet.core.text import tokens
from skillsnet.db import search
from skillsnet.db.search import document_counts, forget_deleted, matching, ranked_ids, table_of
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import projects
from tests.factories import make_organisation, make_project

pytestmark = pytest.mark.django_db

TEXTS = [
    ("Soldadura bajo techo de lámina", "Los alumnos aprenden en la École de Ñandú."),
    ("L’école des métiers", "Un atelier-école, 40 000 heures; l'accès est libre."),
    ("ورشة اللحام المتنقلة", "التدريب المهني للشباب فى القرى"),
    ("Welding in the evening", "Students weld pipes. RPL 2e3 v1.5 a.b@c"),
    ("हिन्दी में सिलाई", "महिलाओं के लिए प्रशिक्षण"),
    ("Ağaç işleri", "İstanbul’da ıslak zemin; STRASSE und Straße."),
]


@pytest.fixture
def written() -> dict[str, int]:
    return {title: make_project(title, summary=summary).pk for title, summary in TEXTS}


def holding(query: str) -> QuerySet[Project]:
    return Project.objects.filter(matching(search_query(query, is_exact=True).typed, model=SearchDocument))


def titles(query: str) -> set[str]:
    return set(holding(query).values_list("title", flat=True))


def slow_twin(query: str) -> set[int]:
    """Every word of the query, in one of its forms, begins a word of the document."""
    groups = search_query(query, is_exact=True).typed
    if not groups:
        return set()
    return {
        document.pk
        for document in SearchDocument.objects.all()
        if all(
            any(
                own.startswith(phrase[0].word)
                for own in f"{document.title} {document.body}".split()
                for phrase in group
            )
            for group in groups
        )
    }


@pytest.mark.medium
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ecole", {"L’école des métiers", "Soldadura bajo techo de lámina"}),
        ("ÉCOLE metier", {"L’école des métiers"}),
        ("lamina alumno", {"Soldadura bajo techo de lámina"}),
        ("nandu", {"Soldadura bajo techo de lámina"}),
        ("weld", {"Welding in the evening"}),
        ("welding absent", set()),
        ("strasse", {"Ağaç işleri"}),
        ("istanbul", {"Ağaç işleri"}),
        ("2e3", {"Welding in the evening"}),
        ("الشباب", {"ورشة اللحام المتنقلة"}),
        ("لحام", {"ورشة اللحام المتنقلة"}),
        ("المهنى", {"ورشة اللحام المتنقلة"}),
        ("وَرشه", {"ورشة اللحام المتنقلة"}),
        ("للشباب في", {"ورشة اللحام المتنقلة"}),
        ("acces", {"L’école des métiers"}),
        ("प्रशिक्ष", {"हिन्दी में सिलाई"}),
        ("ह", {"हिन्दी में सिलाई"}),
        ("न्दी", set()),
    ],
)
def test_finds_words_by_their_beginnings_without_accents_or_case(
    query: str, found: set[str], written: dict[str, int]
) -> None:
    assert titles(query) == found


@pytest.mark.medium
@pytest.mark.parametrize(
    "query",
    [
        '"', "'", "*", "NEAR(a b)", "a AND", "OR", "NOT x", "col:x", "^", "(", "\\", "%", "_", "!!!", "'x':* | 'y'",
        "\x00", "a\x00b", "\ud800", "word " * 2000, "x" * 10_000, "🙂", "-weld", "weld*", "title:weld", ";--",
    ],
)  # fmt: skip
def test_odd_questions_are_answered(query: str, written: dict[str, int]) -> None:
    found = set(holding(query).values_list("pk", flat=True))
    assert found == slow_twin(query)


def test_a_question_without_a_letter_matches_nothing(written: dict[str, int]) -> None:
    assert titles("?! …") == set()


@pytest.mark.medium
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(query="0\uaaeb")
@given(query=st.text(max_size=30) | st.sampled_from(tokens(" ".join(f"{t} {s}" for t, s in TEXTS))))
def test_equals_the_slow_twin(query: str, written: dict[str, int]) -> None:
    found = set(holding(query).values_list("pk", flat=True))
    assert found == slow_twin(query)


def test_index_follows_changes_and_removals(written: dict[str, int]) -> None:
    document = SearchDocument.objects.get(pk=written["Welding in the evening"])
    document.body = "carpentry"
    document.save()
    assert titles("pipes") == set()
    assert titles("carpentry") == {"Welding in the evening"}
    document.delete()
    assert titles("carpentry") == set()


def test_index_follows_bulk_writes(written: dict[str, int]) -> None:
    SearchDocument.objects.bulk_create(
        [SearchDocument(project_id=pk, title="same", body="bulk") for pk in written.values()],
        update_conflicts=True,
        unique_fields=["project"],
        update_fields=["title", "body"],
    )
    assert titles("bulk same") == set(written)
    assert titles("soldadura") == set()


def test_more_hits_in_the_title_come_first_then_the_folded_title() -> None:
    organisation = make_organisation("Plain House")
    make_project("Zebra school", summary="welding for all", organisation=organisation)
    make_project("École of welding", summary="nothing", organisation=organisation)
    make_project("Apple orchard", summary="a welding school", organisation=organisation)
    make_project("Évening welding school", summary="nothing", organisation=organisation)
    ordered = [project.title for project in projects(Filters(q="school weld"))]
    assert ordered == ["Évening welding school", "Zebra school", "Apple orchard"]


def test_questions_are_read_to_a_limit() -> None:
    query = search_query(" ".join(f"word{number}" for number in range(100)) + " " + "x" * 500, is_exact=True)
    assert len(query.groups) == WORDS_READ
    assert search_query("x" * 500).typed[0][0][0].word == "x" * LETTERS_READ


def test_documents_are_counted_and_ranked_by_the_weight_of_what_they_hold(written: dict[str, int]) -> None:
    groups = [search_query(word, is_exact=True).typed[0] for word in ("ecole", "lamina", "welding", "absent")]
    assert document_counts(groups, model=SearchDocument) == [2, 1, 1, 0]
    assert document_counts([], model=SearchDocument) == []
    ranked = ranked_ids(groups, weights=[1.0, 0.5, 1.2, 9.0], model=SearchDocument, most=2)
    names = {pk: title for title, pk in written.items()}
    assert [(names[pk], weight) for pk, weight in ranked] == [
        ("Soldadura bajo techo de lámina", 1.5), ("Welding in the evening", 1.2),
    ]  # fmt: skip
    assert ranked_ids([], weights=[], model=SearchDocument, most=2) == []


@pytest.mark.medium
def test_words_of_deleted_documents_go_in_steps(written: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    table = table_of(SearchDocument)
    for number in range(60):
        make_project(f"Project zzgone{number}", summary=" ".join(f"word{number}x{place}" for place in range(60)))
    Project.objects.exclude(pk__in=written.values()).delete()
    # SQLite writes what it holds back when it is asked.
    assert titles("zzgone1") == set()
    monkeypatch.setattr(search, "PAGES_AT_ONCE", 1)
    with CaptureQueriesContext(connection) as asked:
        forget_deleted(connection, table=table)
    if connection.vendor != "sqlite":
        assert len(asked) == 0
        return
    assert not [one for one in asked.captured_queries if "optimize" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT block FROM "{table.index}_data"')
        assert not [block for (block,) in cursor.fetchall() if b"zzgone" in bytes(block)]
    assert titles("soldadura") == {"Soldadura bajo techo de lámina"}
