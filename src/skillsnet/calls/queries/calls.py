"""Reading calls."""

from skillsnet.calls.models import Call


def has_title(title: str) -> bool:
    """Return whether a call has this title, whatever the case."""
    return any(
        one.casefold() == title.casefold() for one in Call.objects.order_by("pk").values_list("title", flat=True)
    )


def named_call(name: str) -> Call | None:
    """Return the call that has this slug, else the first that has this title, whatever the case; None when none has."""
    calls = list(Call.objects.order_by("pk"))
    wanted = name.casefold()
    named = [call for call in calls if call.slug == name] or [call for call in calls if call.title.casefold() == wanted]
    return named[0] if named else None


def example_calls() -> tuple[bool, bool]:
    """Return whether a call of invented material stands in the network, and whether a real one stands beside it."""
    kinds = set(Call.objects.order_by().values_list("is_example", flat=True).distinct())
    return True in kinds, False in kinds
