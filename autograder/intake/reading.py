"""Turn the files of one submission into a `Submission`: everything that parses a student's text starts here.

It runs in the bounded reader (`bounded/`), so that hostile text can end that process and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from autograder.intake import prose_in_code
from autograder.intake.advice import FOREIGN_ARCHIVES, is_foreign_archive
from autograder.intake.analysis.statements import Statement, statements_of
from autograder.intake.choose_main_file import MAX_CODE, Choice, Work, choose
from autograder.intake.fenced_markdown import EXTENSIONS
from autograder.intake.handout import Handout, Wanted
from autograder.intake.lost_answers import Lost, Net, given_texts
from autograder.intake.needed_cells import Needed, without_demonstrations
from autograder.intake.newer_python import HERE, spelled, version_needed
from autograder.intake.pictures import Album
from autograder.intake.safe_archive import Gathered, gather, is_spare, looks_zipped, untarred, unzipped
from autograder.intake.script import LEFT_OUT, RESPELLED, respelled
from autograder.intake.static_analysis import MOST
from autograder.intake.submission import Submission, Unreadable
from autograder.intake.tarballs import TARBALLS
from autograder.intake.wrapped import unwrap
from autograder.intake.written_answers import (
    Prose,
    given_prose,
    made_by_running,
    prose_in_notebook,
    prose_in_script,
    strings_in_code,
)

# Endings of files that no code needs, and that are sometimes large.
_LEFT_OUT = (".ipynb", ".zip", *FOREIGN_ARCHIVES, ".pdf", ".html", ".htm", ".docx", ".md")
# Bytes of the files beside the work; they share one message to the worker, of at most 16 MiB.
MAX_BESIDE = 12_000_000


def read(files: Gathered, wanted: Wanted, handout: Handout) -> Submission:
    """Return what was handed in for an assignment.

    Args:
        files: as they were handed in, with zips still packed.
        wanted: what the assignment asks for.
        handout: what students received.

    Raises:
        Unreadable: the text is one sentence for the student.
    """
    files = _unpacked(files)
    for name in files:
        if is_foreign_archive(name, files[name]):
            files.leave_out(
                name, f"{name} is an archive that is not opened here: hand in what it holds, or a zip file of that."
            )
    own = {name: data for name, data in files.items() if not handout.holds(name)}
    choice = choose(own, handout, wanted.owned)
    _check_assignment(choice, wanted)
    return _submission(choice, own, wanted, handout, files)


def _unpacked(files: Gathered) -> Gathered:
    """Remove the folders that all files share, and open a single zip among them, and one in that."""
    unwrap(files)
    files = unzipped(files)
    for _ in range(3):
        endings = (".ipynb", ".py", ".zip", ".ipynb.gz", *TARBALLS)  # without spreadsheets and .npz, which are zips
        works = {name for name in files if name.lower().endswith(endings) and not is_spare(name)}
        zips = [name for name in works if name.lower().endswith(endings[3:]) or looks_zipped(files[name], name)]
        if len(works) == len(zips) == 1:
            open_it = gather if looks_zipped(files[zips[0]], zips[0]) else untarred
            inner = open_it(files[zips[0]], zips[0])
            inner.left_out[:0] = files.left_out
            inner.review = inner.review or files.review
            files = inner
            unwrap(files)
    while files and all("/" in name for name in files) and len({name.split("/")[0] for name in files}) == 1:
        for name in list(files):
            files[name.split("/", 1)[1]] = files.pop(name)
    return files


def _check_assignment(choice: Choice, wanted: Wanted) -> None:
    """Refuse work that mentions names of another assignment and none of this one."""
    known = [*wanted.owned, *wanted.ids]
    for cell in choice.work.cells:
        if any(name in cell.source for name in known) and not {*_words(cell.source)}.isdisjoint(known):
            return
    words = {word for cell in choice.work.cells for word in _words(cell.source)}
    for other, names in wanted.others:
        if len(words & names) >= 2:
            raise Unreadable(
                f"{choice.work.name} is the work for {other}, not for {wanted.assignment}. "
                f"Hand in {wanted.assignment}.ipynb or {wanted.assignment}.py."
            )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _submission(
    choice: Choice, own: Mapping[str, bytes], wanted: Wanted, handout: Handout, files: Gathered
) -> Submission:
    work = choice.work
    code, newer, doubt = _runnable(work)
    doubt += _missing_names(work, wanted.owned)
    statements = [statements_of(source) for source in code] if work.script is None else [work.script.statements]
    words = _answers_in_words(choice, own, statements, wanted, handout)
    lost = _lost(choice, own, statements, newer, wanted, handout)
    beside, too_large = _light(_beside(own, work.name, wanted.assignment))
    needed = Needed(code)
    if work.kind == "notebook":
        needed = without_demonstrations(code, handout.code, wanted.owned)
    review = choice.needs_review or files.review or bool(too_large)
    everything_beside = {**beside, **handout.support}
    doubts: list[object] = [words.unattributed, lost.elsewhere, lost.attempted, doubt, lost.coroutines, lost.rebound]
    return Submission(
        main=work.name.rpartition("/")[2],
        kind=work.kind,
        cells=needed.cells,
        brief=needed.brief,
        files=everything_beside,
        written=words.written,
        sha256=_sha256(work.kind, code, beside, words.written, review, doubts),
        notes=(*choice.notes, *doubt, *files.left_out, *too_large, *words.unseen),
        needs_review=review,
        made_by_running=words.made_by_running,
        unattributed=words.unattributed,
        pictures=words.pictures,
        elsewhere=lost.elsewhere,
        attempted=lost.attempted,
        coroutines=lost.coroutines,
        rebound=lost.rebound,
        doubt=next((note for note in (*doubt, *work.notes) if _is_doubt(note)), ""),
        doubtful_words=words.doubtful,
        analysis=_analysis(needed.cells, statements, everything_beside),
    )


@dataclass(frozen=True)
class AnswersInWords:
    """What a submission holds in words.

    Attributes:
        written: the answers, by the name of the question.
        unattributed: what answers no question by its place.
        pictures: the pictures in answers, by the name of the question.
        unseen: notes on what could not be shown.
        made_by_running: the questions whose answers the code makes.
        doubtful: reasons for a person to look, by the name of the question.
    """

    written: dict[str, str]
    unattributed: str
    pictures: dict[str, tuple[str, ...]]
    unseen: tuple[str, ...]
    made_by_running: tuple[str, ...]
    doubtful: dict[str, str]


def _answers_in_words(
    choice: Choice,
    own: Mapping[str, bytes],
    statements: Sequence[Sequence[Statement]],
    wanted: Wanted,
    handout: Handout,
) -> AnswersInWords:
    work, everything = choice.work, [statement for found in statements for statement in found]
    prose = _prose(work, everything, wanted, handout)
    running = made_by_running(everything, [name for name in wanted.by_hand if not prose.cells.get(name)])
    unanswered = [name for name in wanted.by_hand if not prose.answers.get(name)]
    asked = [name for name in unanswered if name not in running]
    hidden = _prose_in_code(work, everything, handout, unanswered) if unanswered else []
    if asked:
        prose.add(hidden)
    if len(asked) == 1 and prose.take_misplaced(asked[0]):
        asked = []
    papers = _prose_beside(choice, own, prose, wanted, handout) if asked else []
    written, pictures, unseen = _illustrated(prose, Album(own))
    doubtful = {
        **(dict.fromkeys(asked, BESIDE.format(papers[0])) if papers else {}),
        **(dict.fromkeys(asked, EMPTY_WORDS) if prose.may_hold_an_answer else {}),
        **(dict.fromkeys(running, EMPTY_WORDS) if hidden else {}),
        **unseen,
    }
    return AnswersInWords(written, written.pop("", ""), pictures, tuple(unseen.values()), running, doubtful)


def _runnable(work: Work) -> tuple[tuple[str, ...], list[tuple[Statement, str]], tuple[str, ...]]:
    """Return the code without what only a newer Python can read, those statements with their place, and notes."""
    if work.script is not None:
        return work.code, [(one, f"line {one.line}") for one in work.script.newer], ()
    code: list[str] = []
    newer: list[tuple[Statement, str]] = []
    notes: list[str] = []
    for number, source in enumerate(work.code, 1):
        wrong = [one for one in statements_of(source) if one.facts.error]
        needed = [version_needed(one.text) for one in wrong]
        if wrong and all(needed):
            newest = max(version for version in needed if version)
            source, left_out = respelled(source, wrong)
            newer += [(one, f"code cell {number}") for one in left_out]
            notes.append(
                f"cell {number}: a statement in it needs {spelled(newest)} or newer; the grader runs {spelled(HERE)}. "
                f"It was {LEFT_OUT if left_out else RESPELLED}."
            )
        elif wrong and any(line.startswith("<" * 7) for line in source.split("\n")):
            notes.append(
                f"cell {number} holds git's conflict markers: two versions of it stand there, and it cannot run."
            )
        code.append(source)
    return tuple(code), newer, tuple(notes[:20])


def _is_doubt(note: str) -> bool:
    """Return True for a note about code that was left out; a person should then look at whatever is not right."""
    left_out = " needs Python" in note and f"It was {LEFT_OUT}" in note
    return left_out or "conflict markers: two" in note or NEEDED in note


NEEDED = "which later code needs"
_BOUND = re.compile(r"^[ \t]*(?:(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|(\w+)\b[^\n(=]*=(?!=))", re.MULTILINE)


def _missing_names(work: Work, owned: frozenset[str]) -> tuple[str, ...]:
    """Return a sentence about each unreadable statement of a script that would bind a name which other code reads."""
    if work.script is None or not work.script.broken:
        return ()
    facts = [statement.facts for statement in work.script.statements]
    missing = frozenset().union(*(one.reads for one in facts)).difference(owned, *(one.binds for one in facts))
    sentences = []
    for statement in work.script.broken:
        text = statement.text
        is_import = text.lstrip().startswith(("import ", "from "))
        bound = _words(text) if is_import else [name for pair in _BOUND.findall(text) for name in pair]
        names = sorted(missing.intersection(bound))
        if names:
            sentences.append(f"line {statement.line} cannot be read; it would have defined {names[0]}, {NEEDED}.")
    return tuple(sentences[:20])


def _prose(work: Work, statements: Sequence[Statement], wanted: Wanted, handout: Handout) -> Prose:
    if work.script is not None:
        return prose_in_script(work.script.text, statements, wanted.by_hand, handout)
    found = prose_in_notebook(work.cells, wanted.by_hand, handout)
    strings_in_code(statements, wanted.by_hand, found, handout)
    return found


def _prose_in_code(work: Work, statements: Iterable[Statement], handout: Handout, asked: Iterable[str]) -> list[str]:
    given = _given(handout)
    if work.script is not None:  # strings that are statements were read as cells
        code = [one for one in statements if not one.facts.prose]
        return prose_in_code.in_statements((*code, *work.script.broken), given)
    return [*prose_in_code.in_statements(statements, given), *prose_in_code.in_comments(work.code, given, asked)]


def _prose_beside(
    choice: Choice, own: Mapping[str, bytes], prose: Prose, wanted: Wanted, handout: Handout
) -> list[str]:
    """Add the prose in outputs and in files beside the work; return the names of documents that are not read."""
    work = choice.work
    for other in choice.others:
        if other.kind == "notebook":
            more = prose_in_notebook(other.cells, wanted.by_hand, handout)
            prose.add_cells(cell for cells in more.cells.values() for cell in cells)
    if work.kind == "notebook" and work.name in own:
        prose.add_cells(prose_in_code.in_outputs(work.cells, own[work.name], _given(handout)))
    texts, papers = prose_in_code.in_files(own, {work.name})
    prose.add(texts)
    return papers


BESIDE = "There is no answer where it was asked for, but {} was handed in, too: a person will look at it."
EMPTY_WORDS = "There is no answer where it was asked for, but text elsewhere may be one: a person will look at it."
Illustrations = tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, str]]


def _illustrated(prose: Prose, album: Album) -> Illustrations:
    """Return texts with names of their pictures, the pictures, and notes about what cannot be shown.

    Keys are question ids, and "" for prose that belongs to no question.
    """
    texts: dict[str, str] = {}
    pictures: dict[str, tuple[str, ...]] = {}
    unseen: dict[str, str] = {}
    for name, text in (*prose.answers.items(), ("", prose.unattributed)):
        found = album.illustrate(prose.cells.get(name, ()), text)
        if found.text:
            texts[name] = found.text
        if found.pictures:
            pictures[name] = found.pictures
        if found.notes:
            unseen[name] = " ".join(found.notes)
    return texts, pictures, unseen


def _lost(
    choice: Choice,
    own: Mapping[str, bytes],
    statements: Sequence[Sequence[Statement]],
    newer: Iterable[tuple[Statement, str]],
    wanted: Wanted,
    handout: Handout,
) -> Lost:
    net = Net(wanted.owned, _given(handout))
    is_script = choice.work.script is not None
    for number, (found, source) in enumerate(zip(statements, choice.work.code), 1):
        where = choice.work.name if is_script else f"code cell {number}"
        net.code(found, where)
        if "#" in source and source.strip() not in handout.code:
            net.comments(source, where)
        net.magic(source, where)
    if choice.work.script is not None:
        net.broken(choice.work.script.broken, choice.work.name)
    for statement, where in newer:
        version = version_needed(statement.text)
        net.newer(statement, spelled(version or HERE), spelled(HERE), where)
    for number, cell in enumerate(choice.work.cells, 1):
        if cell.kind != "code":
            net.prose(cell, number)
    for other in choice.others:
        net.file(other.statements, other.name)
    for name, data in own.items():
        is_code = name.endswith(".py") and name != choice.work.name and len(data) <= MAX_CODE
        if is_code and any(word.encode() in data for word in wanted.owned):
            net.file(statements_of(data.decode("utf-8", "replace")), name)
        elif name.lower().endswith(EXTENSIONS) and name != choice.work.name and len(data) <= MAX_CODE:
            net.text(data.decode("utf-8", "replace"), f"in {name}, which was not graded")
    net.other_names()
    return net.lost


@lru_cache(maxsize=4)
def _given_of(cells: tuple[str, ...], stub: str, prose: frozenset[str]) -> frozenset[str]:
    statements = {cell: statements_of(cell) for cell in (*cells, stub)}
    exact = frozenset(one.text for found in statements.values() for one in found)
    return given_texts(cells, statements_of(stub), statements) | prose | exact


def _given(handout: Handout) -> frozenset[str]:
    code = tuple(cell.source for cell in handout.cells if cell.kind == "code")
    return _given_of(code, handout.stub, given_prose(handout))


def _beside(files: Mapping[str, bytes], main: str, assignment: str) -> dict[str, bytes]:
    """Return the modules and data in the main file's folder and below, by their paths relative to it."""
    folder = main.rpartition("/")[0]
    prefix = f"{folder}/" if folder else ""
    rest = {name.removeprefix(prefix): data for name, data in files.items() if name != main and name.startswith(prefix)}
    return {name: data for name, data in sorted(rest.items()) if not _is_left_out(name, assignment)}


def _light(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files that fit into a message to the worker, small ones first, and a sentence about each other file."""
    kept, sentences, room = {}, [], MAX_BESIDE
    for name, data in sorted(files.items(), key=lambda item: (len(item[1]), item[0])):
        if len(data) <= room and not (name.endswith(".py") and len(data) > MAX_CODE):
            kept[name] = data
            room -= len(data)
        else:
            most = f"{MAX_CODE // 1000} kB" if name.endswith(".py") else f"{MAX_BESIDE // 1_000_000} MB in all"
            sentences.append(f"{name} was left out, as it is too large: {most} are read beside the work.")
    return dict(sorted(kept.items())), tuple(sentences)


def _is_left_out(name: str, assignment: str) -> bool:
    return name.lower().endswith(_LEFT_OUT) or name == f"{assignment}.py" or len(name) > 1000


def _analysis(cells: Sequence[str], statements: Sequence[Sequence[Statement]], files: Mapping[str, bytes]) -> str:
    """Encode the facts about the program's sources for `Submission.facts`, each distinct statement once."""
    modules = [data.decode("utf-8", "replace") for name, data in files.items() if name.endswith(".py")]
    if sum(map(len, (*cells, *modules))) > MOST:
        return ""
    said = [[one.facts for one in found] if cell else [] for cell, found in zip(cells, statements)]
    said += [[one.facts for one in statements_of(module)] for module in modules]
    numbers: dict[int, int] = {}
    distinct: list[str] = []
    sources = []
    for facts in said:
        for one in facts:
            if id(one) not in numbers:
                numbers[id(one)] = len(distinct)
                distinct.append(one.as_json)
        sources.append(sorted({numbers[id(one)] for one in facts}))
    return f"[[{','.join(distinct)}],{json.dumps(sources)}]"


def _sha256(
    kind: str,
    code: Sequence[str],
    files: Mapping[str, bytes],
    written: Mapping[str, str],
    review: bool,
    more: list[object],
) -> str:
    """Hash everything that a verdict depends on."""
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    canonical = json.dumps([kind, code, hashes, written, review, *([more] if any(more) else [])], sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
