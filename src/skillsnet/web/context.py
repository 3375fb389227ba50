"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest

from skillsnet.web.middleware import current_request_id


def site(request: HttpRequest) -> dict[str, str]:
    """Return the network's name, the request's id, and where the language form returns to."""
    return {
        "network_name": settings.NETWORK_NAME,
        "request_id": current_request_id(),
        "here": request.get_full_path(),
    }
