"""A part of the rows, and a list on a page, need an order in which no two rows are equal."""

from collections.abc import Callable

import pytest
from django.core.paginator import Paginator, UnorderedObjectListWarning
from django.db.models import Count, F, Model, QuerySet
from django.template import Context, Template

from skillsnet.accounts.models import User
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.models import Project
from skillsnet.participants.models import Organisation
from skillsnet.taxonomy.models import Category, Edition
from tests.guards.order import UnsettledOrder, has_settled_order

Rows = Callable[[], "QuerySet[Model]"]


@pytest.mark.parametrize(
    "rows",
    [
        lambda: Organisation.objects.order_by("name"),
        lambda: Organisation.objects.order_by(),
        lambda: Organisation.objects.order_by("?"),
        lambda: Edition.objects.order_by("number"),
        lambda: Project.objects.order_by("organisation__name"),
        lambda: Project.objects.values("country").annotate(n=Count("pk")),
        lambda: Project.objects.values("country", "region").distinct().order_by("country"),
    ],
)
def test_order_that_leaves_rows_equal_is_found(rows: Rows) -> None:
    assert not has_settled_order(rows().query)


@pytest.mark.parametrize(
    "rows",
    [
        lambda: Organisation.objects.all(),
        lambda: Organisation.objects.order_by("-name", "-pk"),
        lambda: Organisation.objects.order_by(F("name").desc(), "id"),
        lambda: User.objects.order_by("email"),
        lambda: Edition.objects.order_by("taxonomy", "number"),
        lambda: Edition.objects.filter(taxonomy=1).order_by("number"),
        lambda: Edition.objects.filter(taxonomy__slug="skills", state="open").order_by("-number"),
        lambda: Category.objects.filter(edition__number=2),
        lambda: Project.objects.values("country").annotate(n=Count("pk")).order_by("-n", "country"),
        lambda: Project.objects.values_list("country", flat=True).distinct().order_by("country"),
        lambda: Project.objects.none(),
    ],
)
def test_order_that_tells_all_rows_apart_is_enough(rows: Rows) -> None:
    assert has_settled_order(rows().query)


@pytest.mark.django_db
def test_part_of_rows_in_no_settled_order_fails() -> None:
    unsettled = Organisation.objects.order_by("name")
    with pytest.raises(UnsettledOrder, match=r"a part of Organisation .*\['name'\]"):
        list(unsettled[:2])
    with pytest.raises(UnsettledOrder):
        Project.objects.filter(organisation__in=unsettled[:2]).exists()
    assert (unsettled[:5].count(), list(unsettled[:1]), unsettled.first(), list(unsettled)) == (0, [], None, [])


@pytest.mark.django_db
def test_list_of_a_page_in_no_settled_order_fails() -> None:
    page = Template("{% for each in rows %}{{ each }}{% endfor %}")
    with pytest.raises(UnsettledOrder, match=r"a list \(rows\) of AuditRecord"):
        page.render(Context({"rows": AuditRecord.objects.order_by("at")}))
    assert page.render(Context({"rows": AuditRecord.objects.order_by("at", "pk")})) == ""


@pytest.mark.django_db
def test_pages_of_rows_in_no_order_fail() -> None:
    with pytest.raises(UnorderedObjectListWarning):
        Paginator(Organisation.objects.order_by(), 10).page(1)
