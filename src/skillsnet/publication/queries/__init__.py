"""Reading what a change of edition would do, and what it has done."""
