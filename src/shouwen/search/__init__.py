"""The full-text index: two-character words, phrases, numbers, names by pinyin."""
