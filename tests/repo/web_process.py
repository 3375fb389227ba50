"""A web process that serves every page to every role; `python -m tests.repo.web_process` prints what it loaded.

The map is built in another process, and tasks wait in the database, as they do in production.
"""

import json
import os
import sys
from typing import Any

HEAVY = ("scipy", "sklearn", "rustworkx", "graspologic_native", "joblib", "threadpoolctl", "model2vec")
LATER = "2999-01-01"
ASKING = ("review_decide", "learn_now", "edition_preview", "edition_publish")


def main() -> None:
    """Serve everything there is and print statuses that are faults, what waits, and which heavy modules are loaded."""
    from benchmarks.installation import prepare

    prepare()
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from skillsnet.classification.models import Relearning
    from skillsnet.config.wsgi import application
    from skillsnet.publication.models import Publication
    from skillsnet.taxonomy.models import Edition
    from tests.factories import make_user
    from tests.repo.objects import one_of_each

    assert application is not None
    settings.ALLOWED_HOSTS = ["testserver"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    edition = Edition.objects.get(taxonomy__slug="skills", state="published")
    named = one_of_each(edition)
    # What is under way would keep another of its kind from beginning.
    Relearning.objects.update(state="done", finished_at=timezone.now())
    Publication.objects.update(state="stopped")
    _build_in_another_process()
    readers = {"visitor": Client(raise_request_exception=False)}
    for role in ("member", "facilitator"):
        readers[role] = Client(raise_request_exception=False)
        readers[role].force_login(make_user(f"{role}@example.org", role=role))
    faults = [
        f"{who} {method} {address} {status}"
        for who, reader in readers.items()
        for method, address, data in [*_looks(named), *_sends(named, edition)]
        # Nobody works here, which is what this one is to say.
        if (status := _status(reader, method, address, data)) >= 500 and address != "/readyz"
    ]
    from django_tasks_db.models import DBTaskResult

    queued = sorted({path.rsplit(".", 1)[-1] for path in DBTaskResult.objects.values_list("task_path", flat=True)})
    loaded = sorted(name for name in HEAVY if name in sys.modules)
    print(json.dumps({"faults": faults, "queued": queued, "loaded": loaded}))  # noqa: T201 - the test reads it


def _build_in_another_process() -> None:
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        from skillsnet.netmap.tasks import build_maps

        build_maps()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


def _looks(named: dict[str, list[object]]) -> list[tuple[str, str, dict[str, Any]]]:
    from django.urls import reverse

    from tests.repo.test_addresses import TABLE

    return [("get", reverse(name, args=named[kind]), {}) for name, (kind, _) in TABLE.items()]


def _sends(named: dict[str, list[object]], edition: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """Return a form of every address, filled with something each form may know, and some filled well."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.urls import reverse

    from tests.repo.test_addresses import TABLE

    category = edition.categories.order_by("pk")[0].pk
    well = {
        "answer": "placed",
        "primary": category,
        "main": category,
        "expected_latest_id": 0,
        "reason": "Because.",
        "ids": "1,2",
        "query": "country=KE",
        "object_until": LATER,
        "until": LATER,
        "email": "cy@example.org",
        "size": 2,
        "label": "Sector",
        "columns": "Sector",
        "kind": "one",
        "audience": "public",
        "title": "Second",
    }
    table = b"Title,Country\nKnitting at noon,Kenya\n"
    file = {"file": SimpleUploadedFile("more.csv", table), "call": "another", "title": "Another"}
    pair = reverse("same_compare", args=named["pair"])
    # What asks for work first: a draft that is deleted moves nothing.
    names = [*ASKING, *(name for name in TABLE if name not in ASKING)]
    forms = [("post", reverse(name, args=named[TABLE[name][0]]), well) for name in names]
    return [("post", pair, {"answer": "same"}), *forms, ("post", reverse("import_new"), file)]


def _status(reader: Any, method: str, address: str, data: dict[str, Any]) -> int:
    answer = getattr(reader, method)(address, data)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


if __name__ == "__main__":
    main()
