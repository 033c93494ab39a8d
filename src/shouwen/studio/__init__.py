"""From any document to a draft: clauses found, rules proposed, a person confirms each."""
