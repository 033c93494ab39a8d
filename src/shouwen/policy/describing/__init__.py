"""Parts of :mod:`shouwen.policy.describe`: lengths, amounts, parties, conditions, shapes, kinds."""
