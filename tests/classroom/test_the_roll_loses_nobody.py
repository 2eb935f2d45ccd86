"""Check rosters of any registrar, file names, groups and resubmissions: nobody is merged and nobody is lost."""

from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.classroom.arrivals.arrival import Arrival
from autograder.classroom.arrivals.attendance import Groups, call_roll
from autograder.classroom.arrivals.layouts import arrivals
from autograder.classroom.arrivals.person import Person, file_names
from autograder.classroom.arrivals.roster import Roster, RosterError, read_roster
from autograder.intake import Source

ADA, BOB = Person("ada@example.edu", "42", "Ada Lovelace"), Person("bob@example.edu", "43", "Bob Ångström")


def arrival(*people, label="x", at=0.0, time=None):
    return Arrival(people, Source(Path(f"/{label}")), label, at, time)


def roster(tmp_path, text, encoding="utf-8"):
    (tmp_path / "roster.csv").write_bytes(text.encode(encoding))
    return read_roster(tmp_path / "roster.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_roster_is_read_in_any_encoding_and_with_any_separator(tmp_path, encoding, separator):
    text = "Name,SID,Email\nAda Lovelace,42,ada@example.edu\nBob Ångström,43,bob@example.edu\n".replace(",", separator)
    assert [member.person for member in roster(tmp_path, text, encoding).members] == [ADA, BOB]


@pytest.mark.parametrize(
    "text",
    [
        "First Name,Last Name,Student ID,E-Mail Address\nAda,Lovelace,42,ada@example.edu\n",
        'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Lovelace, Ada",42,s42,ada@example.edu,1\n',
        "Identifier,Full name,ID number,Email address\nParticipant 42,Ada Lovelace,42,ada@example.edu\n",
        "surname,given name,username,mail\nLovelace,Ada,42,ada@example.edu\n",
        "sep=;\nName;SID;Email\nAda;42;ada@example.edu\n",
        "\n\nName,SID,Email\nAda,42,ada@example.edu\n",
        "Last, First;Email;SID\nLovelace, Ada;ada@example.edu;42\n",
        "OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator\n#42,#ada,Lovelace,Ada,ada@example.edu,#\n",
        "identifier,github_username,github_id,name\nada@example.edu,42,7,Ada\n",
        "First Name,Last Name,SID,Email,Role\nAda,Lovelace,42,ada@example.edu,Student\nTom,T,1,tom@example.edu,Instructor\n",
    ],
)
def test_registrars_headings_are_understood(tmp_path, text):
    (member,) = roster(tmp_path, text).members
    assert (member.person.email, member.person.id) == ("ada@example.edu", "42")


@pytest.mark.parametrize("text", ["", "a,b,c\n1,2,3\n"])
def test_a_roster_without_a_known_heading_is_refused(tmp_path, text):
    with pytest.raises(RosterError, match="no column is headed email, id or name"):
        roster(tmp_path, text)


@pytest.mark.parametrize(
    "known",
    [
        Person(email="ADA@example.edu"), Person(id="42"), Person(name="Ada Lovelace"), Person(name="Lovelace, Ada"),
        Person(id="4711", name="lovelaceada"), Person(id="ada"), Person(id="Ada Lovelace"), Person(id="s42"),
    ],
)  # fmt: skip
def test_an_arrival_is_found_on_the_roster_by_whatever_it_is_called(tmp_path, known):
    text = 'Student,ID,SIS User ID,SIS Login ID\n"Lovelace, Ada",42,s42,ada@example.edu\nBob B,43,s43,bob@example.edu\n'
    (row,) = [row for row in call_roll([arrival(known)], roster(tmp_path, text)).rows if row.arrival]
    assert row.student == "ada@example.edu"


def test_a_name_that_two_share_is_nobodys(tmp_path):
    both = roster(tmp_path, "name,email\nAda L,a@x.edu\nAda L,b@x.edu\n")
    roll = call_roll([arrival(Person(name="Ada L"))], both)
    assert len(roll.rows) == 3 and "not on the roster" in roll.notes[0]


def test_who_handed_in_nothing_has_a_row(tmp_path):
    roll = call_roll([arrival(ADA)], roster(tmp_path, "email\nada@example.edu\nbob@example.edu\n"))
    assert [(row.student, row.arrival is None) for row in roll.rows] == [
        ("ada@example.edu", False),
        ("bob@example.edu", True),
    ]


def test_a_group_is_a_row_each_and_one_submission():
    roll = call_roll([arrival(ADA, BOB)], Roster())
    assert len(roll.rows) == 2 and len(roll.arrivals) == 1


def test_of_several_submissions_the_latest_by_the_exports_time_counts_and_it_is_said():
    early, late = (datetime(2027, 5, day, tzinfo=timezone.utc) for day in (1, 2))
    roll = call_roll(
        [arrival(ADA, label="new", time=late, at=1.0), arrival(ADA, label="old", time=early, at=9.0)], Roster()
    )
    assert roll.rows[0].arrival.label == "new" and "2 times (new, old); the latest, new, counts" in roll.notes[0]


def test_without_an_exports_time_the_latest_modified_counts():
    assert (
        call_roll([arrival(ADA, label="new", at=2.0), arrival(ADA, label="old", at=1.0)], Roster())
        .rows[0]
        .arrival.label
        == "new"
    )


def test_a_members_own_later_submission_replaces_the_groups_for_that_member_alone():
    roll = call_roll([arrival(ADA, BOB, label="group", at=1.0), arrival(BOB, label="own", at=2.0)], Roster())
    assert [row.arrival.label for row in roll.rows] == ["group", "own"]


@pytest.mark.parametrize("own", [[], [BOB]])
def test_what_a_member_handed_in_alone_counts_for_members_with_nothing(own):
    people = [arrival(ADA, label="ada", at=1.0), *(arrival(one, label="own", at=2.0) for one in own)]
    roll = call_roll(people, Roster(), Groups({"Seven": (ADA, BOB)}))
    assert {row.person: row.arrival.label for row in roll.rows} == {ADA: "ada", BOB: "own" if own else "ada"}
    assert bool(own) != any("another member of Seven" in note for note in roll.notes)


@pytest.mark.parametrize(
    ("identity", "starts"),
    [("a/b", "a_b-"), ("../x", "_x-"), ("", "_-"), ("con", "_con-"), ("NUL.txt", "_NUL.txt-"), (".hidden", "hidden-"),
     ("=cmd()", "_cmd__-"), ("-rf", "rf-"), ("a\0b", "a_b-"), ("x" * 300, "x" * 80 + "-"), ("trailing.", "trailing-"), ("@SUM", "SUM-")],
)  # fmt: skip
def test_names_are_safe_as_files(identity, starts):
    name = file_names([Person(id=identity)])[identity]
    assert name.startswith(starts) and len(name) == len(starts) + 6


@pytest.mark.parametrize("identity", ["ada@example.edu", "42", "Bob_Ångström", "王小明", "a+b@x.edu"])
def test_ordinary_names_stay_as_they_are(identity):
    assert file_names([Person(id=identity)]) == {identity: identity}


@pytest.mark.slow
@given(
    st.sets(
        st.text(max_size=8) | st.sampled_from(["ada", "ADA", "Ada", "é", "e\u0301", "ﬁ", "fi", "a_b", "a/b", "a b"])
    )
)
def test_different_ids_never_share_a_file_even_where_case_does_not_count(identities):
    import unicodedata

    names = file_names(Person(id=identity) for identity in identities)
    folded = {unicodedata.normalize("NFKC", name).casefold() for name in names.values()}
    assert len(folded) == len({Person(id=identity).identity for identity in identities})
    assert not any("/" in name or name.startswith((".", "-", "=", "+", "@")) for name in names.values())


def test_emails_that_differ_in_case_alone_are_one_person():
    assert len(call_roll([arrival(Person("Ada@X.edu")), arrival(Person("ada@x.edu"))], Roster()).rows) == 1


SHARED = "name,email,id\nAda Moss,family@example.edu,1\nBo Moss,family@example.edu,2\n"


@pytest.mark.slow
def test_two_students_of_one_email_stay_two_everywhere(run, hand_in, tmp_path):
    import csv

    from autograder.classroom.gradebook import gradebook

    (tmp_path / "roster.csv").write_text(SHARED)
    hand_in("Ada Moss/forward_backward.ipynb", points={"q4_forward": 1.0})
    run(hand_in("Bo Moss/forward_backward.ipynb"), roster=tmp_path / "roster.csv")
    with open(tmp_path / "out" / "grades.csv", newline="") as file:
        assert [(row["student"], row["total"]) for row in csv.DictReader(file)] == [("1", "39"), ("2", "42")]
    for known in (None, tmp_path / "roster.csv"):
        with open(gradebook([tmp_path / "out"], tmp_path / "book.csv", roster=known).path, newline="") as file:
            assert [(row["name"], row["email"]) for row in csv.DictReader(file)] == [
                ("Ada Moss", "family@example.edu"),
                ("Bo Moss", "family@example.edu"),
            ]


def test_spellings_of_one_name_and_a_second_id_are_no_second_student(tmp_path):
    text = 'name,email,id\nAda Moss,ada@x.edu,1\n"Moss, Ada",ADA@x.edu,s1\nAda M. Moss,ada@x.edu,1\n'
    assert len(roster(tmp_path, text).members) == 1


PEOPLE = [("Ada Moss", "amoss@example.edu", "1111"), ("Bo Reed", "breed@example.edu", "1112"), ("Cy O'Hara", "cy.ohara@mail.example.edu", "1113"),
          ("Zoë Lind-Park", "zlind@example.edu", "1114"), ("王 小明", "wang@example.edu", "1115")]  # fmt: skip
HEADINGS = {
    "spanish": ["Nombre completo", "Dirección de correo", "Identificador"],
    "catalan": ["Nom i cognoms", "Adreça electrònica", "Identificador"],
    "german": ["Vollständiger Name", "E-Mail-Adresse", "Matrikelnummer"],
    "french": ["Nom complet", "Adresse de courriel", "Numéro étudiant"],
    "italian": ["Nome completo", "Indirizzo email", "Matricola"],
    "polish": ["Imię i nazwisko", "Adres e-mail", "Numer albumu"],
    "czech": ["Celé jméno", "E-mailová adresa", "Osobní číslo"],
    "japanese": ["氏名", "メールアドレス", "学籍番号"],
    "chinese": ["姓名", "电子邮件", "学号"],
    "russian": ["Полное имя", "Адрес электронной почты", "Номер билета"],
    "turkish": ["Ad Soyad", "E-posta", "Öğrenci No"],
    "greek": ["Ονοματεπώνυμο", "Ηλεκτρονική διεύθυνση", "Αριθμός"],
    "english, unusual": ["Whom", "Where to write", "Badge"],
    "underscores": ["full_name", "email_address", "student_id"],
}


@pytest.mark.parametrize(
    "oddity", ["plain", "title above", "status beside", "participants", "two e-mails", "semicolons", "shuffled"]
)
@pytest.mark.parametrize("language", HEADINGS)
def test_a_roster_in_any_language_is_understood(tmp_path, language, oddity):
    rows = [HEADINGS[language], *[list(person) for person in PEOPLE]]
    if oddity == "status beside":
        rows = [[*row, "Estado" if number == 0 else "Enviado"] for number, row in enumerate(rows)]
    if oddity == "participants":
        rows = [rows[0], *[[name, email, f"Teilnehmer {number}"] for name, email, number in rows[1:]]]
    if oddity == "two e-mails":
        rows = [
            rows[0],
            *[[name, f"{email}; private{number}@home.example", number] for name, email, number in rows[1:]],
        ]
    if oddity == "shuffled":
        rows = [[row[2], row[0], row[1]] for row in rows]
    separator = ";" if oddity == "semicolons" else ","
    lines = [separator.join(f'"{cell}"' for cell in row) for row in rows]
    if oddity == "title above":
        lines = ["Course: Networks 2026", "", "Printed on 2026-11-20", *lines]
    found = roster(tmp_path, "\n".join(lines) + "\n")
    assert [(m.person.name, m.person.email, m.person.id) for m in found.members] == PEOPLE
    if oddity == "two e-mails":
        assert found.find(Person(email="private1112@home.example")).name == "Bo Reed"


def test_nbgraders_own_list_is_a_roster(tmp_path):
    (member,) = roster(
        tmp_path, "id,first_name,last_name,email,lms_user_id\namoss,Ada,Moss,amoss@example.edu,3001\n"
    ).members
    assert member.person == Person("amoss@example.edu", "amoss", "Ada Moss") and "3001" in member.aliases


@pytest.mark.parametrize(
    ("label", "whose"),
    [("hw2_Moss Ada (late)", "amoss"), ("1112-hw2", "breed"), ("reed.bo", "breed"), ("Bo & Ada", None), ("Ada Moss and Bo Reed", None), ("112", None),
     ("zlind_final", "zlind"), ("Zoe Lind Park", "zlind"), ("wang-homework", "wang"), ("amoss@example.edu_hw", "amoss"), ("moss", None)],
)  # fmt: skip
def test_a_label_is_a_students_if_the_rosters_words_in_it_leave_no_doubt(tmp_path, label, whose):
    known = roster(
        tmp_path, "name,email,id\n" + "".join(f'"{name}",{email},{number}\n' for name, email, number in PEOPLE)
    )
    found = known.find(Person(id=label, also=(label,)))
    assert (found and found.email.partition("@")[0]) == whose


VERSIONS = {
    "versions": "{}_v{}", "copies": "{} ({})", "attempts": "{} - Attempt {}", "dates": "{}_2026-11-2{}", "numbers": "{}-{}",
}  # fmt: skip


@pytest.mark.parametrize("pattern", VERSIONS.values(), ids=VERSIONS)
@pytest.mark.parametrize("ending", [".ipynb", "/hw.ipynb"])
def test_names_that_may_be_one_students_are_said_where_no_roster_joins_them(tmp_path, pattern, ending):
    names = [pattern.format("ada_moss", 1), pattern.format("ada_moss", 2), "bo_reed", "cy_ono", "dee_lind"]
    for name in names:
        place = tmp_path / "class" / f"{name}{ending}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text('{"cells": []}')
    found = arrivals([tmp_path / "class"], "forward_backward").arrivals
    notes = call_roll(found, Roster()).notes
    assert len(notes) == 1 and "may be the same student" in notes[0] and notes[0].count("ada_moss") == 2
    listed = roster(tmp_path, "name,email\nAda Moss,ada@x.edu\nBo Reed,b@x.edu\nCy Ono,c@x.edu\nDee Lind,d@x.edu\n")
    rows = call_roll(found, listed).rows
    assert len(rows) == 4 and all(row.arrival for row in rows)


@pytest.mark.parametrize(
    "names",
    [["Ada Moss", "ada moss"], ["Moss, Ada", "Ada Moss"], ["Ada_Moss", "Ada Moss"], ["ada_moss_hw2", "ada_moss_hw2_final"]],
)  # fmt: skip
def test_another_spelling_of_a_name_is_said(names):
    people = [Person(id=name) for name in [*names, "bo", "cy", "dee"]]
    notes = call_roll([arrival(person, label=person.id) for person in people], Roster()).notes
    assert len(notes) == 1 and "may be the same student" in notes[0]


@pytest.mark.parametrize(
    "names",
    [[f"student {n}" for n in range(1, 4)], [f"group_{n}" for n in "12"], ["hw1", "hw2"], ["s1", "s2"], ["4711", "4712"],
     ["ada 1", "ada 2", "ada 3", "ada 4"], ["ada moss", "ada reed"]],
)  # fmt: skip
def test_numbered_names_are_those_of_many(names):
    people = [Person(id=name) for name in [*names, "bo", "cy", "dee", "eve", "fay"]]
    assert not call_roll([arrival(person, label=person.id) for person in people], Roster()).notes


@pytest.mark.parametrize("rest", ["_1", "_late", "-resubmission", " (2)", "_3_handin"])
def test_an_address_with_a_remark_is_the_addresss(tmp_path, rest):
    for name in ("ada@example.edu", f"Ada@example.edu{rest}", "bob@example.edu"):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "hw.ipynb").write_text('{"cells": []}')
    rows = call_roll(arrivals([tmp_path / "class"], "forward_backward").arrivals, Roster()).rows
    assert [row.student.casefold() for row in rows] == ["ada@example.edu", "bob@example.edu"]


def test_a_name_that_two_longer_ones_begin_with_is_no_name_of_the_class(tmp_path):
    for name in ("anna", "anna_k", "anna_m"):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "hw.ipynb").write_text('{"cells": []}')
    rows = call_roll(arrivals([tmp_path / "class"], "forward_backward").arrivals, Roster()).rows
    assert [row.student for row in rows] == ["anna", "anna_k", "anna_m"]


def test_zeros_that_a_spreadsheet_dropped_make_nobody_a_stranger(tmp_path):
    listed = roster(tmp_path, "name,id\nAda Moss,0042\nBo Reed,0043\nCy Ono,43\nDee Lind,00044\n")
    found = [listed.find(Person(id=number)) for number in ("42", "0042", "0043", "43", "044", "45")]
    assert [person and person.name for person in found] == [
        "Ada Moss",
        "Ada Moss",
        "Bo Reed",
        "Cy Ono",
        "Dee Lind",
        None,
    ]
    assert listed.find(Person(id="043")) is None  # two could be meant
