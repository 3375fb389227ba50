"""An installation of its own for a benchmark: an empty database that goes away."""

import atexit
import os
import shutil
import tempfile
from urllib.parse import urlsplit, urlunsplit


def prepare(*, has_follow_ups: bool = False) -> None:
    """Set Django up on an empty database; call before anything of Django's is imported, once a process.

    On SQLite, or beside the PostgreSQL database that SKILLSNET_DATABASE names. Processes that this one starts find the
    same database; whether what follows a change of the data is done in this one says `has_follow_ups`.
    SKILLSNET_MIGRATED may name a database without data whose migrations are applied, an SQLite file or one on the same
    server: it is copied.
    """
    folder = tempfile.mkdtemp(prefix="skillsnet-bench-")
    migrated = os.environ.get("SKILLSNET_MIGRATED", "")
    pid = os.getpid()
    atexit.register(lambda: os.getpid() == pid and shutil.rmtree(folder, ignore_errors=True))
    os.environ["SKILLSNET_DATA"] = folder
    os.environ.setdefault("SKILLSNET_LOG_LEVEL", "ERROR")
    os.environ["DJANGO_SETTINGS_MODULE"] = "skillsnet.config.settings"
    if os.environ.get("SKILLSNET_DATABASE"):
        os.environ["SKILLSNET_DATABASE"] = _scratch_database(os.environ["SKILLSNET_DATABASE"], migrated, pid=pid)
    elif migrated:
        shutil.copyfile(migrated, os.path.join(folder, "network.sqlite3"))
    import django
    from django.conf import settings

    django.setup()
    if not has_follow_ups:
        settings.FOLLOW_UPS = []
    # A pool's threads do not survive a fork, and would keep the database open while it is dropped.
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from skillsnet.taxonomy.actions import install_skills_taxonomy

    install_skills_taxonomy()


def _scratch_database(address: str, migrated: str, *, pid: int) -> str:
    import psycopg
    from psycopg import sql

    name = f"skillsnet_bench_{pid}"
    with psycopg.connect(address, autocommit=True) as connection:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(create.format(sql.Identifier(name), sql.Identifier(migrated or "template1")))

    def drop() -> None:
        if os.getpid() != pid:
            return
        from django.db import connections

        connections.close_all()
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    atexit.register(drop)
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
