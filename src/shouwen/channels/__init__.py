"""Channels that others run: what customers write there becomes a conversation here."""
