"""Right work in the wrong place, of every kind that people's reports show: it is read, or a person is asked."""

import json
import re
import textwrap

import pytest

from autograder import questions
from autograder.intake import Unreadable, read_submission
from autograder.judge.judge import Judge
from autograder.paths import ASSIGNMENTS
from autograder.sandbox import ForkServer
from autograder.selftest.specimens import answers
from tests.intake.solved_notebook import NAME, RIGHT, answer_cells, solved

OWNED = {question.id: list(question.owns) for question in questions.find(NAME).questions}


def as_markdown(cell):
    return {"cell_type": "markdown", "source": cell["source"], "metadata": {}}


def fenced(cell):
    return {**as_markdown(cell), "source": f"My answer:\n\n```python\n{cell['source']}\n```"}


def raw(cell):
    return {"cell_type": "raw", "source": cell["source"], "metadata": {}}


def commented(cell):
    return {**cell, "source": "\n".join(f"# {line}".rstrip() for line in cell["source"].split("\n"))}


def doubly_commented(cell):
    return {**cell, "source": "\n".join(f"##{line}" for line in cell["source"].split("\n"))}


def in_a_function(cell):
    return {**cell, "source": "def attempt():\n" + textwrap.indent(cell["source"], "    ")}


def in_a_class(cell):
    return {**cell, "source": "class Answer:\n" + textwrap.indent(cell["source"], "    ")}


def in_a_string(cell):
    return {**cell, "source": "r'''\n" + cell["source"] + "\n'''"}


def under_a_condition(cell):
    return {**cell, "source": "if __name__ == 'no':\n" + textwrap.indent(cell["source"], "    ")}


def after_an_error(cell):
    return {**cell, "source": "try:\n    1 / 0\n" + textwrap.indent(cell["source"], "    ") + "\nfinally:\n    pass"}


def beside_a_syntax_error(cell):
    return {**cell, "source": f"{cell['source']}\nx = = 1"}


def under(magic):
    """Under a magic that hands the cell to another program, or to a file."""
    return lambda cell: {**cell, "source": f"%%{magic}\n{cell['source']}"}


def around(before, after):
    return lambda cell: {**cell, "source": f"{before}{cell['source']}{after}"}


def with_signs(old, new):
    return lambda cell: {**cell, "source": cell["source"].replace(old, new)}


def marked(mark, kind="markdown"):
    """With a mark in front of each line, as quotations, comparisons of versions and listings have."""

    def place(cell):
        lines = cell["source"].split("\n")
        text = "\n".join(f"{mark.format(number=number)}{line}" for number, line in enumerate(lines, 1))
        return {**(cell if kind == "code" else as_markdown(cell)), "source": text}

    return place


def before_a_stub(cell):
    """A later cell defines every name again, by a stub."""
    names = re.findall(r"^def (\w+)", cell["source"], re.MULTILINE)
    return {**cell, "source": cell["source"] + "".join(f"\n\n\ndef {name}(*a):\n    ..." for name in names)}


def in_a_stubs_comments(cell):
    lines = cell["source"].split("\n")
    return {**cell, "source": "\n".join(line if line[:1].strip() or not line else f"    # {line[4:]}" for line in lines)
            .replace("\n\n\ndef", "\n    pass\n\n\ndef") + "\n    pass"}  # fmt: skip


BROKEN = {
    "quoted": marked("> "),
    "as a comparison": marked("+", "code"),
    "with numbers": marked("{number} ", "code"),
    "with numbers, in prose": marked("{number:3}: "),
    "before a stub": before_a_stub,
    "in a stub's comments": in_a_stubs_comments,
    "written to a file": under("writefile mine.py"),
    "timed": under("timeit -n 10"),
    "handed to a shell": under("bash"),
    "skipped": under("skip"),
    "handed to a browser": under("javascript"),
    "below an open bracket": around("print(max(1, 2)\n", ""),
    "above an open bracket": around("", "\nprint(max(1, 2)"),
    "below a call of Python 2": around("print 'hello'\n", ""),
    "above a curved quote": around("", "\nprint(\u201chello\u201d)"),
    "with spaces of a web page": with_signs(" = ", "\u00a0= "),
    "with invisible signs": around("\u200b", ""),
    "with a prompt": around("In [3]: ", ""),
    "with tabs among spaces": with_signs("    return", "\treturn"),
}
PLACES = {
    function.__name__: function
    for function in (
        as_markdown, fenced, raw, commented, doubly_commented, in_a_function, in_a_class, in_a_string, under_a_condition,
        after_an_error, beside_a_syntax_error,
    )
} | BROKEN  # fmt: skip


@pytest.fixture(scope="module")
def judge():
    with ForkServer(slot=61) as server:
        yield Judge(questions.find(NAME), "tests", server)


def moved(question, place):
    book = solved()
    book["cells"] = [place(cell) if cell.get("id") == f"{question}-answer" else cell for cell in book["cells"]]
    return json.dumps(book).encode()


@pytest.mark.sampled
@pytest.mark.parametrize("place", PLACES)
def test_every_answer_in_such_a_place_is_known_of(place):
    """For each question: the reader says where its definition stands, or it is at the top level and runs."""
    for question in RIGHT:
        found = read_submission(moved(question, PLACES[place]), NAME, "x.ipynb")
        missing = [name for name in OWNED[question] if name not in found.elsewhere and name not in found.attempted]
        assert not missing, (question, missing)


@pytest.mark.sampled
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("question", ["q2_sigmoid", "q8_hidden_weights"])
def test_an_answer_in_such_a_place_gets_its_points_or_a_person_is_asked(judge, place, question):
    result = judge.judge(read_submission(moved(question, PLACES[place]), NAME, "x.ipynb"))
    judged = next(one for one in result.questions if one.id == question)
    assert judged.points == judged.max or (judged.needs_review and "a person looks at it" in judged.note)
    assert not any(one.needs_review for one in result.questions if one.id != question and one.points == one.max)


@pytest.mark.slow
@pytest.mark.parametrize("place", ["timed", "as_markdown", "with a prompt"])
def test_a_person_is_asked_of_what_needs_it_too(judge, place):
    result = judge.judge(read_submission(moved("q2_sigmoid", PLACES[place]), NAME, "x.ipynb"))
    lost = [one for one in result.questions if one.parts and one.points != one.max]
    assert len(lost) > 1 and all(one.needs_review and "sigmoid" in one.note for one in lost), lost


VECTORIZED = "@absent.vectorize\ndef sigmoid(a):\n    return 1 / (1 + math.exp(-a))"


def test_a_person_is_asked_where_a_decorator_was_left_out_and_the_answer_is_not_right(judge):
    book = moved("q2_sigmoid", lambda cell: {**cell, "source": f"import math\n{VECTORIZED}"})
    result = judge.judge(read_submission(book, NAME, "x.ipynb"))
    judged = next(one for one in result.questions if one.id == "q2_sigmoid")
    assert judged.needs_review and "without its decorators" in judged.note
    assert any("it defined sigmoid without decorators" in note for note in result.notes)


@pytest.mark.parametrize("question", RIGHT)
def test_an_answer_beside_the_stub_is_known_of(question):
    """The stub's cell stays as it was; the answer stands in prose below it."""
    book = solved()
    blank = json.loads(json.dumps(book))
    for cell in blank["cells"]:
        if cell.get("id") == f"{question}-answer":
            answer = cell["source"]
            cell["source"] = "\n".join(f"def {name}(*arguments):\n    ..." for name in OWNED[question])
    blank["cells"].append({"cell_type": "markdown", "source": answer, "metadata": {}})
    found = read_submission(json.dumps(blank).encode(), NAME, "x.ipynb")
    assert set(OWNED[question]) <= set(found.elsewhere) and not set(OWNED[question]) & set(found.attempted)


HARMLESS = {
    "a call": "sigmoid(0.5)",
    "a mention": "sigmoid is what I use here, see def of it in the book",
    "a stub in prose": "def sigmoid(a):\n    ...",
    "a stub with a docstring": 'def sigmoid(a):\n    """The logistic function."""\n    pass',
    "a comparison": "sigmoid == relu",
    "a value to come": "sigmoid = None",
    "a keyword": "f(sigmoid=3)",
    "a heading": "## sigmoid = the logistic function?",
    "an equation": "The sigmoid is 1/(1+e^-a); its slope: sigmoid'(a) = s(1-s).",
    "a quotation": "> sigmoid: a function",
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
@pytest.mark.parametrize("kind", ["markdown", "raw", "comment"])
def test_a_call_a_mention_or_a_stub_is_no_definition(text, kind):
    book = solved()
    source = "\n".join(f"# {line}" for line in text.split("\n")) if kind == "comment" else text
    book["cells"].append({"cell_type": "code" if kind == "comment" else kind, "source": source, "metadata": {}})
    assert "sigmoid" not in read_submission(json.dumps(book).encode(), NAME, "x.ipynb").elsewhere


@pytest.mark.slow
def test_what_was_handed_out_is_known_of_nowhere():
    for name in questions.names():
        for path in (ASSIGNMENTS / name).glob(f"{name}.*"):
            found = read_submission(path.read_bytes(), name, path.name)
            assert not found.elsewhere and not found.attempted and not found.unattributed, path


NEWER = {
    "quotes within quotes": 'label = f"{dict(a=1)["a"]}"',
    "a backslash in braces": "label = f\"{'\\n'.join(['a'])}\"",
    "a comment in braces": 'label = f"""{\n    1  # one\n}"""',
    "f in f in f": 'label = f"{f"{f"{1}"}"}"',
    "a type": "type Point = tuple[float, float]",
    "a generic type": "type Pair[T] = tuple[T, T]",
    "a generic function": "def first[T](items: list[T]) -> T:\n    return items[0]",
    "a generic class": "class Box[T]:\n    pass",
    "a default of a type": "def first[T = int](items: list[T]) -> T:\n    return items[0]",
    "a template": 'label = t"{1}"',
    "exceptions without brackets": "try:\n    pass\nexcept ValueError, TypeError:\n    pass",
}


@pytest.mark.sampled
@pytest.mark.parametrize("text", NEWER.values(), ids=NEWER)
@pytest.mark.parametrize("place", ["above", "below"])
def test_newer_syntax_costs_its_statement_and_both_versions_are_named(text, place):
    code = "import numpy as np\n" + "\n\n".join(RIGHT.values())
    script = f"{text}\n{code}" if place == "above" else f"{code}\n{text}\n"
    found = read_submission(script.encode(), NAME, f"{NAME}.py")
    compile(found.cells[0], "x.py", "exec")
    parses = found.cells[0].count("\n") == script.count("\n") and text.split("\n")[0] in found.cells[0]
    assert parses or ("needs Python 3.1" in found.notes[0] and "the grader runs Python 3." in found.notes[0])
    assert set(found.attempted) == {name for names in OWNED.values() for name in names}


@pytest.mark.parametrize("question", RIGHT)
def test_an_answer_in_newer_syntax_is_known_of(question):
    """Each function of it in the syntax of a Python that nobody grades with yet."""
    book = solved()
    for cell in answer_cells(book):
        if cell["id"] == f"{question}-answer":
            cell["source"] = cell["source"].replace("(", "[T = int](", 1) + '\nlabel = t"{1}"'
    found = read_submission(json.dumps(book).encode(), NAME, "x.ipynb")
    assert OWNED[question][0] in {**found.elsewhere, **found.attempted}


OLDER_SPELLING = {
    "type parameters": lambda code: code.replace("(", "[T](", 1),
    "bounded ones": lambda code: code.replace("(", "[T: (int, float), *Ts, **P](", 1),
    "over two lines": lambda code: code.replace("(", "[\n    T\n](", 1),
    "a type above": lambda code: f"type Pair[T] = tuple[T, T]\n{code}",
    "a generic class above": lambda code: f"class Box[T]:\n    pass\n\n\n{code}",
    "exceptions above": lambda code: f"try:\n    pass\nexcept ValueError, TypeError:\n    pass\n{code}",
}


@pytest.mark.parametrize("which", OLDER_SPELLING)
@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_newer_syntax_with_an_older_spelling_of_the_same_meaning_is_full(judge, which, kind):
    spell = OLDER_SPELLING[which]
    if kind == "ipynb":
        work = moved("q2_sigmoid", lambda cell: {**cell, "source": spell(cell["source"])})
    else:
        code = [spell(text) if question == "q2_sigmoid" else text for question, text in RIGHT.items()]
        work = "\n\n\n".join(["import numpy as np", *code]).encode()
    result = judge.judge(read_submission(work, NAME, f"{NAME}.{kind}"))
    assert result.total == result.max and not any(one.needs_review for one in result.questions if one.parts)


BROKEN = {
    "a bracket that opens": "print(sigmoid(2)",
    "a bracket that closes": "print(1))",
    "an old print": "print 'done'",
    "no colon": "def helper(x)\n    return x",
    "no parameter": "def helper(:\n    return 1",
    "no body": "for i in range(3):",
    "a body out of line": "def helper(x):\n    y = 1\n      return y",
    "an open string": "label = 'done",
    "an open docstring": 'def helper():\n    """Help.\n    return 1',
    "words": "Here my own trial begins",
    "two errors": "print 'a'\ndef helper(x)\n    return x",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("place", [0, 2, len(RIGHT)])
def test_a_syntax_error_in_a_script_costs_its_statement(text, place):
    pieces = list(RIGHT.values())
    script = "\n\n".join(["import numpy as np", *pieces[:place], text, *pieces[place:]]) + "\n"
    found = read_submission(script.encode(), NAME, f"{NAME}.py")
    compile(found.cells[0], "x.py", "exec")
    assert set(found.attempted) == {name for names in OWNED.values() for name in names}
    assert "was left out and the rest was graded" in found.notes[0] and not found.doubt


@pytest.mark.slow
def test_an_answer_that_python_cannot_read_costs_a_script_what_it_costs_a_notebook(judge):
    def broken(source):
        return source.replace("return", "return (", 1)

    code = [broken(text) if question == "q2_sigmoid" else text for question, text in RIGHT.items()]
    script = "\n\n".join(["import numpy as np", *code]).encode()
    notebook = moved("q2_sigmoid", lambda cell: {**cell, "source": broken(cell["source"])})
    results = [
        judge.judge(read_submission(work, NAME, f"{NAME}.{kind}"))
        for work, kind in ((script, "py"), (notebook, "ipynb"))
    ]
    points = [[(one.points, one.needs_review) for one in result.questions if one.parts] for result in results]
    assert points[0] == points[1] and points[0][0] == (2.0, False) and points[0][1] == (0.0, True)


SLIPS = {
    "no colon": lambda text: text.replace(":", "", 1),
    "an open bracket": lambda text: text.replace("return ", "return (", 1),
    "a bracket too many": lambda text: text.replace("return ", "return 1) + ", 1),
    "a misspelled word": lambda text: text.replace("return ", "retrun ", 1),
    "an old print": lambda text: text.replace("return ", "print 'here'\n    return ", 1),
    "an operator too many": lambda text: text.replace("return ", "return / ", 1),
    "a line out of line": lambda text: text.replace("    return ", "      x = 1\n    return ", 1),
    "a line back out of line": lambda text: text.replace("    return ", "  return ", 1),
    "out of line as a whole": lambda text: f"x = 1\n{textwrap.indent(text, '   ')}",
    "a misspelled def": lambda text: text.replace("def ", "dfe ", 1),
    "an open string": lambda text: text.replace("return ", "label = 'x\n    return ", 1),
}


@pytest.mark.sampled
@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_a_person_is_asked_about_an_answer_that_python_cannot_read(slip, kind):
    """Its place is known, line by line, and its neighbors in a script are read."""
    for question in RIGHT:
        answer = SLIPS[slip](RIGHT[question])
        if kind == "ipynb":
            work = moved(question, lambda cell, answer=answer: {**cell, "source": answer})
        else:
            code = [answer if one == question else text for one, text in RIGHT.items()]
            work = "\n\n".join(["import numpy as np", *code]).encode()
        found = read_submission(work, NAME, f"{NAME}.{kind}")
        for name in OWNED[question]:
            assert "Python cannot read" in found.elsewhere.get(name, "") or name in found.attempted, (question, name)
        others = {name for one, names in OWNED.items() if one != question for name in names}
        assert others <= set(found.attempted), (question, others - set(found.attempted))


MISPLACED = {
    "a line": "  print(1)",
    "a line far in": "            print(1)",
    "a comment and a line": "# a trial\n  print(1)",
    "two lines": "  x = 1\n  print(x)",
    "else": "else:\n    print(1)",
    "a function": " def trial(a):\n     return a",
    "a function far in": "      def trial(a):\n          return a",
    "a class": "   class Trial:\n       x = 1",
    "a line below a line": "x = 1\n    print(x)",
    "a function below a line": "x = 1\n    def trial(a):\n        return a",
    "a line back out of a loop": "for i in range(3):\n    print(i)\n  print('done')",
}


@pytest.mark.sampled
@pytest.mark.parametrize("text", MISPLACED.values(), ids=MISPLACED)
@pytest.mark.parametrize("place", [1, 4, len(RIGHT)])
def test_an_indentation_error_in_a_script_costs_its_statement(text, place):
    pieces = list(RIGHT.values())
    script = "\n\n".join(["import numpy as np", *pieces[:place], text, *pieces[place:]]) + "\n"
    found = read_submission(script.encode(), NAME, f"{NAME}.py")
    compile(found.cells[0], "x.py", "exec")
    assert set(found.attempted) == {name for names in OWNED.values() for name in names}
    assert "was left out and the rest was graded" in found.notes[0] and not found.doubt


@pytest.mark.parametrize("text", ["import numpy as np, math as", "from numpy import (exp, maximum", "SMALL = 1e-5)"])
def test_a_person_is_asked_where_an_unreadable_line_would_have_defined_what_answers_need(text):
    code = "\n\n".join(RIGHT.values()) + "\n\ndef more():\n    return np, exp, SMALL\n"
    found = read_submission(f"{text}\n{code}".encode(), NAME, f"{NAME}.py")
    assert "line 1 cannot be read; it would have defined" in found.doubt


def test_a_person_is_asked_about_a_script_of_which_nothing_can_be_read():
    with pytest.raises(Unreadable, match="line 3: .*run `python") as refusal:
        read_submission(b"import numpy as np\n\ndef sigmoid(a:\n    return a\n", NAME, f"{NAME}.py")
    assert refusal.value.review
    with pytest.raises(Unreadable) as refusal:
        read_submission(b"import numpy as np\n\ndef other(a:\n    return a\n", NAME, f"{NAME}.py")
    assert not refusal.value.review


ARCHIVES = {"work.7z": b"7z\xbc\xaf\x27\x1c" + bytes(30), "work.rar": b"Rar!\x1a\x07\x01" + bytes(30)}


@pytest.mark.parametrize("name", [*ARCHIVES, "work.zip"])
def test_a_person_is_asked_about_an_archive_that_is_not_opened(name):
    data = ARCHIVES.get(name, ARCHIVES["work.7z"])
    with pytest.raises(Unreadable) as refusal:
        read_submission(data, NAME, name)
    assert refusal.value.review == (name in ARCHIVES)


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_person_is_asked_about_such_an_archive_beside_the_work(tmp_path, name):
    (tmp_path / name).write_bytes(ARCHIVES[name])
    (tmp_path / f"{NAME}.ipynb").write_text(json.dumps(solved()))
    found = read_submission(tmp_path, NAME)
    assert found.needs_review and name not in found.files and any(name in note for note in found.notes)


@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_a_person_is_asked_about_a_coroutine_function(judge, kind):
    answer = RIGHT["q2_sigmoid"].replace("def sigmoid", "async def sigmoid", 1)
    if kind == "ipynb":
        work = moved("q2_sigmoid", lambda cell: {**cell, "source": answer})
    else:
        code = [answer if question == "q2_sigmoid" else text for question, text in RIGHT.items()]
        work = "\n\n".join(["import numpy as np", *code]).encode()
    result = judge.judge(read_submission(work, NAME, f"{NAME}.{kind}"))
    flagged = [one for one in result.questions if one.parts and one.needs_review]
    assert flagged[0].id == "q2_sigmoid" and "`async def`" in flagged[0].note  # who borrows from it is looked at, too
    assert {one.id for one in flagged} <= {"q2_sigmoid", "q3_sigmoid_derivative", "q4_forward", "q10_backward"}


def in_conflict(text):
    return f"<<<<<<< ours\n{text}\n=======\n{text.replace('1', '2')}\n>>>>>>> theirs"


DAMAGED = {
    "two versions": lambda text: text.replace(line := text.split("\n")[60], in_conflict(f"{line} 1"), 1),
    "zeros in the middle": lambda text: f"{text[:700]}\0\0\0{text[700:]}",
    "half of it": lambda text: text[: len(text) * 2 // 3],
    "in quotes of Python": lambda text: repr(json.loads(text)),
    "in a list": lambda text: json.dumps([json.loads(text)]),
    "in a service's answer": lambda text: json.dumps({"type": "notebook", "content": json.loads(text)}),
    "a page": lambda text: f"<!DOCTYPE html><html><body class='jp-Notebook'><pre>{text}</pre></body></html>",
    "without its first lines": lambda text: text.split("\n", 8)[8],
    "a quote missing": lambda text: text.replace('"cell_type', "cell_type", 1),
    "a brace missing": lambda text: text.replace("{", "", 1),
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_person_is_asked_about_a_damaged_notebook_with_definitions(damage):
    with pytest.raises(Unreadable) as refusal:
        read_submission(damage(json.dumps(solved(), indent=1)).encode(), NAME, f"{NAME}.ipynb")
    assert refusal.value.review


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"\x89PNG", b"version https://git-lfs.github.com/spec/v1\noid x", b"{", b"hello"]
)
def test_nobody_is_asked_about_a_file_without_an_answer(data):
    with pytest.raises(Unreadable) as refusal:
        read_submission(data, NAME, f"{NAME}.ipynb")
    assert not refusal.value.review


def test_a_person_is_asked_where_no_call_at_all_comes_back(judge):
    book = solved()
    limit = "import resource\nresource.setrlimit(resource.RLIMIT_AS, (10**6, 10**6))"
    book["cells"].append({"cell_type": "code", "source": limit, "metadata": {}})
    record = judge.judge(read_submission(json.dumps(book).encode(), NAME, "x.ipynb"))
    assert record.total == record.max or all(one.needs_review for one in record.questions if one.parts)


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


OTHER_NAMES = {
    "capitals": str.upper,
    "a capital": str.capitalize,
    "title": str.title,
    "camel case": lambda name: camel(name) if "_" in name else name.capitalize(),
    "without underscores": lambda name: name.replace("_", "") if "_" in name else f"{name}_",
    "numbered": "{}2".format,
    "numbered with an underscore": "{}_1".format,
    "a prefix": "my_{}".format,
    "a prefix in camel case": lambda name: f"my{camel(name)[0].upper()}{camel(name)[1:]}",
    "a suffix": "{}_fn".format,
    "a suffix in camel case": lambda name: f"{camel(name)}Function",
    "a question's number": "q2_{}".format,
    "a letter missing": lambda name: name[:3] + name[4:],
}


@pytest.mark.parametrize("spell", OTHER_NAMES.values(), ids=OTHER_NAMES)
@pytest.mark.parametrize("name", ["sigmoid", "sigmoid_derivative", "numerical_gradient", "backward", "forward"])
@pytest.mark.parametrize("beside", [False, True], ids=["in its place", "beside the stub"])
def test_an_answer_under_another_name_is_known_of(spell, name, beside):
    question = next(question for question, names in OWNED.items() if name in names)
    answer = re.sub(rf"\b{name}\b", spell(name), RIGHT[question])
    stub = f"def {name}(*arguments):\n    ...\n\n\n" if beside else ""
    found = read_submission(moved(question, lambda cell: {**cell, "source": stub + answer}), NAME, "x.ipynb")
    assert list(found.elsewhere) == [name]
    assert re.fullmatch(rf"as {re.escape(spell(name))} \(code cell \d+\)", found.elsewhere[name])


@pytest.mark.parametrize(
    "other",
    ["def plot_sigmoid(a):\n    return a", "def test_sigmoid():\n    return 1", "def sigmoid_prime(a):\n    return a",
     "sigmoid_values = [1, 2]", "def siphon(a):\n    return a", "def my_sigmoid(a):\n    ..."],
)  # fmt: skip
def test_what_uses_an_answer_or_is_another_function_is_not_taken_for_it(other):
    found = read_submission(moved("q2_sigmoid", lambda cell: {**cell, "source": other}), NAME, "x.ipynb")
    assert "sigmoid" not in found.elsewhere


@pytest.mark.slow
def test_a_person_is_asked_about_an_answer_under_another_name(judge):
    answer = RIGHT["q2_sigmoid"].replace("sigmoid", "Sigmoid")
    result = judge.judge(read_submission(moved("q2_sigmoid", lambda cell: {**cell, "source": answer}), NAME, "x.ipynb"))
    judged = next(one for one in result.questions if one.id == "q2_sigmoid")
    assert judged.needs_review and "as Sigmoid (code cell" in judged.note


def without_imports(book):
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = cell["source"].replace("import numpy as np", "")


def with_a_variable_for(name):
    def change(book):
        book["cells"].append({"cell_type": "code", "source": f"{name} = 3", "metadata": {}})

    return change


OUTSIDE = {
    "no import": (without_imports, "needs np, which the submission imports nowhere"),
    "a variable called int": (with_a_variable_for("int"), "uses Python's int, which the submission defines"),
    "a variable called float": (with_a_variable_for("float"), "uses Python's float, which the submission defines"),
    "nothing left": (with_a_variable_for("len = globals().clear()\nx"), "in code that did not run"),
}


@pytest.mark.slow
@pytest.mark.parametrize("which", OUTSIDE)
def test_a_person_is_asked_where_the_cause_is_outside_the_answers(judge, which):
    change, words = OUTSIDE[which]
    book = solved()
    change(book)
    record = judge.judge(read_submission(json.dumps(book).encode(), NAME, "x.ipynb"))
    lost = [one for one in record.questions if one.parts and one.points != one.max]
    assert lost and all(one.needs_review for one in lost) and any(words in one.note for one in lost)


REBOUND = {
    "a value": "{0} = {0}(0.5)", "None": "{0} = None", "several": "x, {0} = 1, 2", "a loop": "for {0} in range(3): pass",
    "a file": "with open('x.txt', 'w') as {0}: pass", "an import": "import math as {0}", "a class": "class {0}: pass",
    "a cache": "from functools import lru_cache\n{0} = lru_cache({0})", "a walrus": "print({0} := 3)",
    "in a branch": "if True:\n    {0} = 3", "a comprehension's end": "{0} = [a for a in (1, 2)]",
}  # fmt: skip


@pytest.mark.sampled
@pytest.mark.parametrize("text", REBOUND.values(), ids=REBOUND)
@pytest.mark.parametrize("name", ["sigmoid", "relu", "numerical_gradient"])
def test_a_name_that_is_set_to_something_else_later_is_known_of(text, name):
    book = solved()
    book["cells"].append({"cell_type": "code", "source": text.format(name), "metadata": {}})
    assert list(read_submission(json.dumps(book).encode(), NAME, "x.ipynb").rebound) == [name]


@pytest.mark.parametrize(
    "text", ["def sigmoid(a):\n    return 0", "sigmoid = lambda a: 0", "f = sigmoid", "def f(sigmoid):\n    return 1",
             "[sigmoid for sigmoid in (1, 2)]", "x = 3", "f(sigmoid=3)", "sigmoid.calls = 3"],
)  # fmt: skip
def test_another_version_of_a_function_is_no_other_thing(text):
    book = solved()
    book["cells"].append({"cell_type": "code", "source": text, "metadata": {}})
    assert not read_submission(json.dumps(book).encode(), NAME, "x.ipynb").rebound


def with_a_cell(source):
    def change(book):
        book["cells"].append({"cell_type": "code", "source": source, "metadata": {}})

    return change


def with_numpy_from(text):
    def change(book):
        for cell in book["cells"]:
            if cell["cell_type"] == "code":
                cell["source"] = cell["source"].replace("import numpy as np", text)

    return change


def only_this(source):
    def change(book):
        book["cells"] = [{"cell_type": "code", "source": source, "metadata": {}}]

    return change


SPOILED = {
    "a value": (with_a_cell("sigmoid = sigmoid(0.5)"), "and then set to something else (code cell"),
    "a loop": (with_a_cell("for relu in (1, 2): pass"), "and then set to something else (code cell"),
    "NumPy of another package": (with_numpy_from("import jax.numpy as np"), "defined in code that was skipped (cell 1, line"),
    "NumPy of a module": (with_numpy_from("from tools import np"), "defined in code that was skipped (cell 1, line"),
    "a module that is not there": (only_this("from my_answers import *"), "from my_answers import *"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("which", SPOILED)
def test_a_person_is_asked_where_another_statement_spoils_right_answers(judge, which):
    change, words = SPOILED[which]
    book = solved()
    change(book)
    record = judge.judge(read_submission(json.dumps(book).encode(), NAME, "x.ipynb"))
    lost = [one for one in record.questions if one.parts and one.points != one.max]
    assert lost and all(one.needs_review for one in lost) and any(words in one.note for one in lost)


def other_notebook(name, question, change):
    """The notebook of another assignment with right answers, of which `change` takes one cell."""
    book = json.loads((ASSIGNMENTS / name / f"{name}.ipynb").read_text("utf-8"))
    right = {f"{one}-answer": source for _, one, source in answers(name)}
    for cell in book["cells"]:
        cell["source"] = right.get(cell["id"], "".join(cell["source"]))
    cells = [change(cell) if cell["id"] == f"{question}-answer" else cell for cell in book["cells"]]
    return json.dumps({**book, "cells": cells}).encode()


VARIABLES = [("chain_rule", "q1_structure", "structure"), ("chain_rule", "q4_closed_form", "closed_form"),
             ("participation", "p1", "p1"), ("participation", "p7", "p7")]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("assignment", "question", "name"), VARIABLES)
def test_an_answer_that_is_no_function_is_known_of_in_such_a_place(assignment, question, name, place):
    found = read_submission(other_notebook(assignment, question, PLACES[place]), assignment, "x.ipynb")
    assert name in found.elsewhere or name in found.attempted


@pytest.mark.parametrize("spell", ["my_{}", "{}_1", "q_{}", "{}_answer", "{}_", "final_{}"])
@pytest.mark.parametrize(("assignment", "question", "name"), VARIABLES)
def test_an_answer_that_is_no_function_is_known_of_under_another_name(assignment, question, name, spell):
    other = spell.format(name)
    work = other_notebook(
        assignment, question, lambda cell: {**cell, "source": re.sub(rf"\b{name}\b", other, cell["source"])}
    )
    assert read_submission(work, assignment, "x.ipynb").elsewhere[name].startswith(f"as {other} (")


@pytest.mark.parametrize("other", ["plot_{} = 3", "{}_table = {{1: 2}}", "{}_list = [1]", "test_{} = 'x'"])
@pytest.mark.parametrize(("assignment", "question", "name"), VARIABLES)
def test_a_variable_of_a_longer_name_is_no_answer(assignment, question, name, other):
    work = other_notebook(assignment, question, lambda cell: {**cell, "source": other.format(name)})
    assert name not in read_submission(work, assignment, "x.ipynb").elsewhere
