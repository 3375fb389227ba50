"""Structured logs: one JSON object a line, with the request's id and never a person's data."""


def logging_settings(level: str) -> dict[str, object]:
    """Return Django's LOGGING for one JSON line a record on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request_id": {"()": "skillsnet.web.middleware.RequestIdFilter"},
            "not_503": {"()": "skillsnet.web.middleware.Not503Filter"},
        },
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger", "message": "event"},
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "skillsnet": {"level": level},
            "django.request": {"level": "ERROR", "filters": ["not_503"]},
            # A refused host name is a scanner's noise, and its line would hold whatever the scanner sent.
            "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        },
    }
