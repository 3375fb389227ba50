"""Log lines for whoever reads them in a terminal."""

import logging

# What every record has; the rest was given with the message.
_OF_EVERY_RECORD = {*vars(logging.makeLogRecord({})), "message", "asctime", "request_id"}


class PlainFormatter(logging.Formatter):
    """Gives the message, what was given with it, and a traceback as Python writes it."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (named by logging)
        """Return the line without a traceback."""
        line = super().formatMessage(record)
        if not record.name.startswith("skillsnet"):
            # Django gives its own objects with a message that holds all of them that is worth reading.
            return line
        extra = {name: value for name, value in vars(record).items() if name not in _OF_EVERY_RECORD}
        return f"{line} {extra}" if extra else line
