"""Every page is opened in every state of what it shows, by everybody: none answers that something went wrong."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRun
from skillsnet.taxonomy.models import Edition
from tests.repo.scenes import (
    NO_LIFE,
    OF_ROWS,
    RUN_SHAPES,
    SCENES,
    Arguments,
    in_annotation_round,
    make_run,
    run_arguments,
    run_states,
    stateful_fields,
)  # fmt: skip
from tests.repo.test_addresses import TABLE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CASES = [(scene, state) for states, scene in SCENES.items() for state in states]
FRAGMENT = {"HX-Request": "true"}
# Addresses that name nothing and may still show a thing in any of its states; files of the whole network do not.
FILES = ("account_", "set_", "map", "directory_", "health", "ready")
LISTS = [name for name, (kind, _) in TABLE.items() if not kind and not name.startswith(FILES)]
RUN_LISTS = ["imports", "import_new", "facilitate"]


def _addresses(arguments: Arguments, *, lists: Iterable[str] = LISTS) -> list[str]:
    named = [reverse(name, args=arguments[kind]) for name, (kind, _) in TABLE.items() if kind in arguments]
    return [*(reverse(name) for name in lists), *named]


@pytest.fixture
def readers(client: Client, member_client: Client, facilitator_client: Client) -> dict[str, Client]:
    """A visitor, a member and a facilitator whose browsers get an answer whatever happens."""
    found = {"visitor": client, "member": member_client, "facilitator": facilitator_client}
    for reader in found.values():
        reader.raise_request_exception = False
    return found


def _faults(readers: dict[str, Client], addresses: Iterable[str]) -> dict[str, int]:
    """Return the pages that answer with a fault, whole or as the part of a page that htmx asks for."""
    answers = {
        f"{who} {address} {'part' if headers else 'page'}": reader.get(address, headers=headers).status_code
        for who, reader in readers.items()
        for address in addresses
        for headers in ([{}, FRAGMENT] if who == "facilitator" else [{}])
    }
    return {said: status for said, status in answers.items() if status >= 500}


def test_every_field_that_names_a_state_has_a_scene_for_each_of_its_values() -> None:
    told = {tuple(states.values) for states in SCENES} | {tuple(RunState.values)}
    without = [
        (app, model, field)
        for app, model, field, values in stateful_fields()
        if tuple(values) not in told and (app, model, field) not in OF_ROWS | NO_LIFE
    ]
    assert without == []


@pytest.mark.parametrize("shape", RUN_SHAPES)
def test_an_import_in_any_state_has_its_pages(shape: str, taxonomy: Edition, readers: dict[str, Client]) -> None:
    run = make_run(shape)
    addresses = _addresses(run_arguments(run), lists=RUN_LISTS)
    faults = {}
    for values in run_states():
        ImportRun.objects.filter(pk=run.pk).update(**values)
        found = _faults(readers, addresses)
        faults |= {(str(values["state"]), values["failed_state"], page): status for page, status in found.items()}
    assert faults == {}


@pytest.mark.parametrize(("scene", "state"), CASES, ids=[f"{type(state).__name__}-{state}" for _, state in CASES])
def test_an_object_in_any_state_has_its_pages(
    scene: Any, state: Any, taxonomy: Edition, readers: dict[str, Client]
) -> None:
    assert _faults(readers, _addresses(scene(state, taxonomy))) == {}


@pytest.mark.parametrize("is_closed", [False, True])
def test_an_annotation_round_open_or_closed_has_its_pages(
    is_closed: bool, taxonomy: Edition, readers: dict[str, Client]
) -> None:
    assert _faults(readers, _addresses(in_annotation_round(is_closed, taxonomy))) == {}
