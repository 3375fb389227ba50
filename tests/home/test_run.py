"""`skillsnet run` as people use it: started, used, broken in every way, and ended, leaving nothing behind."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.running import Network, network_in, wait_until

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """One network for all the tests of this module, in any order: each may leave it running or ended."""
    with network_in(tmp_path_factory.mktemp("run")) as made:
        yield made


@pytest.fixture
def network(installed: Network) -> Network:
    """The network, running."""
    return installed if installed.process else installed.start("--without-example")


def _ends(network: Network) -> int:
    """Return how many of its processes ended otherwise than they were told to."""
    return network.log.count('"event": "process ended"')


def test_it_serves_pages_and_says_that_all_is_well(network: Network) -> None:
    assert [network.status(path) for path in ("/", "/map/", "/directory/", "/healthz")] == [200] * 4
    assert {name: found["ok"] for name, found in network.checks().items()} == dict.fromkeys(
        ("disk", "database", "migrations", "worker", "jobs"), True
    )


def test_it_tells_a_newcomer_the_next_steps(network: Network) -> None:
    steps = (
        f"Open {network.address} in your browser.",
        "skillsnet create-facilitator you@example.org",
        "SKILLSNET_MAIL",
    )
    assert [step for step in steps if step not in network.log] == []


def test_a_second_one_on_the_same_folder_is_refused_with_a_sentence(network: Network) -> None:
    refused = network.command("run", "--port", str(network.port + 1))
    assert (refused.returncode, "Traceback" in refused.stderr, refused.stderr.count("\n")) == (1, False, 1)
    assert f"process {network.process.pid if network.process else 0} serves it at {network.address}" in refused.stderr


def test_a_port_that_is_taken_is_refused_with_a_sentence(network: Network, tmp_path: Path) -> None:
    refused = Network(tmp_path).command("run", "--port", str(network.port))
    assert (refused.returncode, f"Port {network.port}" in refused.stderr) == (1, True)
    assert not (tmp_path / "network.sqlite3").exists()


def test_a_worker_that_is_killed_is_replaced(network: Network) -> None:
    wait_until(lambda: network.worker() != 0, network)
    killed, ends = network.worker(), _ends(network)
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: network.worker() not in (0, killed), network)
    wait_until(lambda: network.status("/readyz") == 200, network)
    assert _ends(network) == ends + 1


@pytest.mark.parametrize("which", [0, -1], ids=["the one that was started", "the one that answers"])
def test_a_web_server_that_is_killed_is_replaced_with_all_it_had_started(network: Network, which: int) -> None:
    wait_until(lambda: len(network.web()) == 2, network)
    killed, ends = network.web(), _ends(network)
    os.kill(killed[which], signal.SIGKILL)
    wait_until(lambda: network.status("/") == 200 and not {*killed} & {*network.web()}, network)
    wait_until(lambda: len(network.web()) == 2, network)
    assert _ends(network) == ends + 1


def test_killed_itself_it_leaves_nothing_and_can_be_started_again(network: Network) -> None:
    assert network.process is not None
    network.process.kill()
    network.process.wait()
    network.process = None
    wait_until(lambda: not network.processes(), network)
    network.start("--without-example")
    assert network.status("/") == 200


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_all(network: Network, number: signal.Signals) -> None:
    assert (network.send(number), network.processes()) == (0, {})


def test_the_web_server_ends_at_signals_that_come_in_a_row(network: Network) -> None:
    wait_until(lambda: len(network.web()) == 2, network)
    ends = _ends(network)
    started, _ = web = network.web()
    for _attempt in range(50):
        with suppress(ProcessLookupError):
            os.kill(started, signal.SIGTERM)
    wait_until(lambda: not {*web} & {*network.web()} and network.status("/") == 200, network)
    assert _ends(network) == ends + 1
    assert network.send(signal.SIGTERM) == 0


def test_none_of_it_is_told_with_a_traceback(network: Network) -> None:
    network.send(signal.SIGTERM)
    assert "Traceback" not in network.log
