"""Read the files for other systems as those systems do, with names and ids that spreadsheets damage."""

import csv
import io
import zipfile

import pytest

from autograder.classroom.arrivals.person import Person
from autograder.classroom.arrivals.roster import read_roster
from autograder.classroom.gradebook import gradebook
from autograder.classroom.journal_rows import RollEntry
from autograder.classroom.lms_uploads import SYSTEMS, Grades, lms_table, page_name, split_name

PEOPLE = [
    Person("ada@x.edu", "0012", "Lovelace, Ada"),
    Person("bo@x.edu", "219E01", 'Bo "B" O’Neil'),
    Person("cy@x.edu", "1-2", "Ólafsdóttir, Cý"),
    Person("d@x.edu", "12345678901234567890", "山田 太郎"),
]
LINES = [Grades(person, {"hw": 3.25 + i, "quiz": None}, {"hw": f"p{i}"}) for i, person in enumerate(PEOPLE)]
MOST = {"hw": 42.0, "quiz": 10.0}
# Who a row is about and where its total stands, by the rules of each system's import.
WHO = {
    "moodle": "ID number",
    "blackboard": "Username",
    "brightspace": "OrgDefinedId",
    "gradescope": "SID",
    "mail": "Email",
}
TOTAL = {"moodle": "hw", "blackboard": "hw [Total Pts: 42 Score]", "brightspace": "hw Points Grade", "gradescope": "hw", "mail": "hw"}  # fmt: skip


def rows(system, lines=LINES):
    return list(csv.DictReader(io.StringIO(lms_table(system, lines, MOST))))


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_student_and_total_comes_back(system):
    found = {row[WHO[system]].removeprefix("#"): float(row[TOTAL[system]]) for row in rows(system)}
    wanted = {person.email if system == "mail" else person.id: 3.25 + i for i, person in enumerate(PEOPLE)}
    assert found == wanted


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_empty_cell_leaves_a_grade_alone(system):
    titles = [
        title for title in rows(system)[0] if title.startswith("quiz") and "Max" not in title and "page" not in title
    ]
    assert titles
    assert {row[title] for row in rows(system) for title in titles} == {""}


def test_brightspace_rows_end_as_it_wants():
    table = list(csv.reader(io.StringIO(lms_table("brightspace", LINES, MOST))))
    assert table[0][-1] == "End-of-Line Indicator"
    assert {row[-1] for row in table[1:]} == {"#"}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "@SUM(1)", "-1"])
def test_no_cell_is_a_formula(system, name):
    table = csv.reader(io.StringIO(lms_table(system, [Grades(Person(name, name, name), {}, {})], MOST)))
    assert not [cell for row in table for cell in row if cell[:1] in "=+-@" and cell]


@pytest.mark.parametrize(
    "label, name",
    [
        ("Ada Moss_12345_assignsubmission_file_/hw.ipynb", "Ada Moss_12345_assignsubmission_file_/feedback.html"),
        ("Ada Moss_12345_assignsubmission_onlinetext_", "Ada Moss_12345_assignsubmission_file_/feedback.html"),
        ("lovelaceada_501_77001_forward_backward.ipynb", "lovelaceada_501_77001_feedback.html"),
        ("lovelaceada_LATE_501_77001_hw.py", "lovelaceada_LATE_501_77001_feedback.html"),
        (
            "397063-2557369 - Ada Moss - Nov 20, 2026 105 PM/hw.ipynb",
            "397063-2557369 - Ada Moss - Nov 20, 2026 105 PM/feedback.html",
        ),
        (
            "397063-2557369 - Ada Moss- Nov 20, 2026 105 PM - hw.ipynb",
            "397063-2557369 - Ada Moss- Nov 20, 2026 105 PM - feedback.html",
        ),
        (
            "HW2/Moss, Ada(amoss)/Submission attachment(s)/hw.ipynb",
            "HW2/Moss, Ada(amoss)/Feedback Attachment(s)/feedback.html",
        ),
        (
            "HW 2_007_attempt_2027-05-22-23-59-01_hw_2.ipynb",
            "HW 2_007_attempt_2027-05-22-23-59-01_feedback.html",
        ),
        (
            "out/Homework_2_19_attempt_2027-05-22-23-59-01.txt",
            "Homework_2_19_attempt_2027-05-22-23-59-01_feedback.html",
        ),
        ("_4715_90000_hw.ipynb", "_4715_90000_feedback.html"),
        ("山田太郎2_LATE_4715_90000_hw.ipynb", "山田太郎2_LATE_4715_90000_feedback.html"),
        ("LATE_anon_x7Y_90000_hw.ipynb", "LATE_anon_x7Y_90000_feedback.html"),
        ("hw_2027_05_22T10_11_12_123456.zip", ""),
        ("ada.ipynb", ""),
    ],
)
def test_a_page_is_named_as_its_system_wants(label, name):
    assert page_name(RollEntry("s", "", "", "", "x", label, "", "", False, "{}")) == name


@pytest.mark.parametrize(
    "label, login, name",
    [
        ("bb.zip/HW_2_a_moss_attempt_2027-05-22-23-59-01_hw.ipynb", "A_Moss", "a_moss"),
        ("HW_2_007_attempt_2027-05-22-23-59-01.txt", "", "007"),
        ("ada.ipynb", "1e5", "1e5"),
        ("ada.ipynb", "", "4711"),
    ],
)
def test_blackboard_gets_user_names_and_no_other_ids(label, login, name):
    """A class list has ids of several kinds; only the user name leads to a student there."""
    line = Grades(Person("a_moss@x.edu", "4711", "Ada Moss", login=login), {}, {}, (label,))
    (row,) = csv.DictReader(io.StringIO(lms_table("blackboard", [line], {})))
    assert row["Username"].casefold() == name


@pytest.mark.parametrize("order", ["id,login", "login,id"])
def test_the_class_list_says_which_column_holds_user_names(tmp_path, order):
    cells = {"id,login": "4711,march3", "login,id": "march3,4711"}[order]
    (tmp_path / "roster.csv").write_text(f"name,email,{order}\nAda Moss,ada@x.edu,{cells}\n")
    (member,) = read_roster(tmp_path / "roster.csv").members
    assert member.person.login == "march3"


@pytest.mark.parametrize(
    "name, first, last",
    [
        ("King, Jr., Martin", "Martin", "King, Jr."),
        ("Martin King, Jr.", "Martin", "King, Jr."),
        ("van der Berg, José", "José", "van der Berg"),
        ("Ng, V", "V", "Ng"),
        ("Henry VIII", "Henry", "VIII"),
        ("Reed, IV, Bo", "Bo", "Reed, IV"),
    ],
)
def test_a_suffix_is_not_a_first_name(name, first, last):
    assert split_name(name) == (first, last)


def test_the_command_writes_files_and_zip(run, hand_in, tmp_path):
    run(hand_in("lovelaceada_501_77001_forward_backward.ipynb"), out=tmp_path / "out")
    made = gradebook([tmp_path / "out"], tmp_path / "book.csv", systems=tuple(SYSTEMS), feedback=True)
    for system in SYSTEMS:
        assert (tmp_path / f"book-{system}.csv").is_file()
    with zipfile.ZipFile(tmp_path / "book-forward_backward-feedback.zip") as archive:
        assert archive.namelist() == ["lovelaceada_501_77001_feedback.html"]
    assert "1 feedback pages" in " ".join(made.sentences)


HEADINGS = {
    "moodle": ("Assignment: HW 1 (Real)", "Assignment: HW 1 (Real)"),
    "blackboard": ("HW 1 [Total Pts: 40 Score] |8841", "HW 1 [Total Pts: 40 Score] |8841"),
    "brightspace": ("HW 1", "HW 1 Points Grade"),
    "gradescope": ("HW 1", "HW 1"),
}


@pytest.mark.parametrize("system", HEADINGS)
def test_the_course_names_the_column_that_a_system_has(run, hand_in, tmp_path, system):
    said, title = HEADINGS[system]
    (tmp_path / "course.yaml").write_text(f"assignments:\n  forward_backward:\n    columns: {{{system}: '{said}'}}\n")
    run(hand_in("ada.ipynb"), out=tmp_path / "out")
    gradebook([tmp_path / "out"], tmp_path / "book.csv", systems=(system,), course_file=tmp_path / "course.yaml")
    with (tmp_path / f"book-{system}.csv").open(encoding="utf-8") as file:
        assert [row[title] for row in csv.DictReader(file)] == ["42"]


def test_blackboard_makes_new_columns_only_with_a_word_about_it(run, hand_in, tmp_path):
    run(hand_in("ada.ipynb"), out=tmp_path / "out")
    made = gradebook([tmp_path / "out"], tmp_path / "book.csv", systems=("blackboard",))
    assert "It makes new columns for forward_backward" in " ".join(made.sentences)


def test_blackboard_gets_every_cell_in_quotes():
    """Blackboard, "Uploading External Grade Center Items": data in a CSV must be contained within a quote character."""
    for line in lms_table("blackboard", LINES, MOST).splitlines():
        assert line.startswith('"') and line.endswith('"')
        assert line == ",".join('"' + cell.replace('"', '""') + '"' for cell in next(csv.reader([line])))


def test_brightspace_gets_what_it_documents_and_nothing_else():
    """D2L, "Importing grades": OrgDefinedId, Username, `NAME Points Grade`; no first name, e-mail or weighted grade."""
    head = next(csv.reader(io.StringIO(lms_table("brightspace", LINES, MOST))))
    assert head == ["OrgDefinedId", "Username", "hw Points Grade", "quiz Points Grade", "End-of-Line Indicator"]


def test_moodle_finds_a_student_by_the_email_as_moodle_wrote_it():
    """docs.moodle.org, "Grade import": e-mail addresses are case sensitive in files."""
    table = lms_table("moodle", [Grades(Person("Ada.L@X.edu", "", "Ada"), {"hw": 1.0}, {})], MOST)
    assert next(csv.DictReader(io.StringIO(table)))["Email address"] == "Ada.L@X.edu"


def moodle_participant(name):
    """The participant that Moodle finds a feedback file for (mod/assign/feedback/file/importziplib.php); None: refused.

    The folder and the file's name are one text, cut at the first four underscores: full name, participant, `assignsubmission`
    or `assignfeedback`, the plugin, and the rest.
    """
    folder, _, file = name.rpartition("/")
    fields = f"{folder}/{file}".split("_", 4)
    known = len(fields) == 5 and fields[1].isdecimal() and fields[2].startswith("assign") and fields[3] == "file"
    return int(fields[1]) if known else None


def canvas_submission(name):
    """User and attachment that Canvas finds (Assignment#infer_comment_context_from_filename of instructure/canvas-lms)."""
    user, attachment = [field for field in name.split("_") if field.isdecimal()][:2]
    return int(user), int(attachment)


@pytest.mark.parametrize("student", ["Ada Moss", "Ólafsdóttir-Ng Cý", "O'Neil Bo", "山田 太郎", "=cmd Ada"])
@pytest.mark.parametrize("inside", ["assignsubmission_file_/hw.ipynb", "assignsubmission_onlinetext_/onlinetext.html", "assignsubmission_file_hw_2.ipynb"])  # fmt: skip
def test_moodle_finds_the_student_of_each_page(student, inside):
    entry = RollEntry("s", "", "", "", "x", f"{student}_12345_{inside}", "", "", False, "{}")
    assert moodle_participant(page_name(entry)) == 12345


@pytest.mark.parametrize("late", ["", "LATE_"])
@pytest.mark.parametrize("file", ["forward_backward.ipynb", "hw_2_007.py", "219E01.ipynb", "1_2_3.ipynb"])
def test_canvas_finds_the_student_of_each_page(late, file):
    entry = RollEntry("s", "", "", "", "x", f"lovelaceada_{late}501_77001_{file}", "", "", False, "{}")
    assert canvas_submission(page_name(entry)) == (501, 77001)
