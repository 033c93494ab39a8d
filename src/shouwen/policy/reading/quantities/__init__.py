"""Our own grammar of quantities: figures with units and bounds, times of day, what comes round."""

from shouwen.policy.reading.quantities.grammar import find, quantities
from shouwen.policy.reading.quantities.model import Clock, Found, Quantity, Rhythm
from shouwen.policy.reading.quantities.numerals import plain
from shouwen.policy.reading.quantities.printing import printed

__all__ = ["Clock", "Found", "Quantity", "Rhythm", "find", "plain", "printed", "quantities"]
