"""Whole-job figures, each beside a named peer in the same run."""
