"""Text comes as UTF-8, whatever a request says."""

import re
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[..., Iterable[bytes]]

_CHARSET = re.compile(r";\s*charset\*?\s*=\s*(\"[^\"]*\"|[^;]*)", re.IGNORECASE)


def only_utf8(application: Application) -> Application:
    """Return the application with each body and query read as UTF-8.

    Django decodes both by the encoding that a request names, before anything else of ours runs: one that is none for
    text ("rot13") breaks it there, and some ("utf-7") bring lone surrogates, which no database holds.
    """

    def answer(environ: dict[str, object], *start: Any) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = _CHARSET.sub("", str(environ.get("CONTENT_TYPE") or ""))
        return application(environ, *start)

    return answer
