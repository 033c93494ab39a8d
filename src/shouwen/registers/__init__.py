"""Registers and vouchers as the regulations in force define them: list, fill in, correct, print."""
