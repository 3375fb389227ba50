"""Reading what the directory's pages show; nothing here holds what the viewer may not see."""
