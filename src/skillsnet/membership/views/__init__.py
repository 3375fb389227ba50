"""Pages of invitations, of claiming a profile, and of a member's own profile."""
