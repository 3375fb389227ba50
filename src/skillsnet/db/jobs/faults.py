"""Where a fault happened, for logs that may not quote what people wrote."""

from pathlib import Path
from traceback import extract_tb


def fault_location(error: BaseException) -> str:
    """Return the kind of a fault and the lines of code that led to it; its own message may quote what was written."""
    frames = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    return " ".join([type(error).__name__, *frames])
