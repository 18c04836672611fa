"""A finding stands in the file under check; what happens elsewhere is in its trace."""

from pathlib import Path

import pytest

from tests.projects.trees import FEED, HEAD, MODEL, found_in, places, write


def test_the_trace_leads_to_where_the_data_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = "import numpy as np\ndef load():\n    return np.zeros((3, 5), 'float32')\n"
    main = "from data import load\nfrom model import build\nbuild().predict(load())\n"
    write(tmp_path, {"main.py": main, "model.py": MODEL, "data.py": data})
    (found,) = found_in(tmp_path, "main.py", monkeypatch)
    assert (found.site.path, found.site.line, found.sink) == ("main.py", 3, None)
    assert [(s.site.path, s.site.line) for s in found.trace] == [("data.py", 3), ("model.py", 6)]


def test_what_fails_in_another_module_fails_at_the_call_that_leads_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    through = "from model import feed\ndef run(x):\n    feed(x)\n"
    main = f"{HEAD}import through\nx = np.zeros((3, 5), 'float32')\nprint(through.run(x))\n"
    write(tmp_path, {"main.py": main, "model.py": MODEL, "through.py": through})
    (found,) = found_in(tmp_path, "main.py", monkeypatch)
    assert (found.code, found.site.path, found.site.line, found.site.column) == (
        "NDL201", "main.py", 4, 7,
    )  # fmt: skip
    assert found.message.startswith("in model.py, line 9: x of ")
    assert (found.trace[-1].site, found.trace[-1].message) == (
        found.sink,
        "at build(…).predict",
    )
    assert found.sink is not None and (found.sink.path, found.sink.line) == ("model.py", 9)
    assert found_in(tmp_path, "through.py", monkeypatch) == []
    assert found_in(tmp_path, "model.py", monkeypatch) == []


def test_each_call_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = (
        "feed(np.zeros((3, 5), 'f4'))\nfeed(np.zeros((3, 4), 'f4'))\nfeed(np.zeros((3, 6), 'f4'))\n"
    )
    write(tmp_path, {"main.py": f"{HEAD}from model import feed\n{calls}", "model.py": MODEL})
    assert places(found_in(tmp_path, "main.py", monkeypatch)) == [(3, "NDL201"), (5, "NDL201")]


def test_what_fails_there_whoever_calls_is_left_to_the_check_of_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = HEAD + MODEL + f"def fail():\n    {FEED.format(build='build')}"
    write(tmp_path, {"main.py": f"{HEAD}from model import fail\nfail()\n", "model.py": model})
    assert found_in(tmp_path, "main.py", monkeypatch) == []
    assert places(found_in(tmp_path, "model.py", monkeypatch)) == [(15, "NDL201")]


def test_what_fails_while_a_module_is_loaded_is_left_to_its_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = HEAD + MODEL + FEED.format(build="build")
    write(tmp_path, {"main.py": f"{HEAD}import model\n", "model.py": model})
    assert found_in(tmp_path, "main.py", monkeypatch) == []
    assert places(found_in(tmp_path, "model.py", monkeypatch)) == [(14, "NDL201")]


def test_functions_of_other_modules_that_nothing_calls_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "import main\ndef unused():\n    main.feed(main.np.zeros((3, 5), 'float32'))\n"
    main = HEAD + MODEL + "import other\n"
    write(tmp_path, {"main.py": main, "other.py": other})
    assert found_in(tmp_path, "main.py", monkeypatch) == []


def test_a_callback_is_in_the_file_under_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = "def call(function, x):\n    return function(x)\n"
    main = HEAD + MODEL + "from caller import call\ncall(feed, np.zeros((3, 5), 'float32'))\n"
    write(tmp_path, {"main.py": main, "caller.py": call})
    (found,) = found_in(tmp_path, "main.py", monkeypatch)
    assert (found.site.line, found.sink) == (10, None)


def test_an_error_that_is_expected_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = "with pytest.raises(ValueError):\n    feed(np.zeros((3, 5), 'float32'))\n"
    main = f"{HEAD}import pytest\nfrom model import feed\n{call}"
    write(tmp_path, {"main.py": main, "model.py": MODEL})
    assert found_in(tmp_path, "main.py", monkeypatch) == []


def test_nothing_is_to_be_changed_in_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"data.py": f"{HEAD}x = np.random.rand(3, 4)\n", "model.py": MODEL})
    main = "from data import x\nfrom model import build\nmodel = build()\nmodel.predict(x)\n"
    write(tmp_path, {"main.py": main})
    (found,) = found_in(tmp_path, "main.py", monkeypatch)
    assert (found.code, found.repairs) == ("NDL101", ())
    main = f"{HEAD}from model import feed\nx = np.random.rand(3, 4)\nfeed(x)\n"
    write(tmp_path, {"main.py": main})
    (found,) = found_in(tmp_path, "main.py", monkeypatch)
    assert [change.place.site.line for r in found.repairs for change in r.changes] == [3] * len(
        found.repairs
    )
    assert found.repairs
