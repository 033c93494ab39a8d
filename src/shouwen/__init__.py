"""Shouwen 首问: runs a customer-service department from its own regulation."""

__version__ = "0.1.0"
