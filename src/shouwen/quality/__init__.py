"""Quality of service: score cards, samples, checking, calibration, what shows in all texts."""
