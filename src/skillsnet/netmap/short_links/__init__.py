"""Short addresses of states of the map. Nothing but the addresses enters here, and the chore that forgets old ones."""
