"""`skillsnet run` watching over what it started (docs/decisions/0014-supervision.md)."""
