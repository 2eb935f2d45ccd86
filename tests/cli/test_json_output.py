"""`--json` prints one document that its schema describes, and nothing else on standard output."""

import json

import jsonschema
import pytest

from autograder import paths
from autograder.cli import main

SCHEMA = json.loads((paths.PACKAGE / "json_output_schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def document(capsys):
    """Run a command under --json; returns status and document, which fits the schema."""

    def run(*words):
        capsys.readouterr()
        status = main([*map(str, words), "--json"])
        found = json.loads(capsys.readouterr().out)
        jsonschema.validate(found, SCHEMA)
        assert (found["schema_version"], found["command"], found["exit_status"]) == (1, words[0], status)
        return found

    return run


@pytest.fixture
def graded(tmp_path, document):
    (tmp_path / "ada.py").write_text("def weight_gradient(inputs, upstream):\n    return inputs * upstream\n")
    (tmp_path / "bo.py").write_text("def broken(:\n")
    found = document("grade", "chain_rule", tmp_path / "ada.py", tmp_path / "bo.py", "--out", tmp_path / "g")
    return tmp_path / "g", found


def test_grade(graded):
    students = {one["student"]: one for one in graded[1]["students"]}
    assert students["ada"]["questions"]["q5_upstream"] == 2 and students["bo"]["status"] == "unreadable"


def test_compare(graded, document):
    assert document("compare", graded[0], graded[0])["changes"] == []


def test_gradebook(graded, document, tmp_path):
    lines = document("gradebook", graded[0], "--out", tmp_path / "g.csv")["lines"]
    assert {line["name"] or line["id"] for line in lines} and all("chain_rule total" in line for line in lines)


@pytest.mark.slow
def test_check(document):
    assert document("check", "participation")["assignments"] == [{"assignment": "participation", "refusals": []}]


def test_wrong_input_is_a_sentence_and_no_document(capsys):
    assert main(["grade", "nope", "x", "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "no assignment 'nope'" in said.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_a_shell_gets_its_completion(shell, capsys):
    pytest.importorskip("shtab")
    assert main(["completion", shell]) == 0 and "rehearse" in capsys.readouterr().out
