"""Reading calls."""

from skillsnet.calls.models import Call


def has_title(title: str) -> bool:
    """Return whether a call has this title, whatever the case."""
    titles = Call.objects.order_by("pk").values_list("title", flat=True)
    return title.casefold() in map(str.casefold, titles)


def named_call(name: str) -> Call | None:
    """Return the call that has this slug, else the first that has this title, whatever the case; None when none has."""
    calls = list(Call.objects.order_by("pk"))
    by_slug = [call for call in calls if call.slug == name]
    by_title = [call for call in calls if call.title.casefold() == name.casefold()]
    return next(iter([*by_slug, *by_title]), None)


def example_calls() -> tuple[bool, bool]:
    """Return whether a call of invented material stands in the network, and whether a real one stands beside it."""
    kinds = set(Call.objects.filter(removal=None).order_by().values_list("is_example", flat=True).distinct())
    return True in kinds, False in kinds
