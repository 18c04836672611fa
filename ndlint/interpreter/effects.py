"""What calls do to their arguments and to the run: functions by their public names."""

HARMLESS = frozenset(
    f"builtins.{name}"
    for name in (
        "print", "len", "type", "isinstance", "str", "repr", "id", "hash", "int", "float",
        "bool", "abs", "min", "max", "sum", "round", "sorted", "any", "all", "format", "map",
        "filter", "reversed", "iter", "callable", "hasattr", "super", "set", "dict", "input",
        "open", "dir", "ord", "chr", "divmod", "pow", "slice", "issubclass", "object.__init__",
        "frozenset",
    )
)  # fmt: skip
"""Built-in functions that change none of their arguments."""
ALOOF = HARMLESS - {
    f"builtins.{name}"
    for name in (
        "map", "filter", "min", "max", "sum", "sorted", "reversed", "iter", "set", "frozenset",
        "dict",
    )
}  # fmt: skip
"""Those whose result holds none of their arguments."""
SETS = frozenset({"builtins.set", "builtins.frozenset"})
REBINDS = frozenset(f"builtins.{name}" for name in ("vars", "globals", "locals", "exec", "eval"))
"""Built-in functions through which variables are bound in ways that cannot be followed."""
GOES_THROUGH = frozenset({"keras.optimizers.Optimizer.apply_gradients"})
"""Methods that take an iterator as they take a list."""
CONVERSIONS = frozenset(
    f"tensorflow.{name}" for name in ("constant", "convert_to_tensor", "Variable", "cast")
)
"""Functions that make a tensor of their first argument, and go through nothing else for it."""
ENDS = frozenset({
    "builtins.exit", "builtins.quit", "sys.exit", "os._exit", "os.abort",
    "pytest.exit", "pytest.fail", "pytest.skip", "pytest.xfail",
})  # fmt: skip
"""Functions that do not return."""
