"""Run the commands about content and courses, and print their sentences.

Each command imports the modules it needs when it runs, which keeps start-up quick.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from autograder import course as courses
from autograder import json_output, paths, provenance, questions
from autograder.progress import Progress
from autograder.safe_text import on_lines

FINE, FALLS_SHORT = 0, 1
PUBLIC_BUILT = (
    "Built with the public key. For a class, run nnhw init FOLDER, which draws a key, or put one into course.key "
    "beside course.yaml."
)


def build(arguments: argparse.Namespace) -> int:
    """Build student folders, zips and pages; first prove the grader if anything changed since its last proof."""
    from autograder import content, gradescope
    from autograder.selftest import proof_cache

    course, names = course_in_force(), _names(arguments.names)
    if not proof_cache.hold(names, course):
        refused = _prove(names, course, arguments.quiet)
        if refused:
            return FALLS_SHORT
    for name in names:
        built = content.build(name, course, paths.built_assignments(), paths.dist())
        warn(built.notices)
        package = gradescope.build(name, course, paths.dist(), offline=arguments.offline)
        files = ", ".join(map(_short, (built.student_zip, package, built.solution_page)))
        say(arguments, f"{name}: {_short(built.folder)}/, {files}")
    if names == questions.names():
        from autograder.content.site import build_site

        say(arguments, f"A page for the course's web site: {_short(build_site(names, course, paths.dist()))}")
    if course.key_is_public:
        say(arguments, PUBLIC_BUILT)
    return FINE


def check(arguments: argparse.Namespace) -> int:
    """Grade every specimen with the real judge; print the matrix, the refusals and the verdict."""
    from autograder.selftest import checks_run, mutation_testing, nothing_for_nothing, proof_cache, report

    course, names = course_in_force(), _names(arguments.names)
    quiet = arguments.quiet or arguments.json
    with Progress(0, "tasks", quiet) as progress:
        proofs = checks_run.check(names, course, arguments.keys, _processors(), progress.at)
    mutations = None
    if arguments.mutants:
        with Progress(0, "tasks", quiet) as progress:
            mutations = mutation_testing.survivors(names, course, _processors(), progress.at)
    earned = list(nothing_for_nothing.earned(names, course))
    unearned = [str(refusal) for refusal in nothing_for_nothing.refusals(earned)]
    unearned += _content_faults(names, course)
    sentences = [*unearned, *report.verdict(proofs, mutations)]
    if arguments.html:
        arguments.html.write_text(report.page(proofs, course, mutations), encoding="utf-8")
        sentences.append(f"The page for instructors is {arguments.html}.")
    alive = [str(mutation) for those in (mutations or {}).values() for mutation in those if mutation.survived]
    status = FALLS_SHORT if alive or unearned or any(proof.refusals for proof in proofs) else FINE
    if arguments.json:
        print(json_output.json_document("check", status, sentences, **json_output.check_body(proofs, alive)))
    else:
        say(arguments, *report.matrix(proofs, course, mutations), *nothing_for_nothing.lines(earned))
        print(*sentences, sep="\n")
    if status == FINE:
        proof_cache.note(names, course)
    return status


def _content_faults(names: tuple[str, ...], course: courses.Course) -> list[str]:
    """Return what a build would refuse in the solutions, such as wrong points or answers left in prose."""
    from autograder.content.build_folder import student_files
    from autograder.content.percent_source import ContentError
    from autograder.content.sources import document

    faults = []
    for name in names:
        try:
            student_files(document(name), course)
        except ContentError as error:
            faults.append(f"{name}: {error}")
    return faults


def warn(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        print(f"nnhw: {sentence}", file=sys.stderr)


def rehearse(arguments: argparse.Namespace) -> int:
    """Rehearse the built zip in Gradescope's layout."""
    from autograder import gradescope

    questions.find(arguments.name)
    course = course_in_force()
    archive = paths.dist() / f"{arguments.name}-autograder.zip"
    if not arguments.anyway:
        now = provenance.provenance(course, arguments.name)
        remedy = f"Run nnhw build {arguments.name}, or restore the key or the questions."
        warn(provenance.refuse_other(archive.name, provenance.of_zip(archive), now, remedy))
    rehearsal = gradescope.rehearse(arguments.name, arguments.submission, course=course)
    say(arguments, str(rehearsal))
    return FINE if rehearsal.passed else FALLS_SHORT


def quiz(arguments: argparse.Namespace) -> int:
    """Export the quiz to another system or to paper."""
    from autograder import quiz as exports

    course = course_in_force()
    files = exports.export(arguments.name, arguments.to, course, paths.dist(), roster=arguments.per_student)
    say(arguments, *(f"Written: {_short(file)}" for file in files))
    if arguments.to != "print":
        say(arguments, *exports.warnings_of(exports.read_bank(arguments.name), arguments.to))
    return FINE


def picture(arguments: argparse.Namespace) -> int:
    """Draw the trainability picture, refined step by step, and print its box dimension."""
    from reference_impl import trainability

    window, written = arguments.window or trainability.OVERVIEW, "nothing was written"
    try:
        with Progress(0, "pixels", arguments.quiet) as progress:
            for V in trainability.refine(arguments.size, window, arguments.steps, arguments.full_batch, progress.at):
                arguments.out.write_bytes(trainability.png_bytes(trainability.render(V)))
                written = f"{arguments.out} has {V.shape[1]} × {V.shape[0]} pixels so far"
    except KeyboardInterrupt:
        print(f"stopped: {written}.", file=sys.stderr)
        return FALLS_SHORT
    dimension = trainability.box_dimension(trainability.boundary(V))
    say(arguments, f"{arguments.out}: {V.shape[1]} × {V.shape[0]} pixels, {arguments.steps} steps.")
    say(arguments, f"Box dimension of the boundary: {dimension:.3f}")
    return FINE


def new(arguments: argparse.Namespace) -> int:
    """Write a new assignment with one worked question."""
    from autograder.starter import write_assignment

    solutions, own = paths.writable_content()
    for path in write_assignment(arguments.name, solutions, own):
        say(arguments, f"Written: {_short(path)}")
    guide = _short(paths.QUESTIONS / "README.md")
    say(arguments, f"Next: nnhw check {arguments.name}, then nnhw build {arguments.name}. Guide: {guide}")
    return FINE


def init(arguments: argparse.Namespace) -> int:
    """Make a new course folder."""
    from autograder.course_folder import make_course

    say(arguments, *make_course(arguments.folder))
    return FINE


def customize(arguments: argparse.Namespace) -> int:
    """Copy an assignment's content into the course, to be edited."""
    from autograder.course_folder import customize as copy_content

    for path in copy_content(arguments.name):
        say(arguments, f"Copied: {_short(path)}")
    say(arguments, f"Edit these files, then run nnhw check {arguments.name} and nnhw build {arguments.name}.")
    return FINE


def upgrade(arguments: argparse.Namespace) -> int:
    """Merge what a new version changed into customized content."""
    from autograder.upgrade import upgrade as merge_upstream

    done = merge_upstream(arguments.dry_run)
    say(arguments, *done.sentences)
    return FALLS_SHORT if done.conflicts else FINE


def course_in_force() -> courses.Course:
    """Return the course in force; print notices on its key and version to standard error."""
    from autograder.course_folder import notices

    course = courses.load()
    for notice in notices(course):
        print(f"nnhw: {notice}", file=sys.stderr)
    return course


def _prove(names: tuple[str, ...], course: courses.Course, quiet: bool) -> bool:
    """Check the named assignments; return True if anything is refused."""
    from autograder.selftest import checks_run, proof_cache

    with Progress(0, "tasks of the check", quiet) as progress:
        proofs = checks_run.check(names, course, 1, _processors(), progress.at)
    refusals = [f"{proof.assignment}: {refusal}" for proof in proofs for refusal in proof.refusals]
    print(*refusals[:20], sep="\n", end="\n" if refusals else "")
    if refusals:
        things = f"{len(refusals)} {'thing' if len(refusals) == 1 else 'things'}"
        print(f"Nothing was built: the check refuses {things}; see nnhw check.")
        return True
    proof_cache.note(names, course)
    return False


def _names(wanted: Iterable[str]) -> tuple[str, ...]:
    names = tuple(wanted) or questions.names()
    for name in names:
        questions.find(name)
    return names


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _short(path: Path) -> str:
    """Return a path relative to the working directory if it is inside."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def say(arguments: argparse.Namespace, *lines: str) -> None:
    if not arguments.quiet:
        print(*map(on_lines, lines), sep="\n")
