"""axe-core finds no violation in the pages we write: solution pages and the course site, light, dark and narrow."""

import pytest

from autograder.content.site import build_site
from autograder.course import Course

pytestmark = pytest.mark.browser
NAMES = ("chain_rule", "forward_backward", "initialization", "trainability", "participation")
LOOKS = {"light": ("light", 1200), "dark": ("dark", 1200), "narrow": ("light", 420)}


@pytest.fixture(params=LOOKS)
def show(request, browser):
    """`show(path)`: the page of a file, in one of three looks."""
    scheme, width = LOOKS[request.param]
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})

    def shown(path):
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield shown
    context.close()


@pytest.fixture(scope="module")
def site(built):
    return build_site(NAMES, Course(), built / "dist")


def violations(page):
    """The rules that axe finds broken, each with the first place where."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    found = axe.Axe().run(page).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]


def overflows(page):
    """Does the page scroll sideways?"""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("name", NAMES)
def test_a_solution_page_is_accessible(name, built, show):
    page = show(built / "dist" / f"{name}-solution.html")
    assert violations(page) == []
    assert not overflows(page)


def test_the_site_is_accessible(site, show):
    page = show(site)
    assert violations(page) == []
    assert not overflows(page)


def test_the_lab_on_the_site_is_shown_in_full(site, show):
    page = show(site)
    inside = page.frame_locator("iframe[title='Initialization lab']").locator("html")
    page.wait_for_timeout(300)  # its height follows the page inside
    height = page.locator("iframe").evaluate("frame => frame.clientHeight")
    assert inside.evaluate("html => html.offsetHeight") == inside.evaluate("html => html.scrollHeight") == height


def test_axe_reports_what_is_wrong(show, tmp_path):
    (tmp_path / "bad.html").write_text("<!doctype html><title>t</title><img src='x.png'>", encoding="utf-8")
    assert {rule for rule, _ in violations(show(tmp_path / "bad.html"))} >= {"image-alt", "html-has-lang"}
