"""Django's settings, all from the environment (see environment.py)."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from skillsnet.config.environment import read_environment
from skillsnet.config.logs import logging_settings

ENVIRONMENT = read_environment(os.environ)
PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = ENVIRONMENT.data_dir
NETWORK_NAME = ENVIRONMENT.network_name
EMBEDDINGS = ENVIRONMENT.embeddings
# Websites that may show the map in a frame.
EMBED_ORIGINS = list(ENVIRONMENT.embed_origins)
# Addresses and networks of the proxies whose X-Forwarded-For says where a request comes from (web/source.py).
TRUSTED_PROXIES = list(ENVIRONMENT.trusted_proxies)

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.origins)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    # Before allauth, whose bare pages would otherwise be found first.
    "skillsnet.db",
    "skillsnet.web",
    "allauth",
    "allauth.account",
    "skillsnet.outbox",
    "skillsnet.audit",
    "skillsnet.accounts",
    "skillsnet.taxonomy",
    "skillsnet.participants",
    "skillsnet.calls",
    "skillsnet.revisions",
    "skillsnet.intake",
    "skillsnet.classification",
    "skillsnet.facets",
    "skillsnet.membership",
    "skillsnet.publication",
    "skillsnet.matching",
    "skillsnet.directory",
    "skillsnet.netmap",
    "skillsnet.home",
]

MIDDLEWARE = [
    "skillsnet.web.middleware.RequestIds",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "skillsnet.web.middleware.CleanRequests",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "skillsnet.accounts.middleware.SeenBrowsers",
    "skillsnet.participants.middleware.LookLog",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "skillsnet.web.middleware.PrivatePages",
    "skillsnet.web.refusals.RefusalPages",
]

ROOT_URLCONF = "skillsnet.config.urls"
WSGI_APPLICATION = "skillsnet.config.wsgi.application"
FORM_RENDERER = "skillsnet.web.forms.FormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "skillsnet.web.context.site",
                "skillsnet.calls.context.example_notice",
            ],
            "builtins": ["skillsnet.web.templatetags.web", "skillsnet.participants.templatetags.texts"],
        },
    }
]

DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the database, so that limits on tries count over all processes and survive a restart.
CACHES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"},
    # Drawn pictures, each process its own: some 100 KB each.
    "pictures": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pictures",
        "OPTIONS": {"MAX_ENTRIES": 150},
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Done by a worker of its own under `skillsnet run`, so that a code to sign in waits behind no import.
MAIL_TASKS = ["skillsnet.accounts.sign_in.send_code", "skillsnet.outbox.tasks.deliver_due"]
# What follows a change of the network's data, in this order. Named here, in the outermost layer, because the
# apps that change data may not know the apps that follow (docs/decisions/0003-follow-ups.md).
FOLLOW_UPS = [
    "skillsnet.calls.actions.fields.derive_extra_values",
    "skillsnet.classification.actions.suggestions.suggest_categories",
    "skillsnet.matching.actions.refresh_similar",
    "skillsnet.matching.suggesting.refresh_suggestions",
    "skillsnet.netmap.tasks.follow_up_map",
    "skillsnet.intake.actions.merging.ask_about_organisations",
    "skillsnet.intake.actions.project_merging.ask_about_projects",
]
# After how many days what is kept goes, counted from when it was last of use (docs/reference/settings.md).
RETENTION_DAYS = {
    "abandoned import": 30,
    "cells of an import": 90,
    "task result": 7,
    "part of an upload": 1,
    "words of a mail": 30,
    "mail": 180,
    "removed item": 30,
    "look": 365,
}
# Models of documents that are searched by their words; a new database is made with an index for each.
SEARCHED_MODELS = ["calls.SearchDocument", "calls.FacilitatorDocument"]
# What is done again and again while the platform runs, and after how many seconds; each takes no arguments, may fail
# on its own, and is begun with (home/housekeeping.py). In this order.
HOUSEKEEPING = {
    "skillsnet.db.jobs.requeue_jobs": 30,
    "skillsnet.outbox.tasks.send_due": 15,
    "skillsnet.membership.actions.following.follow_mails": 15,
    "skillsnet.membership.actions.campaigns.send_waves": 15,
    "skillsnet.membership.actions.checking.ask_members": 600,
    "skillsnet.intake.tasks.requeue_stale_runs": 30,
    "skillsnet.classification.tasks.requeue_stale_relearnings": 30,
    "skillsnet.publication.tasks.requeue_stale_publications": 30,
    "skillsnet.intake.actions.retention.forget_abandoned": 600,
    "skillsnet.revisions.actions.deletions.delete_removed": 60,
    "skillsnet.intake.actions.retention.forget_cells": 600,
    "skillsnet.participants.looks.forget_looks": 3600,
    "skillsnet.db.retention.forget_sessions": 3600,
    "skillsnet.db.retention.forget_task_results": 3600,
    "skillsnet.db.retention.forget_cached": 600,
    "skillsnet.db.tallies.forget_tallies": 600,
    "skillsnet.db.retention.forget_upload_parts": 3600,
    "skillsnet.db.retention.settle_log": 600,
    "skillsnet.facets.actions.forget_selections": 600,
    "skillsnet.netmap.short_links.actions.forget_short_links": 3600,
    "skillsnet.netmap.tasks.ask_for_due_maps": 2,
    "skillsnet.calls.tasks.ask_to_follow_up": 10,
    "skillsnet.outbox.tasks.forget_old_mail": 3600,
    "skillsnet.accounts.sign_in.forget_sign_ins": 3600,
    "skillsnet.membership.actions.joining.forget_joined": 3600,
}

# What is asked to follow once a change of the data is written: cheap, and safe to fail.
AFTER_EACH_CHANGE = ["skillsnet.calls.tasks.ask_to_follow_up", "skillsnet.netmap.tasks.ask_for_map"]
# Who shows words of projects that were read before: what is corrected or withheld goes from there at once.
AFTER_OTHER_WORDS = [
    "skillsnet.netmap.build.corrections.correct_words",
    "skillsnet.classification.actions.evidence_redaction.redact_evidence",
]

# What is done inside the transaction in which two projects become one, and in which they are two again; each takes the
# ids of the project that stays and of the other one, and who did it.
AFTER_PROJECT_MERGE = [
    "skillsnet.classification.actions.merged_projects.carry_decisions",
    "skillsnet.classification.actions.merged_projects.carry_correction_requests",
]
AFTER_PROJECT_MERGE_UNDO = [
    "skillsnet.classification.actions.merged_projects.return_decisions",
    "skillsnet.classification.actions.merged_projects.return_correction_requests",
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "skillsnet.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.is_production else "http"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish")), ("ar", _("Arabic"))]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["skillsnet.config.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

EMAIL_BACKEND = "skillsnet.outbox.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
MAIL_SERVER = ENVIRONMENT.mail
# What makes the words of a mail when it is sent, by its kind. Named here, since the outbox may not know who signs in.
MAIL_WORDS = {
    "code": "skillsnet.accounts.codes.mail_words",
    "invitation": "skillsnet.membership.mails.mail_words",
    "check": "skillsnet.membership.check_mails.mail_words",
}
# What gives further headers of a mail, by its kind.
MAIL_HEADERS = {
    "invitation": "skillsnet.membership.mails.mail_headers",
    "check": "skillsnet.membership.check_mails.mail_headers",
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_FAILURE_VIEW = "skillsnet.web.errors.csrf_failure"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
if ENVIRONMENT.is_production:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

MAX_UPLOAD_BYTES = 25 * 1024 * 1024
# Where large uploads wait while they come in: not in a folder of everybody's.
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 1

LOGGING = logging_settings(ENVIRONMENT.log_level, is_plain=ENVIRONMENT.is_development)

if ENVIRONMENT.is_development:
    DEBUG = True
    # Who sees the toolbar: a browser on this computer.
    INTERNAL_IPS = ["127.0.0.1", "::1"]
    ROOT_URLCONF = "skillsnet.development.urls"
    # First, so that its `runserver` is the one that is found.
    INSTALLED_APPS = ["skillsnet.development", *INSTALLED_APPS, "debug_toolbar", "django_browser_reload"]
    # Both write into pages, which is done before they are compressed.
    _AFTER_GZIP = MIDDLEWARE.index("django.middleware.gzip.GZipMiddleware") + 1
    MIDDLEWARE[_AFTER_GZIP:_AFTER_GZIP] = [
        "debug_toolbar.middleware.DebugToolbarMiddleware",
        "django_browser_reload.middleware.BrowserReloadMiddleware",
    ]
    # Static files and templates are read where they are written, each time they are asked for.
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_MAX_AGE = 0
    TEMPLATES[0]["APP_DIRS"] = False
    TEMPLATES[0]["OPTIONS"]["loaders"] = ["django.template.loaders.app_directories.Loader"]  # type: ignore[index]
    DEBUG_TOOLBAR_CONFIG = {"SHOW_COLLAPSED": True}
