"""Settling many facts at once: each distinct situation is judged once, by the usual judge.

What a rule says of a fact depends on the details it names, on the day, and on the answers to what
it asks. Facts alike in all of these form a class; one of each class goes before the judge, and what
it is told holds for all of them, with their own people in the parts of payer and payee. The sums
are Polars'. There is no second definition of any amount: the rules are the ones that judge and
explain a single fact.
"""
