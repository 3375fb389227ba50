"""The map's page, and the map on other websites. Nothing but the addresses enters here."""
