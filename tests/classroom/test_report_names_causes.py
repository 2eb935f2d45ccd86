"""report.html: one cause is one row over all its questions, each student counts once; what needs a person comes first."""

from dataclasses import replace

from autograder.classroom.class_statistics import Statistics
from autograder.classroom.final_results import Standing
from autograder.classroom.journal import RollEntry
from autograder.classroom.pages.report import write_report
from autograder.course import Course
from tests.classroom.graded_folders import graded_folder


def standing(name, slips):
    from autograder.classroom.judge_process import blank

    result = blank(Course().assignment("forward_backward"), "graded")
    questions = [
        replace(q, slip=slips.get(q.id), slip_sentence=f"In {q.id}." if q.id in slips else "") for q in result.questions
    ]
    entry = RollEntry(name, "", "", "", name, name, "", "", False, "{}")
    return Standing(entry, replace(result, questions=tuple(questions)), {}, {}, 0.0)


def test_one_cause_in_three_questions_is_one_row():
    counted = Statistics()
    counted.add(
        standing(
            "ada", {"q4_forward": "b0_left_out", "q6_output_layer": "b0_left_out", "q9_hidden_biases": "b0_left_out"}
        )
    )
    counted.add(standing("bob", {"q4_forward": "b0_left_out", "q2_sigmoid": "clipped_at_30"}))
    first, second = counted.common_causes()
    assert (first.slip, list(first.questions)) == ("b0_left_out", ["q4_forward", "q6_output_layer", "q9_hidden_biases"])
    assert first.students.first == ["ada", "bob"]
    assert second.students.first == ["bob"]


def test_the_note_to_all_names_nobody():
    counted = Statistics()
    counted.add(standing("ada", {"q4_forward": "b0_left_out"}))
    (cause,) = counted.common_causes()
    assert "In q4_forward." in cause.note
    assert "ada" not in cause.note


def test_a_report_of_3000_stays_below_3_megabytes(tmp_path):
    with graded_folder(tmp_path / "graded", 3000) as journal:
        path = write_report(journal, Course())
    assert path.read_text(encoding="utf-8").count("<tr>") < 300  # the rest is data: the page opens at once
    assert path.stat().st_size < 3_000_000


def test_what_needs_a_person_stands_before_scores(tmp_path):
    with graded_folder(tmp_path / "graded", 3) as journal:
        text = write_report(journal, Course()).read_text(encoding="utf-8")
    assert (
        text.index("Submissions that need a person") < text.index("<h2>Scores</h2>") < text.index("<h2>Students</h2>")
    )


def test_without_pages_there_are_grades_and_a_report_without_links(run, hand_in, tmp_path):
    run(hand_in("ada.ipynb"), pages=False)
    assert "ada" in (tmp_path / "out/grades.csv").read_text()
    assert not (tmp_path / "out/results").exists()
    assert "results/ada" not in (tmp_path / "out/report.html").read_text()
