"""The people whom rows name agreed to be named: answered before anything is written, and taken back with the import."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from skillsnet.accounts.viewer import ANYONE
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.actions import give_consent, withdraw_consent
from skillsnet.calls.models import Project
from skillsnet.intake.actions import (
    answer_names,
    begin_commit,
    commit,
    correct_cell,
    finish_commit,
    preview,
    set_mapping,
    undo,
)
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.participants.models import Consent, Person
from skillsnet.participants.texts import text_for
from tests.intake.sheets import HEADER, as_csv, photograph, previewed

pytestmark = pytest.mark.django_db

ONE, TWO = "Zzada Zzdiallo", "Zzbo Zzunal"
HIDDEN = ["Pump repair by […]", "Sewing with […]"]
SHOWN = [f"Pump repair by {ONE}", f"Sewing with {TWO}"]
SOURCE = "consent form of the call"
TEXT = "We teach."


def _row(number: str, title: str, name: str) -> tuple[str, ...]:
    return (number, title, TEXT, "Atelier", "NGO", "Kenya", name, f"{name.split()[0].lower()}@example.org")


LATER = [_row("M-1", f"Night school of {ONE}", ONE), _row("M-2", f"Solar lamps with {TWO}", TWO)]
ROWS = [HEADER, _row("N-1", SHOWN[0], ONE), _row("N-2", SHOWN[1], TWO)]


def _titles() -> list[str]:
    return [text_for(one.title, ANYONE) for one in Project.objects.order_by("external_id")]


def _rows(run: ImportRun) -> list[ImportRow]:
    return list(run.rows.order_by("position"))


def _agreed(run: ImportRun, *, source: str = SOURCE, row: ImportRow | None = None) -> ImportRun:
    answer_names(run, row=row, answer="agreed", source=source, by=None)
    return run


def _person(name: str) -> Person:
    return Person.objects.get(email=f"{name.split()[0].lower()}@example.org")


def _post(client: Client, run: ImportRun, row: ImportRow | None = None, **said: str) -> str:
    position = [row.position] if row else []
    address = reverse("import_row_names" if row else "import_names", args=[run.pk, *position])
    response = client.post(address + "?show=naming&page=1", said)
    assert response.status_code == 302
    return str(response["Location"])


@pytest.mark.medium
def test_without_an_answer_names_are_held_back(facilitator_client: Client) -> None:
    run = previewed(ROWS)
    page = facilitator_client.get(reverse("import_preview", args=[run.pk])).content.decode()
    assert 'value="hold" checked' in page
    assert page.count("The names in this row are hidden") == 2
    commit(run, by=None)
    assert (_titles(), Consent.objects.count()) == (HIDDEN, 0)


@pytest.mark.medium
def test_all_agreed_and_everybody_reads_the_names(facilitator_client: Client) -> None:
    run = previewed(ROWS)
    there = _post(facilitator_client, run, answer="agreed", source=f"  {SOURCE} ")
    assert there == reverse("import_preview", args=[run.pk]) + "?show=naming&page=1#names"
    page = facilitator_client.get(there).content.decode()
    assert (SOURCE in page, 'value="agreed" checked' in page) == (True, True)
    assert page.count("The names in this row will be shown to everyone") == 2
    assert (Consent.objects.count(), Project.objects.count()) == (0, 0)
    facilitator_client.post(reverse("import_commit", args=[run.pk]))
    assert _titles() == SHOWN
    said = Consent.objects.values_list("field", "audience", "source", "wording", "withdrawn_at")
    assert list(said) == [("name", "public", SOURCE, "told with an import", None)] * 2
    profile = Client().get(reverse("project", args=[Project.objects.get(external_id="N-1").pk])).content.decode()
    assert (SHOWN[0] in profile, SOURCE in profile) == (True, False)
    told = AuditRecord.objects.filter(act="calls.give_consent", detail__run=run.pk, by_user__isnull=False)
    assert set(told.values_list("subject", flat=True)) == {f"person:{one.pk}" for one in Person.objects.all()}
    history = facilitator_client.get(reverse("consents", args=[_person(ONE).pk])).content.decode()
    assert SOURCE in history


@pytest.mark.medium
def test_one_row_agreed_only(facilitator_client: Client) -> None:
    run = previewed(ROWS)
    row = _rows(run)[0]
    assert _post(facilitator_client, run, row, answer="agreed", source=SOURCE).endswith(f"#row-{row.position}")
    commit(ImportRun.objects.get(pk=run.pk), by=None)
    assert _titles() == [SHOWN[0], HIDDEN[1]]
    assert Consent.objects.get().person == _person(ONE)


@pytest.mark.medium
def test_a_rows_own_answer_goes_before_the_one_for_all(facilitator_client: Client) -> None:
    rows = [*ROWS, _row("N-3", f"Boats by {ONE}", ONE)]
    run = _agreed(previewed(rows))
    first = _rows(run)[0]
    _post(facilitator_client, run, first, answer="hold")
    _post(facilitator_client, run, _rows(run)[1], answer="hold")
    _post(facilitator_client, run, _rows(run)[1], answer="all")
    commit(ImportRun.objects.get(pk=run.pk), by=None)
    # Whom one row holds back no other one shows.
    assert _titles() == [HIDDEN[0], SHOWN[1], "Boats by […]"]


@pytest.mark.medium
@pytest.mark.parametrize("said", [{"answer": "agreed"}, {"answer": "agreed", "source": " \u00a0"}])
@pytest.mark.parametrize("is_of_row", [True, False])
def test_how_they_know_is_asked_for(facilitator_client: Client, said: dict[str, str], is_of_row: bool) -> None:
    run = previewed(ROWS)
    position = [_rows(run)[1].position] if is_of_row else []
    address = reverse("import_row_names" if is_of_row else "import_names", args=[run.pk, *position])
    response = facilitator_client.post(address, said)
    page = response.content.decode()
    # At the top of the page, and at its place.
    assert (response.status_code, page.count("Write how you know that the people agreed.")) == (422, 2)
    assert page.count('aria-invalid="true"') == 1
    assert page.count('value="agreed" checked') == 1
    run.refresh_from_db()
    assert "names" not in run.choices


@pytest.mark.medium
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"answer": "agreed", "source": "x" * 201}, "The text has 201 characters; the limit is 200."),
        ({"answer": "all"}, "Choose one of the answers."),
        ({}, "Choose one of the answers."),
    ],
)
def test_what_cannot_be_kept_says_why(facilitator_client: Client, said: dict[str, str], sentence: str) -> None:
    run = previewed(ROWS)
    response = facilitator_client.post(reverse("import_names", args=[run.pk]), said)
    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert "names" not in ImportRun.objects.get(pk=run.pk).choices


@pytest.mark.medium
def test_a_source_of_two_hundred_letters_is_kept_whole() -> None:
    commit(_agreed(previewed(ROWS), source="é" * 200), by=None)
    assert set(Consent.objects.values_list("source", flat=True)) == {"é" * 200}


@pytest.mark.medium
def test_rows_that_ask_nothing_take_no_answer(facilitator_client: Client, member_client: Client) -> None:
    run = previewed([HEADER, _row("N-1", "Pumps", ONE)])
    address = reverse("import_row_names", args=[run.pk, _rows(run)[0].position])
    response = facilitator_client.post(address, {"answer": "agreed", "source": SOURCE})
    assert (response.status_code, "names" in ImportRun.objects.get(pk=run.pk).choices) == (422, False)
    assert member_client.post(address, {"answer": "agreed", "source": SOURCE}).status_code == 404
    commit(run, by=None)
    assert facilitator_client.post(address, {"answer": "agreed", "source": SOURCE}).status_code == 302
    assert "names" not in ImportRun.objects.get(pk=run.pk).choices


def test_the_answer_outlives_a_new_comparison_but_not_other_columns() -> None:
    run = _agreed(previewed(ROWS))
    answer_names(run, row=_rows(run)[1], answer="hold", by=None)
    correct_cell(run, _rows(run)[0], column=2, text="We repair.", by=None)
    run = preview(run)
    assert run.choices["names"] == {"all": SOURCE, "rows": {str(_rows(run)[1].position): ""}, "by": None}
    set_mapping(run, {"Contact person": "extra"}, by=None)
    assert "names" not in ImportRun.objects.get(pk=run.pk).choices


@pytest.mark.medium
@pytest.mark.parametrize("audience", ["public", "members"])
def test_who_withdrew_or_chose_otherwise_is_left_as_they_said(audience: str) -> None:
    commit(previewed(ROWS), by=None)
    for name in (ONE, TWO):
        give_consent(_person(name), "name", audience=audience, wording="Yes.", source="letter", by=None)
    withdraw_consent(_person(ONE), "name", by=None)
    before = list(Consent.objects.order_by("pk").values())
    run = _agreed(previewed([HEADER, *LATER]))
    codes = [[one["code"] for one in row.problems] for row in _rows(run)]
    assert "name_stays" in codes[0]
    assert ("name_stays" in codes[1]) == (audience == "members")
    commit(run, by=None)
    assert list(Consent.objects.order_by("pk").values()) == before
    undo(run, by=None)
    assert list(Consent.objects.order_by("pk").values()) == before


@pytest.mark.medium
def test_a_withdrawal_after_the_comparison_holds_too() -> None:
    commit(previewed(ROWS), by=None)
    run = _agreed(previewed([HEADER, *LATER[:1]]))
    give_consent(_person(ONE), "name", audience="public", wording="Yes.", source="letter", by=None)
    withdraw_consent(_person(ONE), "name", by=None)
    commit(run, by=None)
    assert _titles() == ["Night school of […]", *HIDDEN]
    assert Consent.objects.get().withdrawn_at is not None


@pytest.mark.medium
def test_rows_that_change_nothing_show_their_names_too(facilitator_client: Client) -> None:
    commit(previewed(ROWS), by=None)
    stands, run = photograph(), previewed(ROWS)
    page = facilitator_client.get(reverse("import_preview", args=[run.pk])).content.decode()
    assert "There is nothing to import" in page
    _post(facilitator_client, run, answer="agreed", source=SOURCE)
    facilitator_client.post(reverse("import_commit", args=[run.pk]))
    assert _titles() == SHOWN
    undo(ImportRun.objects.get(pk=run.pk), by=None)
    assert (_titles(), Consent.objects.count(), photograph()) == (HIDDEN, 0, stands)


@pytest.mark.medium
def test_taking_the_import_back_takes_its_own_consents_only() -> None:
    commit(previewed(ROWS), by=None)
    give_consent(_person(TWO), "name", audience="public", wording="Yes.", source="letter", by=None)
    own = Consent.objects.get()
    rows = [*LATER, _row("M-3", "Boats by Zzcy Zznew", "Zzcy Zznew")]
    run = commit(_agreed(previewed([HEADER, *rows])), by=None)
    assert {one.source for one in Consent.objects.all()} == {"letter", SOURCE}
    assert _titles() == [row[1] for row in (*rows, *ROWS[1:])]
    undo(run, by=None)
    assert list(Consent.objects.all()) == [own]
    assert _titles() == [HIDDEN[0], SHOWN[1]]
    # Whom only this import brought is gone with it.
    assert not Person.objects.filter(email="zzcy@example.org").exists()
    assert AuditRecord.objects.filter(act="calls.withdraw_consent", detail__run=run.pk).count() == 2


@pytest.mark.medium
def test_consents_go_where_the_project_stays_and_withdrawn_ones_stay() -> None:
    run = commit(_agreed(previewed(ROWS)), by=None)
    Project.objects.filter(external_id="N-1").update(summary="Somebody changed it.")
    withdraw_consent(_person(TWO), "name", by=None)
    undo(run, by=None)
    assert _titles() == [HIDDEN[0]]
    assert list(Consent.objects.values_list("person__name", flat=True)) == [TWO]
    again = _agreed(previewed(ROWS))
    commit(again, by=None)
    assert _titles() == [SHOWN[0], HIDDEN[1]]


@pytest.mark.medium
def test_a_name_is_held_back_at_once_where_the_project_stays() -> None:
    run = commit(_agreed(previewed(ROWS[:2])), by=None)
    Project.objects.update(summary="Somebody changed it.")
    undo(run, by=None)
    assert (_titles(), Consent.objects.count()) == (HIDDEN[:1], 0)


@pytest.mark.medium
def test_who_claimed_their_profile_speaks_for_themselves() -> None:
    commit(previewed(ROWS), by=None)
    Person.objects.filter(pk=_person(ONE).pk).update(claimed_at=timezone.now())
    run = _agreed(previewed([HEADER, *LATER]))
    assert ["name_stays" in [one["code"] for one in row.problems] for row in _rows(run)] == [True, False]
    commit(run, by=None)
    assert Consent.objects.get().person == _person(TWO)
    # Also who claims it between the comparison and the commit.
    later = _agreed(previewed([HEADER, _row("M-3", "Boats by Zzcy Zznew", "Zzcy Zznew")]))
    Person.objects.create(name="Zzcy Zznew", key="mail:zzcy@example.org", email="zzcy@example.org")
    Person.objects.filter(email="zzcy@example.org").update(claimed_at=timezone.now())
    commit(later, by=None)
    assert Consent.objects.count() == 1


@pytest.mark.medium
@pytest.mark.parametrize("killed_after", [1, 3, 5])
def test_a_commit_that_was_killed_gives_each_consent_once(killed_after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [_row(f"N-{n}", f"Pumps {n} by {ONE if n % 2 else TWO}", ONE if n % 2 else TWO) for n in range(8)]
    run = _agreed(previewed([HEADER, *rows]))
    monkeypatch.setattr("skillsnet.intake.actions.commits.ROWS_A_BATCH", 1)
    calls = iter(range(99))

    def killed() -> None:
        if next(calls) == killed_after:
            raise KeyboardInterrupt

    monkeypatch.setattr("skillsnet.db.jobs.leases.note_progress", killed)
    begin_commit(run, by=None)
    with pytest.raises(KeyboardInterrupt):
        finish_commit(run)
    finish_commit(ImportRun.objects.get(pk=run.pk))
    finish_commit(ImportRun.objects.get(pk=run.pk))
    assert sorted(Consent.objects.values_list("person__name", flat=True)) == sorted([ONE, TWO])
    assert not any("[…]" in title for title in _titles())
    undo(ImportRun.objects.get(pk=run.pk), by=None)
    assert (Consent.objects.count(), Person.objects.count(), Project.objects.count()) == (0, 0, 0)


@pytest.mark.slow
def test_the_command_has_the_same_answer(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(as_csv(ROWS).getvalue())
    for wrong in ("", " ", "x" * 201):
        with pytest.raises(CommandError, match=r"how you know|201 characters"):
            call_command("import", str(path), call="first", names_agreed=wrong, stdout=io.StringIO())
    assert (Project.objects.count(), ImportRun.objects.count()) == (0, 0)
    call_command("import", str(path), "--call=first", f"--names-agreed={SOURCE}", "--dry-run", stdout=io.StringIO())
    assert (Project.objects.count(), Consent.objects.count()) == (0, 0)
    call_command("import", str(path), "--call=first", f"--names-agreed={SOURCE}", stdout=io.StringIO())
    assert _titles() == SHOWN
    assert set(Consent.objects.values_list("source", flat=True)) == {SOURCE}


def _queries(many: int, *, start: int) -> int:
    rows = [_row(f"N-{n}", f"Pumps {n} by P{n} Zzname", f"P{n} Zzname") for n in range(start, start + many)]
    run = _agreed(previewed([HEADER, *rows]))
    answer_names(run, row=_rows(run)[0], answer="hold", by=None)
    with CaptureQueriesContext(connection) as caught:
        commit(run, by=None)
    assert Consent.objects.filter(person__name__in=[row[6] for row in rows]).count() == many - 1
    return len(caught)


@pytest.mark.medium
def test_a_commit_takes_as_many_queries_for_many_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillsnet.intake.actions.commits.run_follow_ups", lambda ids: None)
    # The first import of its columns also keeps what they mean.
    _first, few, many = (_queries(count, start=start) for count, start in ((3, 0), (3, 100), (40, 200)))
    assert few == many


@pytest.mark.medium
def test_the_page_takes_as_many_queries_for_many_names(facilitator_client: Client) -> None:
    counts = []
    for many in (2, 40):
        rows = [_row(f"N-{n}", f"Pumps {n} by P{n} Zzname", f"P{n} Zzname") for n in range(many)]
        run = _agreed(previewed([HEADER, *rows]))
        with CaptureQueriesContext(connection) as caught:
            facilitator_client.get(reverse("import_preview", args=[run.pk]))
        counts.append(len(caught))
    assert counts[0] == counts[1]
