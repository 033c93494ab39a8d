"""The append-only record of facts with its hash chain, and the outbox."""
