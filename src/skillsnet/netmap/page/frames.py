"""Which other website asks for the map in a frame, and whether it may show it."""

from urllib.parse import urlsplit

from django.http import HttpRequest

from skillsnet.netmap.embedding.queries import embedding_origins

# What a browser says that a page is asked for when it stands in another one.
FRAMES = frozenset({"iframe", "frame", "embed", "object"})


def refused_origin(request: HttpRequest) -> str:
    """Return the origin of the website that shows a page in a frame though it may not, or an empty text.

    The browser refuses the frame in any case; it only does not say why. Where it does not tell the website either,
    nothing is known here.
    """
    if request.headers.get("Sec-Fetch-Dest", "") not in FRAMES:
        return ""
    address = urlsplit(request.headers.get("Referer", ""))
    origin = f"{address.scheme}://{address.netloc}"
    if not address.netloc or address.netloc == request.get_host() or origin in embedding_origins():
        return ""
    return origin
