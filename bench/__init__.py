"""What ndlint costs: whole processes, as ratios to flake8 alone. `make bench` runs it."""
