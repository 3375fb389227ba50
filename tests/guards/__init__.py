"""What fails a test beside its own assertions: names no template was given, rows in no order, state left behind."""
