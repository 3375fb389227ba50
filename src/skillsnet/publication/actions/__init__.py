"""Writes about publishing an edition.

What transfers projects (`publishing`, `transfers`, `previewing`) is a worker's, and is not imported here.
"""

from skillsnet.publication.actions.notices import send_notices
from skillsnet.publication.actions.requests import begin_publication, begin_publication_undo, request_preview

__all__ = ["begin_publication", "begin_publication_undo", "request_preview", "send_notices"]
