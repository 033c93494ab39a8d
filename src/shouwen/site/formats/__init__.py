"""How dates are written where Django writes them; Chinese keeps its own."""
