"""The verifier: watches a real run, and asks the same rules about real objects."""
