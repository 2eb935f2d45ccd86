"""The main function of a worker: load the student's program, then answer the judge's calls until the line closes."""

from __future__ import annotations

import builtins
import dataclasses
import gc
import os
import random
import socket
import sys
import tempfile
from typing import Any

import numpy as np

from autograder.checks.observation import Observation, describe_error, observe_call, observe_variable, student_line
from autograder.sandbox.guest import interpreter_state, stub_modules
from autograder.sandbox.guest.callbacks import Asker, StandIns
from autograder.sandbox.guest.interpreter_state import Line
from autograder.sandbox.guest.ipython_shell import Shell
from autograder.sandbox.guest.notebook import Notebook
from autograder.sandbox.limits import Limits
from autograder.sandbox.program import LoadPlan, Program
from autograder.sandbox.wire.calls import Request, calls_in, packed
from autograder.sandbox.wire.channel import Channel, Closed
from autograder.sandbox.wire.messages import DONE, TooLarge, pack, pack_plainly
from autograder.sandbox.wire.shared_memory import Chalk


def work(line: socket.socket, chalk: Chalk) -> None:
    """Answer the judge on `line` until it closes; the process is already confined to the current directory."""
    channel = Channel(line, Limits())
    try:
        _, settings, cells, kind, main, files, replace, plan, *times = channel.receive(None)
        limits = channel.limits = Limits(**settings)
        program = Program(tuple(cells), kind, main, files)
        notebook = _load(program, limits, chalk, _plan(*plan), times, Line(line.fileno()))
        correct = StandIns(Asker(channel), [notebook.namespace, *notebook.helper_modules()])
        correct.put_in_place(replace)
        _report(notebook, channel)
        while True:
            frame = channel.frame(None)
            calls = calls_in(frame)
            if calls is not None:
                _answer(calls, notebook.namespace, channel, chalk)
                continue
            kind, about = channel.opened(frame)
            if kind == "replace":
                correct.put_in_place(about)
            else:
                _show(about, notebook.namespace, channel, chalk)
    except Closed:
        return


def _load(program: Program, limits: Limits, chalk: Chalk, plan: LoadPlan, times: list[float], line: Line) -> Notebook:
    _set_the_scene(program)
    notebook = Notebook(program, limits)
    if notebook.script:  # Jupyter's "Download as .py" writes calls of these two into the file
        shell = Shell(notebook.namespace, notebook._execute)
        vars(builtins).update(get_ipython=lambda: shell, display=lambda *args, **kwargs: None)
    stub_modules.install(None if notebook.script else notebook.shell)
    interpreter_state.remember_builtins()
    seconds, waiting = times

    def begin(cell: int, place: int) -> None:
        line.end_if_lost()
        interpreter_state.restore_builtins(notebook.namespace)
        chalk.enter(cell, place)

    notebook.run(plan, seconds, waiting, begin)
    line.end_if_lost()
    interpreter_state.restore_builtins(notebook.namespace)
    interpreter_state.restore_settings()
    return notebook


def _plan(stuck: list[list[int]], left_out: list[list[Any]], singly_from: int) -> LoadPlan:
    return LoadPlan({(c, p) for c, p in stuck}, {(c, p): reason for c, p, reason in left_out}, singly_from)


def _set_the_scene(program: Program) -> None:
    """Write the student's files and set up the interpreter.

    The folder is the last entry of the path, so that no file shadows a library.
    """
    here = os.getcwd()
    own = {program.main: program.cells[0].encode("utf-8", "replace")} if program.kind == "script" else {}
    for name, content in {**program.files, **own}.items():
        try:
            if "/" in name:
                os.makedirs(os.path.dirname(name), exist_ok=True)
            with open(name, "wb") as file:
                file.write(content)
        except OSError:  # a name that this file system does not allow, or a file in place of a folder
            continue
    sys.argv = [program.main]
    sys.path.append(here)
    sys.dont_write_bytecode = True
    vars(builtins).update(help=_no_help, exit=sys.exit, quit=sys.exit)  # normally defined by Python's `site`
    for number, name in ((1, "stdout"), (2, "stderr")):  # the inherited objects have positions in another file
        setattr(sys, name, open(number, "w", encoding="utf-8", errors="backslashreplace", closefd=False))
    os.environ.pop("MPLCONFIGDIR", None)  # of the server's user, for whom it imports Matplotlib
    os.environ["HOME"] = os.environ["TMPDIR"] = here
    tempfile.tempdir = None  # so that it is determined from TMPDIR
    random.seed(0)  # a fork gets a new seed; unseeded draws must repeat, since only the submission may decide a verdict
    gc.enable()


def _no_help(*args: Any) -> None:
    """Ignore a request for help."""


def _report(notebook: Notebook, channel: Channel) -> None:
    _flush()
    outcome = "unreadable" if notebook.unreadable else "loaded"
    errors = [[*error[:5], list(error.names), error.waited, error.plainer] for error in notebook.errors]
    channel.send(["loaded", outcome, notebook.unreadable, errors, notebook.names()], None)


def _show(name: str, namespace: dict[str, Any], channel: Channel, chalk: Chalk) -> None:
    """Answer a request for a variable, then send DONE."""
    chalk.begin()
    _post(observe_variable(namespace, name), channel, chalk)
    channel.write(DONE, None)


def _answer(calls: list[Request], namespace: dict[str, Any], channel: Channel, chalk: Chalk) -> None:
    """Answer calls one by one, then send DONE."""
    chalk.begin()
    for name, recipes in calls:
        observation = _observed(namespace, name, recipes)
        if observation.outcome == "raised" and interpreter_state.restore_modules():
            observation = _observed(namespace, name, recipes)
        _post(observation, channel, chalk)
        if observation.outcome == "memory":  # the judge ends this worker
            break
    channel.write(DONE, None)


def _observed(namespace: dict[str, Any], name: str, recipes: tuple[Any, ...]) -> Observation:
    try:
        return observe_call(namespace, name, recipes)
    except BaseException as error:  # KeyboardInterrupt, or a student's class
        words = describe_error(error)
        return Observation("raised", error=words["error"], message=words["message"], line=student_line(error))


def rehearse() -> None:
    """Answer calls of functions of our own, before any worker is forked.

    Workers inherit what Python and NumPy prepare at the first calls: specialized bytecode and caches. That saves a
    tenth of their time for calls.
    """
    arguments = np.array([0.5, -1.0]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1, 2])
    calls = [(name, (*arguments, number)) for name in _REHEARSED for number in (1, 0.5)]
    for _ in range(REHEARSALS):
        for name, recipes in calls_in(packed(calls)) or ():
            _packed(_observed(_REHEARSED, name, recipes))


def _layer(x: np.ndarray, W: np.ndarray, b: np.ndarray, k: float) -> dict[str, Any]:
    a = W @ x + b
    y = 1 / (1 + np.exp(-a))
    slope = y * (1 - y)
    return {"a": a, "y": [y, (slope, np.sum((y - k) ** 2) / len(y))], "W": np.outer(slope, x)}


_REHEARSED: dict[str, Any] = {
    "layer": _layer,
    "relu": lambda x, W, b, k: np.maximum(x, 0.0) + np.where(W[0] > 0, W[0], 0.0),
    "number": lambda x, W, b, k: float(np.mean(x) * k),
}
REHEARSALS = 10  # Python specializes the code of a function after eight calls


def _post(seen: Observation, channel: Channel, chalk: Chalk) -> None:
    """Write an answer to the board, or send it on the line if it does not fit."""
    _flush()
    answer = _packed(seen)
    try:
        channel.check(answer)
    except TooLarge:
        answer = _packed(dataclasses.replace(seen, outcome="output", value=None))
    if not chalk.write(answer):
        channel.write(answer, None)


def _packed(seen: Observation) -> bytes:
    usual = seen.outcome == "returned" and not (seen.changed or seen.warnings or seen.message or seen.same_as)
    answer = pack_plainly(seen.value) if usual else None
    if answer is not None:
        return answer
    fields = [seen.error, seen.message, seen.line, list(seen.changed), list(seen.warnings)]
    if seen.warned or seen.changed_name or seen.same_as:
        fields += [seen.warned, seen.changed_name, seen.same_as]
    return pack(["observed", seen.outcome, seen.value, *fields])


def _flush() -> None:
    try:
        sys.stdout.flush()
    except BaseException:  # the student has replaced or closed it
        pass
