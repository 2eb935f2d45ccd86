"""What each command calls, and the sentences it prints. Rooms are imported when their command runs: start-up is quick."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

from autograder import course as courses
from autograder import json_output, paths, provenance, questions
from autograder.progress import Progress
from autograder.safe_text import on_lines

FINE, FALLS_SHORT = 0, 1
PUBLIC = (
    "Graded with the public key, which everyone has: the hidden tests are no secret. For a class, put the course's key "
    "into course.key beside course.yaml or into NNHW_KEY."
)
PUBLIC_BUILT = (
    "Built with the public key: for a class, run nnhw init FOLDER, which draws a key, or put one into course.key beside "
    "course.yaml."
)
REMEDY = "Set the key or the questions back, or take it as it is with --anyway."


class Usage(ValueError):
    """The command cannot be carried out as given; the text is a sentence."""


def build(arguments: argparse.Namespace) -> int:
    """Student folders, zips and pages; the grader is proven first if anything changed since it last was."""
    from autograder import content, gradescope
    from autograder.selftest import proof_cache

    course, names = _course(), _names(arguments.names)
    if not proof_cache.hold(names, course):
        refused = _prove(names, course, arguments.quiet)
        if refused:
            return FALLS_SHORT
    for name in names:
        built = content.build(name, course, paths.built_assignments(), paths.dist())
        _warn(built.notices)
        package = gradescope.build(name, course, paths.dist(), offline=arguments.offline)
        _say(
            arguments,
            f"{name}: {_short(built.folder)}/, {_short(built.student_zip)}, {_short(package)}, {_short(built.solution_page)}",
        )
    if names == questions.names():
        from autograder.content.site import build_site

        _say(arguments, f"A page for the course's web site: {_short(build_site(names, course, paths.dist()))}")
    if course.key_is_public:
        _say(
            arguments,
            PUBLIC_BUILT,
        )
    return FINE


def check(arguments: argparse.Namespace) -> int:
    """Every specimen through the real judge; the matrix, the refusals, the sum."""
    from autograder.selftest import checks_run, mutation_testing, nothing_for_nothing, proof_cache, report

    course, names = _course(), _names(arguments.names)
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
        _say(arguments, *report.matrix(proofs, course, mutations), *nothing_for_nothing.lines(earned))
        print(*sentences, sep="\n")
    if status == FINE:
        proof_cache.note(names, course)
    return status


def _content_faults(names: tuple[str, ...], course: courses.Course) -> list[str]:
    """Return what a build would refuse in the solutions: points, titles, rubrics, pictures, answers left in prose."""
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


def grade(arguments: argparse.Namespace) -> int:
    """A class, graded into a folder."""
    from autograder.classroom.grade import grade as grade_class
    from autograder.classroom.shard import Shard

    course = _course()
    out = arguments.out or paths.graded(arguments.name)
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
    _say(arguments, *sentences)
    return graded.exit_status


def _check_settings(arguments: argparse.Namespace, course: courses.Course, out: Path) -> None:
    """Refuse to grade with another key or other questions than the hand-out or the folder's grades were made with."""
    now = provenance.provenance(course, arguments.name)
    handout, before = paths.handout(arguments.name), provenance.of_folder(out)
    given = provenance.of_folder(handout)
    if handout.parent == paths.ASSIGNMENTS:  # nnhw's own hand-outs are the same under every key
        given = replace(given, key=now.key) if given and paths.course_folder() is None else None
    _warn(provenance.refuse_other(str(handout), given, now, f"Run nnhw build {arguments.name}, or set the key back."))
    if not arguments.fresh:
        remedy = "Set the key or the questions back, name another folder with --out, or grade all anew with --fresh."
        _warn(provenance.refuse_other(f"What is in {out}", before, now, remedy))


def _warn(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        print(f"nnhw: {sentence}", file=sys.stderr)


def _check_folders(arguments: argparse.Namespace, folders: Iterable[Path]) -> None:
    """Refuse graded folders of another key or other questions than those in force; warn where points or dates differ."""
    course = _course()
    for folder in folders:
        built = provenance.of_folder(folder)
        if built and not arguments.anyway:
            now = provenance.provenance(course, built.assignment)
            _warn(provenance.refuse_other(str(folder), built, now, REMEDY))


def _cluster(arguments: argparse.Namespace) -> Executor:
    from autograder.classroom.cluster import ClusterPool

    pool = ClusterPool(arguments.cluster, arguments.name, courses.load(), allow_unconfined=arguments.allow_unconfined)
    _say(arguments, *pool.sentences)
    return pool


def merge(arguments: argparse.Namespace) -> int:
    """Join graded folders of one assignment."""
    from autograder.classroom.merge import merge as merge_folders

    _say(arguments, *merge_folders(arguments.dirs, arguments.out))
    return FINE


def report(arguments: argparse.Namespace) -> int:
    """The class at a glance, written anew."""
    from autograder.classroom.final_results import open_graded
    from autograder.classroom.pages.report import write_report

    with open_graded(arguments.dir) as journal:
        path = write_report(journal, courses.load(), hide_names=arguments.hide_names)
    _say(arguments, f"The class at a glance: {path}")
    return FINE


def explain(arguments: argparse.Namespace) -> int:
    """Why a student lost points in a question."""
    from autograder.classroom.explain import explanation

    _say(arguments, *explanation(arguments.dir, arguments.student, arguments.question))
    return FINE


def compare(arguments: argparse.Namespace) -> int:
    """Who changes between two graded folders."""
    from autograder.classroom.compare import compare as compare_folders

    _check_folders(arguments, (arguments.old, arguments.new))
    comparison = compare_folders(arguments.old, arguments.new)
    files = f"One by one: {arguments.new / 'comparison.csv'} and {arguments.new / 'comparison.html'}."
    sentences = (*comparison.sentences, files)
    if arguments.json:
        print(json_output.json_document("compare", FINE, sentences, **json_output.compare_body(comparison)))
    else:
        _say(arguments, *sentences)
    return FINE


def written(arguments: argparse.Namespace) -> int:
    """Written answers out, points back in."""
    from autograder.classroom.hand_grading import written as written_answers

    graders = tuple(name.strip() for name in arguments.graders.split(",") if name.strip())
    found = written_answers(arguments.dir, graders)
    _say(arguments, *found.sentences)
    return FALLS_SHORT if found.refused else FINE


def review(arguments: argparse.Namespace) -> int:
    """A page for grading by hand, until Ctrl-C."""
    from autograder.review.serve import serve

    graders = tuple(name.strip() for name in arguments.graders.split(",") if name.strip())
    _say(
        arguments,
        *serve(arguments.dir, arguments.port, graders, arguments.twice, say=lambda line: print(line, flush=True)),
    )
    return FINE


def gradebook(arguments: argparse.Namespace) -> int:
    """One CSV over assignments."""
    from autograder.classroom.gradebook import gradebook as write_gradebook

    _check_folders(arguments, arguments.dirs)
    found = write_gradebook(
        arguments.dirs, arguments.out, roster=arguments.roster, extensions=arguments.extensions, canvas=arguments.canvas,
        systems=arguments.to, feedback=arguments.feedback, gradescope=arguments.gradescope,
    )  # fmt: skip
    status = FALLS_SHORT if found.refused else FINE
    if arguments.json:
        print(json_output.json_document("gradebook", status, found.sentences, **json_output.gradebook_body(found.path)))
    else:
        _say(arguments, *found.sentences)
    return status


def rehearse(arguments: argparse.Namespace) -> int:
    """The built zip in Gradescope's layout."""
    from autograder import gradescope

    questions.find(arguments.name)
    course = _course()
    archive = paths.dist() / f"{arguments.name}-autograder.zip"
    if not arguments.anyway:
        now = provenance.provenance(course, arguments.name)
        remedy = f"Run nnhw build {arguments.name}, or set the key or the questions back."
        _warn(provenance.refuse_other(archive.name, provenance.of_zip(archive), now, remedy))
    found = gradescope.rehearse(arguments.name, arguments.submission, course=course)
    _say(arguments, str(found))
    return FINE if found.passed else FALLS_SHORT


def quiz(arguments: argparse.Namespace) -> int:
    """The quiz for another system or on paper."""
    from autograder import quiz as exports

    course = _course()
    files = exports.export(arguments.name, arguments.to, course, paths.dist(), roster=arguments.per_student)
    _say(arguments, *(f"Written: {_short(file)}" for file in files))
    if arguments.to != "print":
        _say(arguments, *exports.warnings_of(exports.read_bank(arguments.name), arguments.to))
    return FINE


def picture(arguments: argparse.Namespace) -> int:
    """The trainability picture, refined step by step, and its box dimension."""
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
    _say(arguments, f"{arguments.out}: {V.shape[1]} × {V.shape[0]} pixels, {arguments.steps} steps.")
    _say(arguments, f"Box dimension of the boundary: {dimension:.3f}")
    return FINE


def new(arguments: argparse.Namespace) -> int:
    """A new assignment with one worked question."""
    from autograder.starter import write_assignment

    solutions, own = paths.writable_content()
    for path in write_assignment(arguments.name, solutions, own):
        _say(arguments, f"Written: {_short(path)}")
    guide = _short(paths.QUESTIONS / "README.md")
    _say(arguments, f"Next: nnhw check {arguments.name}, then nnhw build {arguments.name}. Guide: {guide}")
    return FINE


def init(arguments: argparse.Namespace) -> int:
    """A new course folder."""
    from autograder.course_folder import make_course

    _say(arguments, *make_course(arguments.folder))
    return FINE


def customize(arguments: argparse.Namespace) -> int:
    """An assignment's content, copied into the course to be edited."""
    from autograder.course_folder import customize as copy_content

    for path in copy_content(arguments.name):
        _say(arguments, f"Copied: {_short(path)}")
    _say(arguments, f"Edit them; then nnhw check {arguments.name} and nnhw build {arguments.name}.")
    return FINE


def upgrade(arguments: argparse.Namespace) -> int:
    """What a new version changed, merged into customized content."""
    from autograder.upgrade import upgrade as merge_upstream

    done = merge_upstream(arguments.dry_run)
    _say(arguments, *done.sentences)
    return FALLS_SHORT if done.conflicts else FINE


def _course() -> courses.Course:
    """Return the course in force; what there is to say of its key and age goes to the error stream."""
    from autograder.course_folder import notices

    course = courses.load()
    for notice in notices(course):
        print(f"nnhw: {notice}", file=sys.stderr)
    return course


def _prove(names: tuple[str, ...], course: courses.Course, quiet: bool) -> bool:
    """Check the named assignments; is anything refused?"""
    from autograder.selftest import checks_run, proof_cache

    with Progress(0, "tasks of the check", quiet) as progress:
        proofs = checks_run.check(names, course, 1, _processors(), progress.at)
    refusals = [f"{proof.assignment}: {refusal}" for proof in proofs for refusal in proof.refusals]
    print(*refusals[:20], sep="\n", end="\n" if refusals else "")
    if refusals:
        print(
            f"Nothing was built: the check refuses {len(refusals)} {'thing' if len(refusals) == 1 else 'things'}; see nnhw check."
        )
        return True
    proof_cache.note(names, course)
    return False


def _print_table(path: Path) -> None:
    """Student, points, status: a line each."""
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (row["student"], f"{row['total'] or '–'} / {row['max']}", row["status"]) for row in csv.DictReader(file)
        ]
    width = max((len(student) for student, _, _ in rows), default=0)
    print(f"\n{path.parent.name}")
    for student, points, status in rows:
        print(f"  {student:<{width}}  {points:>12}  {status}")


def _names(wanted: Iterable[str]) -> tuple[str, ...]:
    names = tuple(wanted) or questions.names()
    for name in names:
        questions.find(name)
    return names


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _short(path: Path) -> str:
    """A path as seen from here, where that is shorter."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def _say(arguments: argparse.Namespace, *lines: str) -> None:
    if not arguments.quiet:
        print(*map(on_lines, lines), sep="\n")
