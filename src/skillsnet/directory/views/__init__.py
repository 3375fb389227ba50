"""The pages of the directory: projects, categories, editions, countries, and what is taken away as files."""
