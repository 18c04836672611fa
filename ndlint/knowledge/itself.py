"""NumPy itself, for what it tells best: most files are told of without it."""

from functools import lru_cache


@lru_cache(maxsize=1)
def import_numpy():  # type: ignore[no-untyped-def]  # a module has no narrower type
    """NumPy, imported late and without its thread pool.

    ndlint asks NumPy about dtypes only. OpenBLAS would start a thread a core when it is
    loaded, which costs three times as much as the rest of the import.
    """
    import os

    key = "OPENBLAS_NUM_THREADS"
    before = os.environ.get(key)
    os.environ[key] = "1"
    try:
        import numpy
    finally:
        if before is None:
            del os.environ[key]
        else:
            os.environ[key] = before
    return numpy
