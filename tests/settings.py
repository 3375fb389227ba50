"""Settings of the tests: the platform's own, in a folder that goes away, with work done at once."""

import os
import tempfile

FOLDER = tempfile.mkdtemp(prefix="skillsnet-test-")
os.mkdir(os.path.join(FOLDER, "static"))
os.environ["SKILLSNET_DATA"] = FOLDER
os.environ["SKILLSNET_MODE"] = "local"
os.environ["SKILLSNET_LOG_LEVEL"] = "ERROR"
# Playwright keeps an event loop in the test's thread, where Django would refuse every query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from skillsnet.config.settings import *  # noqa: E402, F403
from skillsnet.config.settings import CACHES, DATABASES, TEMPLATES  # noqa: E402
from tests.guards.order import fail_on_unsettled_order  # noqa: E402
from tests.guards.templates import fail_on_undefined_names  # noqa: E402

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name} for name in CACHES}
# A test's worker is in time wherever a map is looked at (tests/conftest.py), not after each change.
AFTER_EACH_CHANGE = ["skillsnet.calls.tasks.ask_to_follow_up"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FOLDER}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A pool would keep the test database open while it is dropped.
if "postgresql" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["OPTIONS"] = {}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = fail_on_undefined_names()
fail_on_unsettled_order()
