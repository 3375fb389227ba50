"""Structured logs: one JSON object a line, with the request's id and never a person's data; plain for developers."""

JSON_LINE = {
    "()": "pythonjsonlogger.json.JsonFormatter",
    "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
    "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger", "message": "event"},
}
# Named, not imported: only development mode has it.
PLAIN_LINE = {"()": "skillsnet.development.lines.PlainFormatter"}


def logging_settings(level: str, *, is_plain: bool = False) -> dict[str, object]:
    """Return Django's LOGGING for one JSON line a record on standard error, or for lines and tracebacks to be read."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request_id": {"()": "skillsnet.web.middleware.RequestIdFilter"},
            "not_503": {"()": "skillsnet.web.middleware.Not503Filter"},
        },
        "formatters": {"line": PLAIN_LINE if is_plain else JSON_LINE},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "skillsnet": {"level": level},
            "django.request": {"level": "ERROR", "filters": ["not_503"]},
            # A refused host name is a scanner's noise, and its line would hold whatever the scanner sent.
            "django.security.DisallowedHost": {"handlers": [], "propagate": False},
            # With debugging pages on, Django's own handler would tell everything once more.
            **({"django": {"handlers": []}} if is_plain else {}),
        },
    }
