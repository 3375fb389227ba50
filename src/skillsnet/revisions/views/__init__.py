"""The facilitators' pages for changing by hand what the network shows."""
