"""Asks the whole site oddly, and tells what broke."""

import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random
from typing import Any
from urllib.parse import quote, urlsplit

from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import IntegrityError, transaction
from django.db.models import TextChoices
from django.test import Client
from django.urls import NoReverseMatch, reverse

from skillsnet.calls.models import ExtraField
from skillsnet.classification.models import Relearning
from skillsnet.core.errors import Invalid
from skillsnet.intake.models import ImportRun
from skillsnet.publication.models import Publication
from skillsnet.taxonomy.models import Edition
from skillsnet.web.encodings import only_utf8
from tests.factories import make_user
from tests.fuzzing.addresses import PageForm, address_names, field_names, forms_of
from tests.fuzzing.asking import COOKIES, FILE_NAMES, FILES, Asked, body_of, encoded, odd_headers, spoiled
from tests.fuzzing.values import odd_value
from tests.repo.objects import one_of_each
from tests.repo.scenes import RUN_SHAPES, SCENES, Arguments, make_run, run_arguments, run_states
from tests.repo.test_addresses import TABLE

METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW")
ODD_PARTS = (
    "0",
    "007",
    str(2**31),
    str(2**63),
    "9" * 30,
    "9" * 4400,
    "-",
    "_",
    "new",
    "a" * 300,
    "²",
    "%00",
    "a\x00",
    "٣",
)
REQUESTS_A_ROUND = 3


class _Undone(Exception):
    """Ends a round, so that the next finds the network as it was."""


@dataclass
class Fuzzer:
    """Odd requests in rounds: each round starts from the same network and takes its chances from seed and number."""

    seed: int
    arguments: Arguments
    runs: list[Arguments]
    edition: Edition
    sessions: dict[str, str]
    broken: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    number: int = 0

    def round(self, number: int) -> None:
        """Ask a few things in a row, then take all of it back."""
        self.number, before = number, len(self.broken)
        chance = Random(f"{self.seed}:{number}")
        cache.clear()
        try:
            with transaction.atomic():
                arguments = self._scene(chance)
                for _ in range(REQUESTS_A_ROUND):
                    # After a fault the transaction is broken too, and would be blamed for the rest.
                    if len(self.broken) == before:
                        self._ask_something(chance, arguments)
                raise _Undone
        except _Undone:
            pass

    def _scene(self, chance: Random) -> Arguments:
        """Return what addresses may name, at times with an object in any of its states."""
        found = {**self.arguments}
        if chance.random() < 0.3:
            found |= chance.choice(self.runs)
            run_pk = found["run"][0]
            ImportRun.objects.filter(pk=run_pk).update(**chance.choice(list(run_states())))
        elif chance.random() < 0.3:
            states = chance.choice(list(SCENES))
            found |= self._in_state(states, chance.choice(list(states)))
        return found

    def _in_state(self, states: type[TextChoices], state: TextChoices) -> Arguments:
        """Bring an object into a state, where need be in place of the one that stands."""
        try:
            with transaction.atomic():
                return SCENES[states](state, self.edition)
        except (IntegrityError, Invalid):
            for model in (Publication, Relearning, ExtraField):
                model.objects.all().delete()
            Edition.objects.filter(taxonomy=self.edition.taxonomy, number__gt=self.edition.number).delete()
            return SCENES[states](state, self.edition)

    def _ask_something(self, chance: Random, arguments: Arguments) -> None:
        name = chance.choice(address_names())
        who = chance.choice(("visitor", "member", "facilitator", "facilitator"))
        address = self._address(name, chance, arguments)
        self.asked.add(name)
        drawn = chance.random()
        if drawn < 0.4:
            asked = Asked(who, "GET", f"{address}?{encoded(self._query(chance))}")
        elif drawn < 0.75:
            asked = self._form(who, address, chance)
        elif drawn < 0.9:
            body, kind = body_of(self._query(chance), chance)
            asked = Asked(who, "POST", address, body, kind)
        else:
            body, kind = body_of(self._query(chance), chance)
            asked = Asked(who, chance.choice(METHODS), f"{address}?{encoded(self._query(chance))}", body, kind)
        cookie = chance.choice(COOKIES) if chance.random() < 0.05 else ""
        self.ask(Asked(**{**vars(asked), "headers": odd_headers(chance), "cookie": cookie}))

    def _address(self, name: str, chance: Random, arguments: Arguments) -> str:
        args = list(arguments[TABLE[name][0]])
        drawn = chance.random()
        if args and drawn < 0.15:
            args[chance.randrange(len(args))] = chance.choice(ODD_PARTS)
        try:
            address = reverse(name, args=args)
        except NoReverseMatch:
            address = "/".join([reverse(name, args=arguments[TABLE[name][0]]).rstrip("/"), quote(str(args[-1]))])
        if drawn > 0.97:
            address += quote(odd_value(chance).encode("utf-8", "surrogatepass")[:3000])
        return address

    def _query(self, chance: Random) -> list[tuple[str, str]]:
        names = field_names()
        return spoiled([(chance.choice(names), "1") for _ in range(chance.randint(0, 3))], names, chance)

    def _form(self, who: str, address: str, chance: Random) -> Asked:
        """Return a form of the page, filled in as the page shows it but for something odd; else the page itself."""
        page = self.ask(Asked(who, "GET", address))
        forms = forms_of(page)
        if not forms:
            return Asked(who, "POST", address, *body_of(self._query(chance), chance))
        form = chance.choice(forms)
        parts = urlsplit(form.action)
        action = (parts.path or urlsplit(address).path) + (f"?{parts.query}" if parts.query else "")
        pairs = spoiled(form.fields, field_names(), chance)
        if form.method == "GET":
            return Asked(who, "GET", f"{action.partition('?')[0]}?{encoded(pairs)}")
        return Asked(who, "POST", action, *body_of(pairs, chance, files=_files(form, chance)))

    def ask(self, asked: Asked) -> str:
        """Make the request, and return the page it is answered with; what breaks is kept with its round."""
        cookies = "; ".join(part for part in (self.sessions[asked.who], asked.cookie) if part)
        headers = {**asked.headers, **({"HTTP_COOKIE": cookies} if cookies else {})}
        faults: list[str] = []
        status, page = 0, b""
        with _listened(faults):
            try:
                client = Client(raise_request_exception=False)
                client.handler = only_utf8(client.handler)  # type: ignore[assignment]
                answer = client.generic(asked.method, asked.address, asked.body, asked.content_type, **headers)
                status, page = answer.status_code, b"".join(iter(answer))
            except Exception:
                faults.append(traceback.format_exc())
        self.statuses[status] = self.statuses.get(status, 0) + 1
        is_unready = status == HTTPStatus.SERVICE_UNAVAILABLE and asked.address.startswith(reverse("readyz"))
        if (status >= HTTPStatus.INTERNAL_SERVER_ERROR and not is_unready) or faults:
            self.broken.append(f"round {self.number} of seed {self.seed}: {status} {asked}\n{''.join(faults)[-3000:]}")
        return page.decode("utf-8", "replace") if status == 200 and page[:1] == b"<" else ""


def make_fuzzer(edition: Edition, *, seed: int) -> Fuzzer:
    """Return a fuzzer of a network with one thing of each kind, an import that came each far, and its people."""
    arguments = one_of_each(edition)
    runs = [run_arguments(make_run(shape)) for shape in RUN_SHAPES]
    sessions = {"visitor": ""}
    for role in ("member", "facilitator"):
        client = Client()
        client.force_login(make_user(f"fuzz-{role}@example.org", role=role))
        sessions[role] = f"sessionid={client.cookies['sessionid'].value}"
    return Fuzzer(seed, arguments, runs, edition, sessions)


@contextmanager
def _listened(faults: list[str]) -> Iterator[None]:
    def heard(**_: Any) -> None:
        faults.append(traceback.format_exc())

    got_request_exception.connect(heard)
    try:
        yield
    finally:
        got_request_exception.disconnect(heard)


def _files(form: PageForm, chance: Random) -> Sequence[tuple[str, str, bytes]]:
    return [(name, chance.choice(FILE_NAMES), chance.choice(FILES)) for name in form.files]
