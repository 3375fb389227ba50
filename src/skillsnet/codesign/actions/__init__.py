"""Writes about publishing an edition.

What carries projects over (`publishing`, `carrying`, `foreseeing`) is a worker's, and is not imported here.
"""

from skillsnet.codesign.actions.beginning import begin_forecast, begin_publication, begin_undo
from skillsnet.codesign.actions.notices import send_notices

__all__ = ["begin_forecast", "begin_publication", "begin_undo", "send_notices"]
