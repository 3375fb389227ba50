"""Pages of an import, and of organisations that may be one; for facilitators."""
