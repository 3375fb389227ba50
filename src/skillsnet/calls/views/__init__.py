"""The facilitators' pages of extra fields, and of what people agreed to show."""
