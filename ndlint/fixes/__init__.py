"""How findings are repaired: what a rule proposes, the edits that it takes, their trial."""
