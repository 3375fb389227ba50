"""Templates of ours fail on a name that nothing gives a value; Django shows such a name as nothing."""

from copy import copy
from pathlib import Path
from typing import Any, NoReturn

import allauth
import django
from django.template import VariableDoesNotExist, base, defaultfilters
from django.template.base import FilterExpression, Parser, Variable
from django.template.context import BaseContext

FOREIGN = tuple(f"{Path(package.__path__[0])}/" for package in (django, allauth))

# A template that begins with one of these says what it shows for a name that is not given.
_FOR_WHAT_IS_NOT_GIVEN = (defaultfilters.default, defaultfilters.default_if_none)


class UndefinedName(Exception):
    """A template shows a name or an attribute that it was not given."""


class NothingIfInvalid(str):
    """What Django puts in place of an unknown name: nothing, except in `blocktranslate`, where asking for it fails."""

    __slots__ = ()

    def __contains__(self, part: str) -> bool:  # type: ignore[override]
        return True

    def __mod__(self, name: object) -> NoReturn:  # type: ignore[override]
        raise UndefinedName(str(name))


class _GivenVariable:
    """A variable that fails where Django's tells its caller to go on without it."""

    def __init__(self, variable: Variable, template: str) -> None:
        self.variable = variable
        self.template = template

    def resolve(self, context: BaseContext) -> Any:
        try:
            return self.variable.resolve(context)
        except VariableDoesNotExist as error:
            raise UndefinedName(f"{self.variable.var} in {self.template}") from error


class StrictExpression(FilterExpression):
    """An expression that fails when it is shown, handed on or filtered without a value; conditions may ask for any."""

    __slots__ = ("strict",)

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        name = str(parser.origin.name) if parser.origin else "?"
        self.strict: FilterExpression = self
        says_what_else = bool(self.filters) and self.filters[0][0] in _FOR_WHAT_IS_NOT_GIVEN
        if self.is_var and not says_what_else and not name.startswith(FOREIGN):
            self.strict = copy(self)
            self.strict.var = _GivenVariable(self.var, name)

    def resolve(self, context: BaseContext, ignore_failures: bool = False) -> Any:
        """Return the value; `ignore_failures` is how conditions and loops ask."""
        expression = self if ignore_failures else self.strict
        return FilterExpression.resolve(expression, context, ignore_failures)


def fail_on_undefined_names() -> str:
    """Have each template that is compiled from now on be strict; return the engine's `string_if_invalid`."""
    base.FilterExpression = StrictExpression  # type: ignore[misc]
    return NothingIfInvalid()
