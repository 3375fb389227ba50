"""The network as files of other tools. Nothing but the addresses enters here."""
