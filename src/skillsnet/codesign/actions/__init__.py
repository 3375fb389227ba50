"""Writes about publishing an edition."""

from skillsnet.codesign.actions.notices import send_notices
from skillsnet.codesign.actions.publishing import LeaseLost, begin_publication, begin_undo, go_on, stop

__all__ = ["LeaseLost", "begin_publication", "begin_undo", "go_on", "send_notices", "stop"]
