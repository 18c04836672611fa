"""What the user set: one meaning for the command line and for flake8.

Sources are read into layers, one each; layers are merged, key by key, into settings.
"""
