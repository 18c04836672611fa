"""The abstract domain: what is known of the values that a program computes."""
