"""Grade sixty answers with two graders, by keyboard in a real browser, and kill the server twice: nothing is lost."""

import csv
import json

import pytest

from tests.review.made_folders import QUESTION, words

pytestmark = pytest.mark.browser
MARKS = {"ada": lambda number: number % 5, "bob": lambda number: (number + number % 2) % 5}


class Grader:
    """One person at the keyboard."""

    def __init__(self, browser, served, name):
        self.name, self.context, self.served = (
            name,
            browser.new_context(viewport={"width": 1280, "height": 850}),
            served,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.goto(served.address)
        self.page.wait_for_function("() => document.activeElement.matches('input')")  # the field for the name
        self.page.keyboard.type(name)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/as/*/")
        self.page.wait_for_function("() => document.activeElement.classList.contains('go')")
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("#item")
        self.page.wait_for_load_state("load")  # from then on keys decide

    @property
    def at(self):
        return self.page.get_attribute("#item", "data-item")

    def number(self):
        return int(self.page.inner_text("article.answer").split()[1].rstrip(":"))

    def grade(self, kill=None):
        """Tick as many boxes as this grader gives the answer, and go on."""
        at, number = self.at, self.number()
        for box in range(MARKS[self.name](number)):
            self.page.keyboard.press(str(box + 1))
        if number % 10 == 0:
            self.page.keyboard.press("c")
            self.page.keyboard.type(f"To {number}, from {self.name}")
            self.page.keyboard.press("Escape")
        if kill:
            kill()
        self.page.keyboard.press("Enter")
        return at, number

    def moved(self, at):
        self.page.wait_for_function("at => document.getElementById('item').dataset.item !== at", arg=at, timeout=60_000)


def test_sixty_answers_two_graders_two_kills(serve, browser):
    served = serve([words(number) for number in range(60)], "--twice", "6")
    port = served.port
    graders = [Grader(browser, served, name) for name in ("ada", "bob")]
    given, steps = {}, 0
    while any(grader.at for grader in graders):
        for grader in graders:
            if not grader.at:
                continue
            steps += 1
            killed = steps in (15, 40)
            at, number = grader.grade(served.kill if killed else None)
            if killed:
                served._command[served._command.index("--port") + 1] = port
                served.start()
            grader.moved(at)
            given.setdefault(number, {})[grader.name] = MARKS[grader.name](number)
    assert len(given) == 60
    doubles = {number: marks for number, marks in given.items() if len(marks) == 2}
    assert 2 <= len(doubles) <= 25

    overview = graders[0].page
    overview.keyboard.press("o")
    overview.wait_for_url("**/as/ada/")
    equal = sum(marks["ada"] == marks["bob"] for marks in doubles.values()) / len(doubles)
    row = overview.locator("section", has_text="Agreement").locator("tbody tr").inner_text().split("\t")
    assert row[1:3] == [str(len(doubles)), f"{100 * equal:.0f} %"]

    served.stop()
    with (served.folder / "grades.csv").open(encoding="utf-8") as file:
        grades = {int(row["student"][-4:]): row[QUESTION] for row in csv.DictReader(file)}
    for number, marks in given.items():
        assert float(grades[number]) in marks.values()
    page = (served.folder / "results/student0010/feedback.html").read_text(encoding="utf-8")
    assert "To 10, from" in page


def test_the_second_of_two_is_told_while_reading(serve, browser):
    served = serve([words(1)])
    ada, bob = (Grader(browser, served, name) for name in ("ada", "bob"))
    assert "ada has this open" in bob.page.inner_text("#others")
    ada.page.keyboard.press("1")
    ada.page.keyboard.press("Enter")
    ada.page.wait_for_selector(".finished")
    bob.page.keyboard.press("2")
    bob.page.wait_for_function("() => document.getElementById('said').textContent.includes('ada decided')")


def test_a_refusal_leads_to_the_field_to_change_and_keys_still_decide(serve, browser):
    served = serve([words(1), ""], lenders=[1])
    ada = Grader(browser, served, "ada")
    ada.page.wait_for_selector("[data-kind=lender]")
    ada.page.keyboard.press("Enter")
    ada.page.wait_for_function("() => document.getElementById('said').textContent.startsWith('Say whether')")
    ada.page.keyboard.press("w")
    ada.page.keyboard.press("Enter")
    ada.page.wait_for_selector("[data-kind=written]")
    ada.page.keyboard.press("f")
    ada.page.keyboard.type("1/2")
    ada.page.keyboard.press("Enter")
    ada.page.wait_for_function("() => document.getElementById('said').textContent.includes('not a number')")
    assert ada.page.evaluate("document.activeElement.id") == "free"


def test_what_was_typed_is_there_after_the_browser_died(serve, browser):
    served = serve([words(1)])
    ada = Grader(browser, served, "ada")
    ada.page.keyboard.press("2")
    ada.page.keyboard.press("c")
    ada.page.keyboard.type("Half of it")
    ada.page.wait_for_function("() => document.getElementById('said').textContent === 'Saved'")
    ada.page.wait_for_timeout(600)
    ada.context.close()
    again = Grader(browser, served, "ada")
    assert again.page.input_value("#comment") == "Half of it"
    assert again.page.is_checked("input[value='1']")


@pytest.mark.parametrize("look", [("light", 1280), ("dark", 1280), ("light", 420)], ids=str)
def test_every_page_is_accessible(serve, browser, look):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    served = serve(["Because $x^2$.\n\n- one\n- two", words(1), "x" * 30_000], flags=[0], lenders=[1])
    page = browser.new_context(color_scheme=look[0], viewport={"width": look[1], "height": 900}).new_page()
    page.goto(served.address)
    pages = ["", "as/ada/", *(f"as/ada/review?reason={reason}" for reason in ("answer", "flag", "credit", "request"))]
    for address in pages:
        page.goto(served.address + address)
        found = axe.Axe().run(page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], address
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), address


def test_nothing_of_a_hostile_answer_runs(serve, browser):
    served = serve(["<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"])
    grader = Grader(browser, served, "ada")
    assert grader.page.title() != "owned"
    assert grader.page.locator("article.answer script, article.answer img").count() == 0
    assert "script" in json.dumps(grader.page.inner_text("article.answer"))
