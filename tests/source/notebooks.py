"""Notebooks to read, made by nbformat as Jupyter makes them."""

from nbformat import NotebookNode, v4, writes

OUTPUTS = [
    v4.new_output("stream", text="keras\n" * 3),
    v4.new_output("display_data", {"image/png": "iVBORw0K" * 100, "text/plain": ["a\n", "b"]}),
    v4.new_output("execute_result", {"application/json": {"a": [1, 2]}}, execution_count=1),
    v4.new_output("error", ename="ValueError", evalue="no", traceback=["\x1b[31mno"]),
]


def code(source: str, *tags: str, **metadata: object) -> NotebookNode:
    """A code cell with outputs, which speak of keras."""
    made: NotebookNode = v4.new_code_cell(source, metadata={"tags": [*tags], **metadata})
    made["outputs"] = OUTPUTS
    return made


def markdown(source: str) -> NotebookNode:
    """A cell of text."""
    made: NotebookNode = v4.new_markdown_cell(source)
    return made


def notebook(*cells: NotebookNode | str) -> str:
    """The text of a notebook; a string is a code cell."""
    whole = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    return str(writes(v4.new_notebook(cells=whole)))
