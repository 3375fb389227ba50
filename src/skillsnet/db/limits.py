"""Bounds that both databases set."""

# The largest primary key: beyond it a lookup fails instead of finding nothing.
MAX_ID = 2**63 - 1
