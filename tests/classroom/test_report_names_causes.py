"""Check that report.html lists one row per cause, counts each student once, and starts with what needs a person."""

import json
from dataclasses import replace
from datetime import datetime, timezone

import pytest

from autograder.classroom.class_statistics import Statistics
from autograder.classroom.extensions import DueDates
from autograder.classroom.final_results import Standing
from autograder.classroom.journal_rows import RollEntry
from autograder.classroom.pages.report import SHOWN, write_report
from autograder.course import Course
from autograder.judge.result import PartResult
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


@pytest.mark.slow
def test_a_report_of_3000_stays_below_3_megabytes(tmp_path):
    with graded_folder(tmp_path / "graded", 3000) as journal:
        path = write_report(journal, Course())
    assert path.read_text(encoding="utf-8").count("<tr>") < 300  # the rest is data: the page opens at once
    assert path.stat().st_size < 3_000_000


def test_a_cause_of_many_students_is_one_element(tmp_path):
    """A browser lays out 40 causes of 200 students each when the page opens."""
    questions = standing("", {"q4_forward": "b0_left_out"}).result.questions
    with graded_folder(tmp_path / "graded", 150, questions=questions) as journal:
        text = write_report(journal, Course()).read_text(encoding="utf-8")
    slips = text.partition('id="slips"')[2].partition("</section>")[0]
    assert slips.count('class="who"') == 1 and "student00000, student00001, " in slips


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


def part(name, verdict, points=0.0):
    return PartResult(name, points, 1.0, verdict, verdict)


def with_parts(name, **parts):
    """A student whose questions have parts of their own."""
    found = standing(name, {})
    questions = [replace(q, parts=parts.get(q.id.partition("_")[0], ())) for q in found.result.questions]
    return replace(found, result=replace(found.result, questions=tuple(questions)))


def test_a_limit_stands_once_for_each_student():
    counted = Statistics()
    counted.add(with_parts("ada", q1=(part("a", "timeout"), part("b", "memory")), q4=(part("a", "timeout"),)))
    counted.add(with_parts("bob", q1=(part("a", "right", 1.0),)))
    assert counted.events.count == 1
    ((student, reached),) = counted.events.first
    assert student == "ada" and [what for _, _, what in reached] == ["timeout", "memory", "timeout"]


def test_parts_are_listed_by_difficulty():
    counted = Statistics()
    counted.add(with_parts("ada", q1=(part("easy", "right", 1.0), part("hard", "wrong"))))
    counted.add(with_parts("bob", q1=(part("easy", "right", 1.0), part("hard", "right", 1.0))))
    assert [(one.part, one.right, one.judged, one.points) for one in counted.by_difficulty()] == [
        ("hard", 1, 2, 1.0),
        ("easy", 2, 2, 2.0),
    ]


def test_lateness_is_summed_up_by_begun_days():
    due = datetime(2027, 5, 22, 23, 59, tzinfo=timezone.utc)
    counted = Statistics(DueDates(due))
    for name, handed_in in (("ada", "23:59:00"), ("bob", "23:59:01")):
        entry = replace(standing(name, {}).entry, handed_in=f"2027-05-22 {handed_in} Z")
        counted.add(replace(standing(name, {}), entry=entry))
    counted.add(replace(standing("cy", {}), entry=replace(standing("cy", {}).entry, late=True)))
    assert counted.late.count == 2
    assert dict(counted.late_days) == {1: 1, 0: 1}


def test_a_comparison_shows_in_the_report_as_before_and_after(tmp_path):
    with graded_folder(tmp_path / "graded", 3) as journal:
        assert "Before and after" not in write_report(journal, Course()).read_text(encoding="utf-8")
        (tmp_path / "graded" / "comparison.csv").write_text(
            "student,old_total,new_total,change,question,old_points,new_points,because\n"
            "a,1,3,2,q1_perceptron,1,3,x\nb,4,3,'-1,q4_forward,4,3,x\n"
        )
        text = write_report(journal, Course()).read_text(encoding="utf-8")
    assert "2 students change: 1 up, 1 down, +1.0 points in all." in text


def test_with_names_hidden_the_data_holds_none_either(tmp_path):
    with graded_folder(tmp_path / "graded", 3) as journal:
        text = write_report(journal, Course(), hide_names=True).read_text(encoding="utf-8")
    assert "student0000" not in text and "Student 3" in text


def test_no_name_ends_the_data_of_the_page(tmp_path):
    hostile = "</script><script>alert(1)</script>\u2028<!-- data -->"
    with graded_folder(tmp_path / "graded", 1) as journal:
        (entry,) = journal.roll()
        journal.call_roll([replace(entry, name=hostile)])
        text = write_report(journal, Course()).read_text(encoding="utf-8")
    data = text.partition('<script type="application/json" id="rows">')[2].partition("</script>")[0]
    assert len(json.loads(data)) == 1
    assert text.count("<script>") == 1


@pytest.mark.browser
def test_a_large_class_is_shown_page_by_page_sorted_as_a_whole_and_printed_whole(tmp_path, browser):
    with graded_folder(tmp_path / "graded", 450) as journal:
        path = write_report(journal, Course())
    shown = browser.new_page()
    shown.goto(path.as_uri())
    rows = shown.locator("#students tbody tr")
    assert (rows.count(), shown.locator("#where").inner_text()) == (SHOWN, f"1 to {SHOWN} of 450")
    for _ in range(450 // SHOWN):
        shown.get_by_role("button", name="On").click()
    assert (rows.count(), shown.locator("#where").inner_text()) == (50, "401 to 450 of 450")
    assert shown.get_by_role("button", name="On").is_disabled()
    for _ in range(2):  # upward, then downward
        shown.get_by_role("button", name="Student").click()
    assert rows.first.locator("th").inner_text() == "student00449"
    shown.get_by_label("Find").fill("student0001")
    assert rows.count() == 10
    shown.get_by_label("Find").fill("")
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert rows.count() == 450 and not shown.locator("details:not([open])").count()
    shown.evaluate("dispatchEvent(new Event('afterprint'))")
    assert rows.count() == SHOWN
    shown.close()
