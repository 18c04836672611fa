"""The static engine: lowers a module once and runs it on abstract values."""
