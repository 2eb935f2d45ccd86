"""Run the commands about a class: grade, inspect the grades, grade by hand, make a gradebook.

Each command imports the modules it needs when it runs, which keeps start-up quick.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

from autograder import course as courses
from autograder import json_output, paths, provenance
from autograder.commands import FALLS_SHORT, FINE, course_in_force, say, warn

PUBLIC = (
    "Graded with the public key, which everyone has, so the hidden tests are not secret. "
    "For a class, put the course's key into course.key beside course.yaml, or into NNHW_KEY."
)
REMEDY = "Restore the key or the questions, or use the folder as it is with --anyway."


def grade(arguments: argparse.Namespace) -> int:
    """Grade a class into a folder."""
    from autograder.classroom.arrivals.layouts import existing
    from autograder.classroom.grade import grade as grade_class
    from autograder.classroom.shards import Shard

    course = course_in_force()
    out = arguments.out or paths.graded(arguments.name)
    course.assignment(arguments.name)  # raises for an unknown name
    for path in arguments.paths:
        existing(path)  # raises for a path that does not exist
    _check_settings(arguments, course, out)
    executor = _cluster(arguments) if arguments.cluster else None
    graded = grade_class(
        arguments.name,
        arguments.paths,
        out,
        jobs=arguments.jobs,
        roster=arguments.roster,
        groups=arguments.groups,
        fresh=arguments.fresh,
        pages=not arguments.no_pages,
        quiet=arguments.quiet or arguments.json,
        executor=executor,
        shard=Shard.parse(arguments.shard) if arguments.shard else None,
    )
    sentences = [*graded.sentences, *([PUBLIC] if course.key_is_public else [])]
    if arguments.json and (graded.folder / "grades.csv").is_file():
        body = json_output.grade_body(graded.folder)
        print(json_output.json_document("grade", graded.exit_status, sentences, **body))
        return graded.exit_status
    if arguments.table:
        _print_table(graded.folder / "grades.csv")
    say(arguments, *sentences)
    return graded.exit_status


def _check_settings(arguments: argparse.Namespace, course: courses.Course, out: Path) -> None:
    """Refuse to grade with a key or questions other than those of the hand-out or of grades already in the folder."""
    now = provenance.provenance(course, arguments.name)
    handout, before = paths.handout(arguments.name), provenance.of_folder(out)
    given = provenance.of_folder(handout)
    if handout.parent == paths.ASSIGNMENTS:  # nnhw's own hand-outs are the same under every key
        given = replace(given, key=now.key) if given and paths.course_folder() is None else None
    warn(provenance.refuse_other(str(handout), given, now, f"Run nnhw build {arguments.name}, or restore the key."))
    if not arguments.fresh:
        remedy = "Restore the key or the questions, choose another folder with --out, or grade all again with --fresh."
        warn(provenance.refuse_other(f"What is in {out}", before, now, remedy))


def _check_folders(arguments: argparse.Namespace, folders: Iterable[Path]) -> None:
    """Refuse folders graded with another key or other questions than now; warn if points or dates differ."""
    course = course_in_force()
    for folder in folders:
        built = provenance.of_folder(folder)
        if built and not arguments.anyway:
            now = provenance.provenance(course, built.assignment)
            warn(provenance.refuse_other(str(folder), built, now, REMEDY))


def _cluster(arguments: argparse.Namespace) -> Executor:
    from autograder.classroom.cluster import ClusterPool

    pool = ClusterPool(arguments.cluster, arguments.name, courses.load(), allow_unconfined=arguments.allow_unconfined)
    say(arguments, *pool.sentences)
    return pool


def merge(arguments: argparse.Namespace) -> int:
    """Merge graded folders of one assignment."""
    from autograder.classroom.shards import merge as merge_folders

    say(arguments, *merge_folders(arguments.dirs, arguments.out))
    return FINE


def report(arguments: argparse.Namespace) -> int:
    """Rewrite the report of a class, and with it grades and students' pages, so that all show the same decisions."""
    from autograder.classroom.final_results import open_graded, standings
    from autograder.classroom.outputs import write_outputs
    from autograder.classroom.pages.report import NAME, write_report

    _check_folders(arguments, [arguments.dir])
    with open_graded(arguments.dir) as journal:
        if arguments.hide_names:
            refused = standings(journal).refused
            write_report(journal, courses.load(), hide_names=True)
        else:
            pages = (arguments.dir / "results").is_dir()
            refused = write_outputs(journal, courses.load(), pages=pages).refused
    say(arguments, f"The class at a glance: {arguments.dir / NAME}", *refused)
    return FALLS_SHORT if refused else FINE


def explain(arguments: argparse.Namespace) -> int:
    """Explain why a student lost points in a question."""
    from autograder.classroom.explain import explanation

    _check_folders(arguments, [arguments.dir])
    say(arguments, *explanation(arguments.dir, arguments.student, arguments.question))
    return FINE


def compare(arguments: argparse.Namespace) -> int:
    """Compare two graded folders: whose points change, and why."""
    from autograder.classroom.compare import compare as compare_folders

    _check_folders(arguments, (arguments.old, arguments.new))
    comparison = compare_folders(arguments.old, arguments.new)
    _report_before_and_after(arguments.new)
    files = f"For each student: {arguments.new / 'comparison.csv'} and {arguments.new / 'comparison.html'}."
    sentences = (*comparison.sentences, files)
    if arguments.json:
        print(json_output.json_document("compare", FINE, sentences, **json_output.compare_body(comparison)))
    else:
        say(arguments, *sentences)
    return FINE


def _report_before_and_after(folder: Path) -> None:
    """Rewrite the report of a graded folder, which includes the comparison, unless another run uses the folder."""
    from autograder.classroom.final_results import open_graded
    from autograder.classroom.journal import JournalError
    from autograder.classroom.pages.report import NAME, write_report

    if (folder / NAME).is_file():
        try:
            with open_graded(folder) as journal:
                write_report(journal, courses.load())
        except JournalError:
            pass


def written(arguments: argparse.Namespace) -> int:
    """Export answers in words for grading by hand, and read the points back."""
    from autograder.classroom.hand_grading import written as written_answers

    graders = tuple(name.strip() for name in arguments.graders.split(",") if name.strip())
    _check_folders(arguments, [arguments.dir])
    outcome = written_answers(arguments.dir, graders)
    say(arguments, *outcome.sentences)
    return FALLS_SHORT if outcome.refused else FINE


def review(arguments: argparse.Namespace) -> int:
    """Serve the page for grading by hand until Ctrl-C."""
    from autograder.review.serve import serve

    _check_folders(arguments, [arguments.dir])
    graders = tuple(name.strip() for name in arguments.graders.split(",") if name.strip())
    say(
        arguments,
        *serve(arguments.dir, arguments.port, graders, arguments.twice, say=lambda line: print(line, flush=True)),
    )
    return FINE


def gradebook(arguments: argparse.Namespace) -> int:
    """Write one CSV of several assignments, and files for other systems."""
    from autograder.classroom.gradebook import gradebook as write_gradebook

    _check_folders(arguments, arguments.dirs)
    written_files = write_gradebook(
        arguments.dirs, arguments.out, roster=arguments.roster, extensions=arguments.extensions,
        canvas=arguments.canvas, systems=arguments.to, feedback=arguments.feedback, gradescope=arguments.gradescope,
    )  # fmt: skip
    status, sentences = FALLS_SHORT if written_files.refused else FINE, written_files.sentences
    if arguments.json:
        body = json_output.gradebook_body(written_files.path)
        print(json_output.json_document("gradebook", status, sentences, **body))
    else:
        say(arguments, *sentences)
    return status


def _print_table(path: Path) -> None:
    """Print student, points and status, one line per student."""
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (row["student"], f"{row['total'] or '–'} / {row['max']}", row["status"]) for row in csv.DictReader(file)
        ]
    width = max((len(student) for student, _, _ in rows), default=0)
    print(f"\n{path.parent.name}")
    for student, points, status in rows:
        print(f"  {student:<{width}}  {points:>12}  {status}")
