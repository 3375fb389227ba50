"""Reading what a change of edition moves, would move and has moved."""
