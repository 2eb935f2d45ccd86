from autograder.classroom.journal import Journal
from autograder.course import Course
def write_report(journal: Journal, course: Course) -> None:
    ...
