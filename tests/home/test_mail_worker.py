"""A code to sign in is sent while a long job is under way; mail alone is no sign that other work is done."""

from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from django.utils import timezone

from skillsnet.db.jobs import is_anybody_working, record_heartbeat
from tests.home.installations import Installation
from tests.running import Network, network_in, wait_until

pytestmark = pytest.mark.slow

# Asked of the network's own database: a job that is under way until its worker is ended, done by no fault of time.
LONG_JOB = """
from django_tasks_db.models import DBTaskResult, get_date_max
DBTaskResult.objects.create(args_kwargs={"args": [3600], "kwargs": {}}, task_path="tests.home.long_job.wait",
    backend_name="default", run_after=get_date_max(), exception_class_path="", traceback="")
"""
STATE = """
from django_tasks_db.models import DBTaskResult
print([one.status for one in DBTaskResult.objects.filter(task_path="tests.home.long_job.wait")])
"""


def _said(network: Network, code: str) -> str:
    done = network.command("shell", "--no-imports", "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _ask_for_code(network: Network, address: str) -> None:
    opener = build_opener(HTTPCookieProcessor())
    page = opener.open(network.address + "/accounts/login/").read().decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = urlencode({"csrfmiddlewaretoken": token, "email": address}).encode()
    opener.open(network.address + "/accounts/login/request/", sent).close()


@pytest.mark.process
def test_a_code_is_sent_while_a_long_job_is_under_way(migrated: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    with network_in(migrated.data, database=migrated.database) as network:
        network.start("--without-example")
        network.command("create-facilitator", "ada@example.org")
        _said(network, LONG_JOB)
        wait_until(lambda: _said(network, STATE) == "['RUNNING']", network)
        _ask_for_code(network, "ada@example.org")
        wait_until(lambda: "ada@example.org" in network.log, network)
        assert _said(network, STATE) == "['RUNNING']"


@pytest.mark.django_db
def test_a_worker_for_mail_alone_is_no_sign_that_other_work_is_done() -> None:
    record_heartbeat("here-mail", started_at=timezone.now(), job=None)
    assert not is_anybody_working()
    record_heartbeat("here", started_at=timezone.now(), job=None)
    assert is_anybody_working()
