"""What the libraries do: tables of functions on abstract values, by public name."""
