"""Files of other tools to plain values, and back."""
