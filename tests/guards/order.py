"""A query that takes some of its rows, or that a page lists, says an order in which no two rows are equal.

Without one the database gives the rows as it finds them: a page may repeat a row of another page, or leave one out.
What an ordering settles is worked out from the models: a primary key or other unique columns, alone or together with
columns that the filter fixes. Of a query over joined tables only the rows of its own table are looked at.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F, Field, Model, QuerySet, UniqueConstraint
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import Col, OrderBy
from django.db.models.lookups import Exact
from django.db.models.query import MAX_GET_RESULTS
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.where import AND, WhereNode
from django.template import defaulttags

# `.get()` asks for so many rows to name their number, whatever their order.
_NAMED_ROWS = MAX_GET_RESULTS


class UnsettledOrder(Exception):
    """Rows are cut or listed in an order that the database may change."""


def has_settled_order(query: Query) -> bool:
    """Whether the order of a query's rows is the same each time."""
    model = query.model
    if model is None or not model.__module__.startswith("skillsnet."):
        return True
    if query.combinator or query.extra_order_by:
        return bool(query.order_by or query.extra_order_by)
    if query.is_empty() or _is_one_group(query):
        return True
    settled = _settled(model, _ordering(query)) | _fixed(query)
    if any(key <= settled for key in _unique_sets(model)):
        return query.group_by is None or query.group_by is True or _groups_settled(query, settled)
    return _groups_settled(query, settled)


def _is_one_group(query: Query) -> bool:
    return query.group_by == () and bool(query.annotation_select)


def _ordering(query: Query) -> tuple[Any, ...]:
    if query.order_by:
        return tuple(query.order_by)
    # Django leaves the model's own ordering out of a grouped query.
    return tuple(query.get_meta().ordering) if query.default_ordering and query.group_by is None else ()


def _names(ordering: Iterable[Any]) -> Iterator[str]:
    """Yield the names of fields that an ordering goes by; expressions settle nothing."""
    for item in ordering:
        expression = item.expression if isinstance(item, OrderBy) else item
        if isinstance(expression, F):
            yield expression.name
        elif isinstance(expression, str):
            yield expression.lstrip("-+")


def _settled(model: type[Model], ordering: Iterable[Any]) -> set[str]:
    """Return the fields of a model whose values an ordering tells apart, and the annotations."""
    settled: set[str] = set()
    for name in _names(ordering):
        first, _, rest = name.partition(LOOKUP_SEP)
        field = _field(model, first)
        if field is None or not field.is_relation or name == field.attname:
            settled.add(field.name if field is not None and not rest else name)
            continue
        related = field.related_model
        inner = [rest] if rest else list(related._meta.ordering) or ["pk"]
        found = _settled(related, inner)
        settled.update(f"{field.name}{LOOKUP_SEP}{each}" for each in found)
        if any(key <= found for key in _unique_sets(related)):
            settled.add(field.name)
    return settled


def _field(model: type[Model], name: str) -> "Field[Any, Any] | Any":
    if name == "pk":
        return model._meta.pk
    return next((field for field in model._meta.concrete_fields if name in (field.name, field.attname)), None)


def _unique_sets(model: type[Model]) -> Iterator[set[str]]:
    options = model._meta
    yield from ({field.name} for field in options.concrete_fields if field.unique and not field.null)
    yield from (set(names) for names in options.unique_together)
    for constraint in options.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None and constraint.fields:
            yield set(constraint.fields)


def _fixed(query: Query) -> set[str]:
    """Return the fields that the filter gives one value, by themselves or by a unique field of what they refer to."""
    columns = [each.lhs for each in _conditions(query.where) if isinstance(each, Exact) and isinstance(each.lhs, Col)]
    fixed = {column.target.name for column in columns if column.alias == query.base_table}
    for column in columns:
        join = query.alias_map.get(column.alias)
        if getattr(join, "parent_alias", None) == query.base_table and column.target.unique:
            fixed.add(join.join_field.name)
    return fixed


def _conditions(where: Any) -> Iterator[Any]:
    """Yield the conditions that all hold."""
    if isinstance(where, WhereNode):
        if where.connector == AND and not where.negated:
            for child in where.children:
                yield from _conditions(child)
    else:
        yield where


def _groups_settled(query: Query, settled: set[str]) -> bool:
    """Whether the rows of a distinct or grouped query are told apart by what they are distinct in."""
    if not query.distinct and not isinstance(query.group_by, tuple):
        return False
    columns = query.group_by if isinstance(query.group_by, tuple) else query.select
    names = {column.target.name if isinstance(column, Col) else "" for column in columns or ()}
    return bool(names) and {name for name in names if name} <= {name.rpartition(LOOKUP_SEP)[2] for name in settled}


def _cuts_rows(query: Query) -> bool:
    """Whether a query takes several of its rows and leaves others."""
    if not query.is_sliced or (query.low_mark, query.high_mark) == (0, _NAMED_ROWS):
        return False
    return query.high_mark is None or query.high_mark - query.low_mark > 1


def _checked(query: Query, what: str) -> None:
    if not has_settled_order(query):
        order = list(map(str, _ordering(query)))
        raise UnsettledOrder(f"{what} of {query.model.__name__} is in no settled order: {order}")


class _ListedRows:
    """What a loop of a template goes through."""

    def __init__(self, sequence: Any) -> None:
        self.sequence = sequence

    def resolve(self, context: Any, ignore_failures: bool = False) -> Any:
        rows = self.sequence.resolve(context, ignore_failures)
        if isinstance(rows, QuerySet):
            _checked(rows.query, f"a list ({self.sequence})")
        return rows


class OrderedLoop(defaulttags.ForNode):
    """`{% for %}` that fails over rows in no settled order."""

    def __init__(self, loopvars: Any, sequence: Any, *others: Any) -> None:
        super().__init__(loopvars, _ListedRows(sequence), *others)


def fail_on_unsettled_order() -> None:
    """Have each query that cuts rows, and each list of a template, checked from now on."""
    as_sql = SQLCompiler.as_sql

    def checked(self: SQLCompiler, with_limits: bool = True, with_col_aliases: bool = False) -> Any:
        # With aliases it stands inside a count, to which order is nothing.
        if with_limits and not with_col_aliases and _cuts_rows(self.query):
            _checked(self.query, "a part")
        return as_sql(self, with_limits, with_col_aliases)

    SQLCompiler.as_sql = checked  # type: ignore[method-assign]
    defaulttags.ForNode = OrderedLoop  # type: ignore[misc]
