"""A period worked out anew from the journal, for everybody at once, and compared with the ledger.

Facts are read day by day into columns and settled by :mod:`shouwen.pay.many`, which asks the usual
judge. Nothing is written: what differs is listed, person by person.
"""
