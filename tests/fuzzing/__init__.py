"""A fuzzer over every address and form, whose requests a seed makes again."""
