"""The test set."""
