"""Rows that are added and read, and never changed or deleted by code."""

from typing import Any, ClassVar, NoReturn

from django.db import models


class RecordStays(TypeError):
    """Code tried to change or delete a row that stays as it was written: a fault of ours."""


class AppendOnlyModel(models.Model):
    """A model whose rows are written once.

    Attributes
    ----------
    why_unchanged, why_kept : str
        The sentences of the refusals to change and to delete a row.
    """

    why_unchanged: ClassVar[str]
    why_kept: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new row; refuse to write over one."""
        if not self._state.adding:
            raise RecordStays(self.why_unchanged)
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Refuse to delete the row."""
        raise RecordStays(self.why_kept)
