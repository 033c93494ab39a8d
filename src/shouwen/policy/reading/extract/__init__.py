"""Typed extractors: one file per kind of rule, each from sentences with their quantities."""
