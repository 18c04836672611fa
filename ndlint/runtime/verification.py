"""Runs one program under watch, and says how it went."""

import os
from collections import Counter
from collections.abc import Sequence
from typing import TextIO

from msgspec.structs import replace

from ndlint.configuration.settings import Settings
from ndlint.findings import SEVERITY, Certainty, Effect, Finding
from ndlint.report.text import summary
from ndlint.runtime.ahead import Ahead, look_ahead
from ndlint.runtime.checkpoints import compiled, telling
from ndlint.runtime.program import FAILED, as_main, execute, print_error, status_of
from ndlint.runtime.session import Judgement, Session, Verdict
from ndlint.runtime.sources import Sources
from ndlint.runtime.voice import Voice
from ndlint.source.files import parse_text, read_text


def verify_program(path: str, arguments: Sequence[str], settings: Settings, stream: TextIO) -> int:
    """Run the program at a path with its arguments. What is found goes to the stream.

    Returns the exit code: 1 where a finding counts, 2 where the program itself failed, 130
    where it was interrupted, else 0. Raises: Unreadable.
    """
    text = read_text(path)
    source = parse_text(path, text)
    filename = os.path.abspath(path)
    ahead = look_ahead(source, settings.target)
    sources = Sources()
    sources.add(filename, source)
    voice = Voice(stream, sources)
    session = Session(source, sources, _open(ahead, settings), settings.shows, voice.say)
    with as_main(filename, (path, *arguments)) as main, telling(session.reach, session.show):
        session.start()
        try:
            places = session.checkpoints, session.expressions
            error = execute(lambda: compiled(text, filename, *places), main)
        finally:
            session.stop()
        if error is not None:
            print_error(error)
    status = status_of(error)
    if error is not None and status == FAILED:
        explanation = session.explain(error)
        if explanation is not None:
            voice.tell(f"ndlint: {explanation.finding.code} tells why:")
            voice.say(explanation.finding, explanation.advice)
    _conclude(session, voice)
    if status == 0 and any(_counts(finding, settings.fail_on) for finding in session.findings):
        return 1
    return status


def _open(ahead: Ahead, settings: Settings) -> Ahead:
    """What of the static side is to be decided: also what is too uncertain to be said, which
    `ndlint --fix` does not fix, either."""
    wanted = [f for f in ahead.findings if settings.shows(replace(f, certainty=Certainty.CERTAIN))]
    fixable = [f if settings.shows(f) else replace(f, fixes=()) for f in wanted]
    return replace(ahead, findings=tuple(fixable))


def _counts(finding: Finding, threshold: Effect) -> bool:
    return SEVERITY[finding.effect] <= SEVERITY[threshold]


def _conclude(session: Session, voice: Voice) -> None:
    """Say what was found, and what became of the static findings."""
    judgements = session.judgements()
    voice.tell(f"ndlint: {summary(session.findings, 1, 0)}")
    if not judgements:
        return
    counts = Counter(judgement.verdict for judgement in judgements)
    told = ", ".join(f"{counts[v]} {v.value}" for v in Verdict if counts[v])
    voice.tell(f"ndlint: of what its source told before it ran, {told}")
    for judgement in judgements:
        voice.tell(_line(judgement))


def _line(judgement: Judgement) -> str:
    finding, site = judgement.finding, judgement.finding.site
    return f"    {site.path}:{site.line}:{site.column}: {finding.code} {judgement.verdict.value}"
