"""Reading invitations and rounds of them, whom they go to, what a link opens, and what a member may correct."""
