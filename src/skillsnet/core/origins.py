"""Origins of websites: scheme, host and port, as browsers compare them (RFC 6454)."""

import re
from typing import Final

_ADDRESS: Final = re.compile(
    r"^(?P<scheme>https?)://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::(?P<port>[0-9]{1,5}))?(?:[/?#]\S*)?$",
    re.IGNORECASE,
)
LONGEST_ORIGIN: Final = 255
_USUAL_PORTS: Final = {"http": "80", "https": "443"}


def origin_of(address: str) -> str | None:
    """Return the origin of a website's address; None where it is not one.

    An address without a scheme is meant with ``https``. The path is left out, and so is the usual port.

    Parameters
    ----------
    address : str
        As somebody typed or copied it.

    Returns
    -------
    str or None
        In lower case, at most 255 characters.

    Examples
    --------
    >>> origin_of("https://WWW.example.org/who?we=are"), origin_of("example.org:8443"), origin_of("our site")
    ('https://www.example.org', 'https://example.org:8443', None)
    """
    text = address.strip()
    match = _ADDRESS.match(text if "://" in text else f"https://{text}")
    if match is None:
        return None
    scheme, port = match["scheme"].lower(), match["port"]
    is_usual = port is None or port == _USUAL_PORTS[scheme]
    if port is not None and not 0 < int(port) < 65536:
        return None
    origin = f"{scheme}://{match['host'].lower()}" + ("" if is_usual else f":{port}")
    is_host = "." in match["host"] or match["host"].lower() == "localhost" or match["host"].startswith("[")
    return origin if is_host and len(origin) <= LONGEST_ORIGIN else None
