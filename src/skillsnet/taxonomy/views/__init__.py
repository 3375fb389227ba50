"""The facilitators' pages on taxonomies."""
