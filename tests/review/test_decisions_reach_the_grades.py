"""What graders decide stands in grades.csv and in students' pages, survives everything, and leaves with the work it is about."""

import csv
from dataclasses import replace

import pytest

from autograder.classroom.decisions import DecisionStore, read_decisions
from autograder.classroom.gradebook import gradebook
from autograder.classroom.journal import NAME as JOURNAL
from autograder.classroom.journal import Journal
from autograder.review.desk import Filter, Refused, TakenMeanwhile
from autograder.review.items import item_about
from autograder.review.serve import publish
from tests.review.made_folders import NAME, QUESTION, judged_question, reviewable, words


def grades(folder, question):
    with (folder / "grades.csv").open(encoding="utf-8") as file:
        return {row["student"]: row[question] for row in csv.DictReader(file)}


def first(desk, kind="written"):
    return next(item for item in desk.queue("ada", Filter()) if item.kind == kind)


def test_points_and_comment_of_an_answer_reach_grade_and_page(desk_of):
    desk = desk_of([words(1)])
    desk.decide("ada", first(desk).id, {"done": True, "boxes": [0, 2], "comment": "Say why."})
    publish(desk.folder, desk.course)
    assert grades(desk.folder, QUESTION) == {"student0000": "2"}
    assert "Say why." in (desk.folder / "results/student0000/feedback.html").read_text()


def test_a_draft_is_no_grade(desk_of):
    desk = desk_of([words(1)])
    desk.decide("ada", first(desk).id, {"boxes": [0]})
    publish(desk.folder, desk.course)
    assert grades(desk.folder, QUESTION) == {"student0000": ""}
    assert desk.state(first(desk)) == "begun"


def test_a_flag_is_settled_with_reason_and_points(desk_of):
    desk = desk_of([""], flags=[0])
    item = first(desk, "judged")
    desk.decide("ada", item.id, {"done": True, "free": "1,5", "comment": "The code was cut off."})
    publish(desk.folder, desk.course)
    assert grades(desk.folder, judged_question().id) == {"student0000": "1.5"}
    assert grades(desk.folder, "needs_review") == {"student0000": "0"}
    page = (desk.folder / "results/student0000/feedback.html").read_text()
    assert "Decided by hand (ada)" in page
    assert "The code was cut off." in page


def test_a_flag_is_not_settled_without_a_reason(desk_of):
    desk = desk_of([""], flags=[0])
    with pytest.raises(Refused, match="reason"):
        desk.decide("ada", first(desk, "judged").id, {"done": True, "free": "1"})


@pytest.mark.parametrize("typed", ["5", "-1", "nan", "inf", "x", "1e9"])
def test_points_out_of_range_are_refused(desk_of, typed):
    desk = desk_of([words(1)])
    with pytest.raises(Refused):
        desk.decide("ada", first(desk).id, {"done": True, "free": typed})
    assert desk.events == {}


@pytest.mark.parametrize("real, points", [("yes", f"{judged_question().max:g}"), ("no", "0")])
def test_a_lender_and_its_code_are_decided_once_for_every_student_and_question(desk_of, real, points):
    desk = desk_of(["", "", ""], lenders=[0, 1, 2])
    assert [item.kind for item in desk.items.values()] == ["lender"]
    desk.decide("ada", first(desk, "lender").id, {"done": True, "real": real, "comment": "I looked."})
    publish(desk.folder, desk.course)
    assert set(grades(desk.folder, judged_question().id).values()) == {points}
    assert set(grades(desk.folder, "needs_review").values()) == {"0"}
    assert "I looked." in (desk.folder / "results/student0001/feedback.html").read_text()
    book = gradebook([desk.folder], desk.folder.parent / "book.csv").path
    with book.open(encoding="utf-8") as file:
        assert {row[f"{NAME} total"] for row in csv.DictReader(file)} == {points}


def test_a_decision_about_a_lender_needs_a_yes_or_no(desk_of):
    desk = desk_of([""], lenders=[0])
    with pytest.raises(Refused, match="real attempt"):
        desk.decide("ada", first(desk, "lender").id, {"done": True})


def test_a_lender_is_asked_about_again_after_a_resubmission(desk_of):
    desk = desk_of(["", ""], lenders=[0, 1])
    desk.decide("ada", first(desk, "lender").id, {"done": True, "real": "yes"})
    reviewable(desk.folder, ["", ""], lenders=[0, 1], version="again")
    later = desk_of([], folder=desk.folder)
    assert later.state(first(later, "lender")) == "open"
    publish(desk.folder, desk.course)
    assert set(grades(desk.folder, "needs_review").values()) == {"1"}
    later.decide("bob", first(later, "lender").id, {"done": True, "real": "no"})
    publish(desk.folder, desk.course)
    assert set(grades(desk.folder, judged_question().id).values()) == {"0"}


def test_a_new_submission_with_code_that_was_decided_asks_with_the_history_at_hand(desk_of):
    desk = desk_of(["", ""], lenders=[0])
    desk.decide("ada", first(desk, "lender").id, {"done": True, "real": "yes"})
    reviewable(desk.folder, ["", ""], lenders=[0, 1])
    later = desk_of([], folder=desk.folder)
    item = first(later, "lender")
    assert (later.state(item), later.mine(item, "ada").content["real"]) == ("begun", True)
    publish(desk.folder, desk.course)
    assert grades(desk.folder, judged_question().id) == {
        "student0000": f"{judged_question().max:g}",
        "student0001": "0",
    }


def test_a_lender_whose_decision_is_taken_back_waits_again(desk_of):
    desk = desk_of(["", ""], lenders=[0, 1])
    desk.decide("ada", first(desk, "lender").id, {"done": True, "real": "yes"})
    assert desk.undo("ada") is first(desk, "lender")
    publish(desk.folder, desk.course)
    assert set(grades(desk.folder, judged_question().id).values()) == {"0"}


def test_a_question_decided_by_itself_stays_as_decided(desk_of, tmp_path):
    folder = reviewable(tmp_path / "graded", [""], lenders=[0])
    (folder / "requests.csv").write_text(f"student,question,text\nstudent0000,{judged_question().id},Why?\n")
    desk = desk_of([], folder=folder)
    desk.decide("ada", first(desk, "judged").id, {"done": True, "free": "1", "comment": "One."})
    desk.decide("ada", first(desk, "lender").id, {"done": True, "real": "yes"})
    publish(folder, desk.course)
    assert grades(folder, judged_question().id) == {"student0000": "1"}


def test_near_equal_answers_are_decided_at_once_and_taken_back_at_once(desk_of):
    desk = desk_of([words(1), words(1).upper() + "!", words(2)])
    item = next(one for one in desk.items.values() if len(desk.members(one.id)) == 2)
    desk.decide("ada", item.id, {"done": True, "boxes": [0], "group": True})
    assert sorted(map(desk.state, desk.items.values())) == ["done", "done", "open"]
    desk.undo("ada")
    assert {*map(desk.state, desk.items.values())} == {"open"}


def test_undo_brings_the_state_before_back(desk_of):
    desk = desk_of([words(1)])
    item = first(desk)
    for boxes in ([0], [0, 1]):
        desk.decide("ada", item.id, {"done": True, "boxes": boxes})
    desk.undo("ada")
    assert desk.mine(item, "ada").points == 1
    desk.undo("ada")
    assert desk.undo("ada") is None
    assert desk.state(item) == "open"


def test_a_grader_takes_back_nothing_of_another(desk_of):
    desk = desk_of([words(1)])
    desk.decide("ada", first(desk).id, {"done": True})
    assert desk.undo("bob") is None
    assert desk.state(first(desk)) == "done"


def test_the_second_grader_on_one_answer_is_told(desk_of):
    desk = desk_of([words(1)])
    item = first(desk)
    desk.opened(item, "ada")
    desk.opened(item, "bob")
    assert desk.others(item, "bob") == ["ada"]
    desk.decide("ada", item.id, {"done": True, "boxes": [0], "base": 0})
    with pytest.raises(TakenMeanwhile, match="ada decided"):
        desk.decide("bob", item.id, {"done": True, "boxes": [1, 2], "base": 0})
    desk.decide("bob", item.id, {"done": True, "boxes": [1, 2], "base": 0, "replace": True})
    assert [mark.points for mark in read_decisions(desk.folder).marks[item.question, item.bound]] == [2]


def test_where_two_graders_differ_a_person_has_to_settle_it(desk_of):
    desk = desk_of([words(1)], twice=1)
    item = first(desk)
    desk.decide("ada", item.id, {"done": True, "boxes": [0]})
    assert desk.state(item) == "second"
    assert not desk.wants(item, "ada")
    desk.decide("bob", item.id, {"done": True, "boxes": [0, 1]})
    assert desk.state(item) == "differ"
    publish(desk.folder, desk.course)
    assert grades(desk.folder, "needs_review") == {"student0000": "1"}
    desk.decide("ada", item.id, {"done": True, "boxes": [1, 2, 3], "settle": True, "base": 99})
    publish(desk.folder, desk.course)
    assert grades(desk.folder, "needs_review") == {"student0000": "0"}
    assert grades(desk.folder, QUESTION) == {"student0000": "3"}


def test_a_fresh_journal_leaves_decisions_alone(desk_of):
    desk = desk_of([words(1)])
    desk.decide("ada", first(desk).id, {"done": True, "boxes": [0]})
    (desk.folder / JOURNAL).write_bytes(b"damaged")
    Journal(desk.folder, fresh=True).close()
    reviewable(desk.folder, [words(1)])
    publish(desk.folder, desk.course)
    assert grades(desk.folder, QUESTION) == {"student0000": "1"}


def test_a_decision_leaves_with_the_work_it_is_about(desk_of):
    desk = desk_of([words(1)])
    desk.decide("ada", first(desk).id, {"done": True, "boxes": [0]})
    reviewable(desk.folder, [words(2)])
    again = desk_of([], folder=desk.folder)
    assert len(again.outdated) == 1
    assert again.state(first(again)) == "open"


def test_a_decision_about_other_points_asks_for_a_second_look(desk_of):
    desk = desk_of([""], flags=[0])
    item = first(desk, "judged")
    desk.decide("ada", item.id, {"done": True, "free": "2", "comment": "Half."})
    with Journal(desk.folder) as journal:
        ((_, record),) = journal.rows()
        record.verdicts["questions"][item.question]["points"] = 1.0
        journal.commit(replace(record))
    publish(desk.folder, desk.course)
    assert grades(desk.folder, item.question) == {"student0000": "2"}
    assert grades(desk.folder, "needs_review") == {"student0000": "1"}


def test_overrides_csv_has_the_last_word(desk_of):
    desk = desk_of([""], flags=[0])
    item = first(desk, "judged")
    desk.decide("ada", item.id, {"done": True, "free": "2", "comment": "Half."})
    (desk.folder / "overrides.csv").write_text(
        f"student,question,points,reason,by\nstudent0000,{item.question},3,Better,bob\n"
    )
    publish(desk.folder, desk.course)
    assert grades(desk.folder, item.question) == {"student0000": "3"}


def test_a_regrade_request_opens_with_its_text_and_its_answer_goes_out(desk_of, tmp_path):
    folder = reviewable(tmp_path / "graded", ["", ""])
    name = judged_question().id
    (folder / "requests.csv").write_text(
        f"student,question,text\nSTUDENT0001@example.edu,{name[1:].split('_')[0]},Please look again.\nnobody,{name},x\n"
    )
    (folder / "requests").mkdir()
    (folder / "requests" / f"900 {name}.txt").write_text("And at mine.")
    desk = desk_of([], folder=folder)
    assert sorted(item.requests for item in desk.items.values()) == [("And at mine.",), ("Please look again.",)]
    assert [sentence.split(":")[0] for sentence in desk.refused] == ["requests.csv, line 3"]
    for item in desk.items.values():
        desk.decide("ada", item.id, {"done": True, "comment": f"To {item.requests[0]}"})
    publish(folder, desk.course)
    assert "To Please look again." in (folder / "results/student0001/feedback.html").read_text()


def test_everything_in_one_batch_or_nothing(tmp_path):
    store = DecisionStore(tmp_path)
    with pytest.raises(AttributeError):
        store.append([None])
    assert store.events() == []
    store.close()


def test_a_question_picked_in_the_report_is_decided_and_stays_with_its_history(desk_of):
    desk = desk_of(["", ""])
    with Journal(desk.folder) as journal:
        item = item_about(journal, desk.course.assignment(NAME), "student0001", judged_question().id)
    assert desk.items == {}
    desk.add(item)
    desk.decide("ada", item.id, {"done": True, "free": "1", "comment": "An interview."})
    publish(desk.folder, desk.course)
    assert grades(desk.folder, item.question) == {"student0000": "0", "student0001": "1"}
    later = desk_of([], folder=desk.folder)
    assert [event.comment for event in later.events[item.id]] == ["An interview."]
    assert later.outdated == [] and later.items[item.id].reason == "picked"


def test_a_request_after_the_decision_opens_the_answer_again_with_its_history(desk_of):
    desk = desk_of([words(1)])
    desk.decide("ada", first(desk).id, {"done": True, "boxes": [0], "comment": "Too short."})
    (desk.folder / "requests.csv").write_text(f"student,question,text\nstudent0000,{QUESTION},I said why.\n")
    later = desk_of([], folder=desk.folder)
    item = first(later)
    assert (later.state(item), item.reason, later.wants(item, "bob")) == ("open", "request", True)
    assert [event.comment for event in later.events[item.id]] == ["Too short."]
    publish(desk.folder, desk.course)
    assert grades(desk.folder, QUESTION) == {"student0000": "1"}
    later.decide("bob", item.id, {"done": True, "boxes": [0, 1], "comment": "Right: you did.", "base": 99})
    assert later.state(item) == "done"
    publish(desk.folder, desk.course)
    assert grades(desk.folder, QUESTION) == {"student0000": "2"}
    assert "Right: you did." in (desk.folder / "results/student0000/feedback.html").read_text()
    (desk.folder / "requests.csv").write_text(f"student,question,text\nstudent0000,{QUESTION},Once more.\n")
    assert (again := desk_of([], folder=desk.folder)).state(first(again)) == "open"


def test_a_line_of_overrides_csv_which_has_the_last_word_is_shown(desk_of, tmp_path):
    folder = reviewable(tmp_path / "graded", [""])
    name = judged_question().id
    (folder / "overrides.csv").write_text(f"student,question,points,reason,by\nstudent0000,{name},3,an interview,Ann\n")
    (folder / "requests.csv").write_text(f"student,question,text\nstudent0000,{name},Why?\n")
    assert first(desk_of([], folder=folder), "judged").overrides == ("3 points, an interview (Ann)",)
