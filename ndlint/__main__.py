"""`python -m ndlint` is `ndlint`."""

import os
import sys

if __name__ == "__main__":
    # `-m` puts the working folder first, where a click.py of the user's would be imported.
    if not getattr(sys.flags, "safe_path", False) and sys.path[:1] == [os.getcwd()]:
        del sys.path[0]
    from ndlint.cli import main

    main()
