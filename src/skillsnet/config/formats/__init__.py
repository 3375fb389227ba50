"""How dates are written where Django's own formats do not say it."""
