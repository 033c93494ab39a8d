"""The one door: record a fact, judge it, apply the rulings, watch the due times."""
