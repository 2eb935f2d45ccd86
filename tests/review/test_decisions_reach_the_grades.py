"""Check that decisions reach grades.csv and students' pages, survive stops, and end when the work changes."""

import csv
from dataclasses import replace

import pytest

from autograder.classroom.decisions import DecisionStore, read_decisions
from autograder.classroom.gradebook import gradebook
from autograder.classroom.journal import NAME as JOURNAL
from autograder.classroom.journal import Journal
from autograder.classroom.journal_rows import RollEntry
from autograder.classroom.regrade_requests import read_requests
from autograder.review.evidence import definitions_first
from autograder.review.items import item_about
from autograder.review.queues import Filter, Refused, TakenMeanwhile
from autograder.review.serve import publish
from tests.review.made_folders import ASSIGNMENT, NAME, QUESTION, judged_question, reviewable, words


def grades(folder, question):
    with (folder / "grades.csv").open(encoding="utf-8") as file:
        return {row["student"]: row[question] for row in csv.DictReader(file)}


def first(queues, kind="written"):
    return next(item for item in queues.queue("ada", Filter()) if item.kind == kind)


def test_points_and_comment_of_an_answer_reach_grade_and_page(queues_of):
    queues = queues_of([words(1)])
    queues.decide("ada", first(queues).id, {"done": True, "boxes": [0, 2], "comment": "Say why."})
    publish(queues.folder, queues.course)
    assert grades(queues.folder, QUESTION) == {"student0000": "2"}
    assert "Say why." in (queues.folder / "results/student0000/feedback.html").read_text()


def test_a_draft_is_no_grade(queues_of):
    queues = queues_of([words(1)])
    queues.decide("ada", first(queues).id, {"boxes": [0]})
    publish(queues.folder, queues.course)
    assert grades(queues.folder, QUESTION) == {"student0000": ""}
    assert queues.state(first(queues)) == "begun"


def test_a_flag_is_settled_with_reason_and_points(queues_of):
    queues = queues_of([""], flags=[0])
    item = first(queues, "judged")
    queues.decide("ada", item.id, {"done": True, "free": "1,5", "comment": "The code was cut off."})
    publish(queues.folder, queues.course)
    assert grades(queues.folder, judged_question().id) == {"student0000": "1.5"}
    assert grades(queues.folder, "needs_review") == {"student0000": "0"}
    page = (queues.folder / "results/student0000/feedback.html").read_text()
    assert "Decided by hand (ada)" in page
    assert "The code was cut off." in page


def test_a_flag_is_not_settled_without_a_reason(queues_of):
    queues = queues_of([""], flags=[0])
    with pytest.raises(Refused, match="reason"):
        queues.decide("ada", first(queues, "judged").id, {"done": True, "free": "1"})


@pytest.mark.parametrize("typed", ["5", "-1", "nan", "inf", "x", "1e9"])
def test_points_out_of_range_are_refused(queues_of, typed):
    queues = queues_of([words(1)])
    with pytest.raises(Refused):
        queues.decide("ada", first(queues).id, {"done": True, "free": typed})
    assert queues.events == {}


@pytest.mark.parametrize("real, points", [("yes", f"{judged_question().max:g}"), ("no", "0")])
def test_a_lender_and_its_code_are_decided_once_for_every_student_and_question(queues_of, real, points):
    queues = queues_of(["", "", ""], lenders=[0, 1, 2])
    assert [item.kind for item in queues.items.values()] == ["lender"]
    queues.decide("ada", first(queues, "lender").id, {"done": True, "real": real, "comment": "I looked."})
    publish(queues.folder, queues.course)
    assert set(grades(queues.folder, judged_question().id).values()) == {points}
    assert set(grades(queues.folder, "needs_review").values()) == {"0"}
    assert "I looked." in (queues.folder / "results/student0001/feedback.html").read_text()
    book = gradebook([queues.folder], queues.folder.parent / "book.csv").path
    with book.open(encoding="utf-8") as file:
        assert {row[f"{NAME} total"] for row in csv.DictReader(file)} == {points}


def test_a_decision_about_a_lender_needs_a_yes_or_no(queues_of):
    queues = queues_of([""], lenders=[0])
    with pytest.raises(Refused, match="real attempt"):
        queues.decide("ada", first(queues, "lender").id, {"done": True})


def test_a_lender_is_asked_about_again_after_a_resubmission(queues_of):
    queues = queues_of(["", ""], lenders=[0, 1])
    queues.decide("ada", first(queues, "lender").id, {"done": True, "real": "yes"})
    reviewable(queues.folder, ["", ""], lenders=[0, 1], version="again")
    later = queues_of([], folder=queues.folder)
    assert later.state(first(later, "lender")) == "open"
    publish(queues.folder, queues.course)
    assert set(grades(queues.folder, "needs_review").values()) == {"1"}
    later.decide("bob", first(later, "lender").id, {"done": True, "real": "no"})
    publish(queues.folder, queues.course)
    assert set(grades(queues.folder, judged_question().id).values()) == {"0"}


def test_a_new_submission_with_code_that_was_decided_asks_with_the_history_at_hand(queues_of):
    queues = queues_of(["", ""], lenders=[0])
    queues.decide("ada", first(queues, "lender").id, {"done": True, "real": "yes"})
    reviewable(queues.folder, ["", ""], lenders=[0, 1])
    later = queues_of([], folder=queues.folder)
    item = first(later, "lender")
    assert (later.state(item), later.mine(item, "ada").content["real"]) == ("begun", True)
    publish(queues.folder, queues.course)
    assert grades(queues.folder, judged_question().id) == {
        "student0000": f"{judged_question().max:g}",
        "student0001": "0",
    }


def test_a_lender_whose_decision_is_taken_back_waits_again(queues_of):
    queues = queues_of(["", ""], lenders=[0, 1])
    queues.decide("ada", first(queues, "lender").id, {"done": True, "real": "yes"})
    assert queues.undo("ada") is first(queues, "lender")
    publish(queues.folder, queues.course)
    assert set(grades(queues.folder, judged_question().id).values()) == {"0"}


def test_a_question_decided_by_itself_stays_as_decided(queues_of, tmp_path):
    folder = reviewable(tmp_path / "graded", [""], lenders=[0])
    (folder / "requests.csv").write_text(f"student,question,text\nstudent0000,{judged_question().id},Why?\n")
    queues = queues_of([], folder=folder)
    queues.decide("ada", first(queues, "judged").id, {"done": True, "free": "1", "comment": "One."})
    queues.decide("ada", first(queues, "lender").id, {"done": True, "real": "yes"})
    publish(folder, queues.course)
    assert grades(folder, judged_question().id) == {"student0000": "1"}


def test_near_equal_answers_are_decided_at_once_and_taken_back_at_once(queues_of):
    queues = queues_of([words(1), words(1).upper() + "!", words(2)])
    item = next(one for one in queues.items.values() if len(queues.members(one.id)) == 2)
    queues.decide("ada", item.id, {"done": True, "boxes": [0], "group": True})
    assert sorted(map(queues.state, queues.items.values())) == ["done", "done", "open"]
    queues.undo("ada")
    assert {*map(queues.state, queues.items.values())} == {"open"}


def test_undo_brings_the_state_before_back(queues_of):
    queues = queues_of([words(1)])
    item = first(queues)
    for boxes in ([0], [0, 1]):
        queues.decide("ada", item.id, {"done": True, "boxes": boxes})
    queues.undo("ada")
    assert queues.mine(item, "ada").points == 1
    queues.undo("ada")
    assert queues.undo("ada") is None
    assert queues.state(item) == "open"


def test_a_grader_takes_back_nothing_of_another(queues_of):
    queues = queues_of([words(1)])
    queues.decide("ada", first(queues).id, {"done": True})
    assert queues.undo("bob") is None
    assert queues.state(first(queues)) == "done"


def test_the_second_grader_on_one_answer_is_told(queues_of):
    queues = queues_of([words(1)])
    item = first(queues)
    queues.opened(item, "ada")
    queues.opened(item, "bob")
    assert queues.others(item, "bob") == ["ada"]
    queues.decide("ada", item.id, {"done": True, "boxes": [0], "base": 0})
    with pytest.raises(TakenMeanwhile, match="ada decided"):
        queues.decide("bob", item.id, {"done": True, "boxes": [1, 2], "base": 0})
    queues.decide("bob", item.id, {"done": True, "boxes": [1, 2], "base": 0, "replace": True})
    assert [mark.points for mark in read_decisions(queues.folder).marks[item.question, item.bound]] == [2]


def test_where_two_graders_differ_a_person_has_to_settle_it(queues_of):
    queues = queues_of([words(1)], twice=1)
    item = first(queues)
    queues.decide("ada", item.id, {"done": True, "boxes": [0]})
    assert queues.state(item) == "second"
    assert not queues.wants(item, "ada")
    queues.decide("bob", item.id, {"done": True, "boxes": [0, 1]})
    assert queues.state(item) == "differ"
    publish(queues.folder, queues.course)
    assert grades(queues.folder, "needs_review") == {"student0000": "1"}
    queues.decide("ada", item.id, {"done": True, "boxes": [1, 2, 3], "settle": True, "base": 99})
    publish(queues.folder, queues.course)
    assert grades(queues.folder, "needs_review") == {"student0000": "0"}
    assert grades(queues.folder, QUESTION) == {"student0000": "3"}


def test_a_fresh_journal_leaves_decisions_alone(queues_of):
    queues = queues_of([words(1)])
    queues.decide("ada", first(queues).id, {"done": True, "boxes": [0]})
    (queues.folder / JOURNAL).write_bytes(b"damaged")
    Journal(queues.folder, fresh=True).close()
    reviewable(queues.folder, [words(1)])
    publish(queues.folder, queues.course)
    assert grades(queues.folder, QUESTION) == {"student0000": "1"}


def test_a_decision_leaves_with_the_work_it_is_about(queues_of):
    queues = queues_of([words(1)])
    queues.decide("ada", first(queues).id, {"done": True, "boxes": [0]})
    reviewable(queues.folder, [words(2)])
    again = queues_of([], folder=queues.folder)
    assert len(again.outdated) == 1
    assert again.state(first(again)) == "open"


def test_a_decision_about_other_points_asks_for_a_second_look(queues_of):
    queues = queues_of([""], flags=[0])
    item = first(queues, "judged")
    queues.decide("ada", item.id, {"done": True, "free": "2", "comment": "Half."})
    with Journal(queues.folder) as journal:
        ((_, record),) = journal.rows()
        record.verdicts["questions"][item.question]["points"] = 1.0
        journal.commit(replace(record))
    publish(queues.folder, queues.course)
    assert grades(queues.folder, item.question) == {"student0000": "2"}
    assert grades(queues.folder, "needs_review") == {"student0000": "1"}


def test_overrides_csv_has_the_last_word(queues_of):
    queues = queues_of([""], flags=[0])
    item = first(queues, "judged")
    queues.decide("ada", item.id, {"done": True, "free": "2", "comment": "Half."})
    (queues.folder / "overrides.csv").write_text(
        f"student,question,points,reason,by\nstudent0000,{item.question},3,Better,bob\n"
    )
    publish(queues.folder, queues.course)
    assert grades(queues.folder, item.question) == {"student0000": "3"}


def test_a_regrade_request_opens_with_its_text_and_its_answer_goes_out(queues_of, tmp_path):
    folder = reviewable(tmp_path / "graded", ["", ""])
    name = judged_question().id
    (folder / "requests.csv").write_text(
        f"student,question,text\nSTUDENT0001@example.edu,{name[1:].split('_')[0]},Please look again.\nnobody,{name},x\n"
    )
    (folder / "requests").mkdir()
    (folder / "requests" / f"900 {name}.txt").write_text("And at mine.")
    queues = queues_of([], folder=folder)
    assert sorted(item.requests for item in queues.items.values()) == [("And at mine.",), ("Please look again.",)]
    assert [sentence.split(":")[0] for sentence in queues.refused] == ["requests.csv, line 3"]
    for item in queues.items.values():
        queues.decide("ada", item.id, {"done": True, "comment": f"To {item.requests[0]}"})
    publish(folder, queues.course)
    assert "To Please look again." in (folder / "results/student0001/feedback.html").read_text()


@pytest.mark.parametrize(
    "file, student",
    [
        ("Student0001 {name}.txt", "student0001"),
        ("student0001@example.edu {number}.md", "student0001"),
        ("student0001_{name}.TXT", "student0001"),
        ("901 q{number}.txt", "student0001"),
        ("901.txt", ""),
        ("901 q99.txt", ""),
        ("901 {name}.pdf", ""),
        ("nobody {name}.txt", ""),
    ],
)
def test_a_file_of_a_request_names_its_student_in_any_way_or_is_said(tmp_path, file, student):
    name = judged_question().id
    path = tmp_path / "requests" / file.format(name=name, number=name[1:].split("_")[0])
    path.parent.mkdir()
    path.write_text("Why?", encoding="utf-16")
    with Journal(reviewable(tmp_path / "graded", ["", ""])) as journal:
        roll = list(journal.roll())
    requests, refused = read_requests(tmp_path, roll, ASSIGNMENT.ids)
    assert [(one.student, one.question, one.text) for one in requests] == ([(student, name, "Why?")] if student else [])
    assert [path.name in sentence for sentence in refused] == ([] if student else [True])


@pytest.mark.parametrize("who", ["Ada Moss", "Moss, Ada", "ada moss", "Moss,Ada"])
def test_a_full_name_names_a_student_unless_two_have_it(tmp_path, who):
    roll = [RollEntry("s1", "", "1", "Moss, Ada", "", "", "", "", False, "{}")]
    (tmp_path / "requests.csv").write_text(f'student,question,text\n"{who}",1,Why?\n')
    assert [one.student for one in read_requests(tmp_path, roll, ASSIGNMENT.ids)[0]] == ["s1"]
    namesake = replace(roll[0], student="s2", id="2", name="Ada Moss")
    assert read_requests(tmp_path, [*roll, namesake], ASSIGNMENT.ids)[0] == []


def test_the_definition_that_counts_is_shown_first_and_no_cell_by_chance():
    setup = "import x  # of forward_backward"
    first, second = "def forward(x):\n    return 1", "%%script bash\ndef forward(x):\n    return 2"
    use, value = "print(forward(1) == 2)", "forward = np.vectorize(forward)"
    cells = [setup, first, use, second]
    assert definitions_first(cells, {"forward"}) == [second, first, use]
    assert definitions_first([*cells, value], {"forward"})[0] == value
    assert definitions_first([setup], {"forward"}) == [setup]
    assert definitions_first(cells, set()) == cells


def test_everything_in_one_batch_or_nothing(tmp_path):
    store = DecisionStore(tmp_path)
    with pytest.raises(AttributeError):
        store.append([None])
    assert store.events() == []
    store.close()


def test_a_question_picked_in_the_report_is_decided_and_stays_with_its_history(queues_of):
    queues = queues_of(["", ""])
    with Journal(queues.folder) as journal:
        item = item_about(journal, queues.course.assignment(NAME), "student0001", judged_question().id)
    assert queues.items == {}
    queues.add(item)
    queues.decide("ada", item.id, {"done": True, "free": "1", "comment": "An interview."})
    publish(queues.folder, queues.course)
    assert grades(queues.folder, item.question) == {"student0000": "0", "student0001": "1"}
    later = queues_of([], folder=queues.folder)
    assert [event.comment for event in later.events[item.id]] == ["An interview."]
    assert later.outdated == [] and later.items[item.id].reason == "picked"


def test_a_request_after_the_decision_opens_the_answer_again_with_its_history(queues_of):
    queues = queues_of([words(1)])
    queues.decide("ada", first(queues).id, {"done": True, "boxes": [0], "comment": "Too short."})
    (queues.folder / "requests.csv").write_text(f"student,question,text\nstudent0000,{QUESTION},I said why.\n")
    later = queues_of([], folder=queues.folder)
    item = first(later)
    assert (later.state(item), item.reason, later.wants(item, "bob")) == ("open", "request", True)
    assert [event.comment for event in later.events[item.id]] == ["Too short."]
    publish(queues.folder, queues.course)
    assert grades(queues.folder, QUESTION) == {"student0000": "1"}
    later.decide("bob", item.id, {"done": True, "boxes": [0, 1], "comment": "Right: you did.", "base": 99})
    assert later.state(item) == "done"
    publish(queues.folder, queues.course)
    assert grades(queues.folder, QUESTION) == {"student0000": "2"}
    assert "Right: you did." in (queues.folder / "results/student0000/feedback.html").read_text()
    (queues.folder / "requests.csv").write_text(f"student,question,text\nstudent0000,{QUESTION},Once more.\n")
    assert (again := queues_of([], folder=queues.folder)).state(first(again)) == "open"


def test_a_request_comes_first_and_is_never_decided_with_a_group(queues_of, tmp_path):
    folder = reviewable(tmp_path / "graded", [words(1), words(1).upper(), words(1).replace(",", ";"), words(2)])
    (folder / "requests.csv").write_text(f"student,question,text\nstudent0001,{QUESTION},Read mine.\n")
    queues = queues_of([], folder=folder)
    asked, *others = queues.queue("ada", Filter())
    assert asked.requests == ("Read mine.",)
    alike = next(item for item in others if len(queues.members(item.id)) == 2)
    queues.decide("ada", alike.id, {"done": True, "boxes": [0], "group": True})
    assert [queues.state(item) for item in (alike, asked)] == ["done", "open"]
    queues.decide("ada", asked.id, {"done": True, "boxes": [0, 1], "group": True})
    publish(folder, queues.course)
    given = grades(folder, QUESTION)
    assert [given[f"student000{number}"] for number in range(3)] == ["1", "2", "1"]


def test_a_line_of_overrides_csv_which_has_the_last_word_is_shown(queues_of, tmp_path):
    folder = reviewable(tmp_path / "graded", [""])
    name = judged_question().id
    (folder / "overrides.csv").write_text(f"student,question,points,reason,by\nstudent0000,{name},3,an interview,Ann\n")
    (folder / "requests.csv").write_text(f"student,question,text\nstudent0000,{name},Why?\n")
    assert first(queues_of([], folder=folder), "judged").overrides == ("3 points, an interview (Ann)",)
