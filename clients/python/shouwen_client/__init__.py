"""A small typed client for the API of Shouwen."""

from shouwen_client.client import Client
from shouwen_client.transport import Problem

__all__ = ["Client", "Problem"]
