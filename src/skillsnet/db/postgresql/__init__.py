"""Django's PostgreSQL, which after a connection that could not be had refuses at once for a moment."""
