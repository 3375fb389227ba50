"""What an import would do to the data as they are now: rows are read, linked, and written with their states."""

from skillsnet.intake.actions.previews.lifecycle import begin_preview, finish_preview, preview

__all__ = ["begin_preview", "finish_preview", "preview"]
