"""What development mode adds. It is in no wheel: a platform that serves people holds nothing of it."""
