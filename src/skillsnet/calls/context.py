"""What every page knows about the network's material."""

from django.http import HttpRequest

from skillsnet.calls.queries import example_calls


def example_notice(request: HttpRequest) -> dict[str, bool]:
    """Return whether invented material is shown, alone or beside real, so that every page can say so."""
    is_shown, is_beside_real = example_calls()
    return {"example_notice": is_shown, "example_is_beside_real": is_shown and is_beside_real}
