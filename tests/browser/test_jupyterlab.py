"""The student's notebooks in JupyterLab, in a real browser, after Run > Run All Cells."""

import re

import pytest

pytestmark = pytest.mark.browser


def test_no_cell_ends_in_an_error(opened):
    assert [(cell.source[:80], output.evalue) for cell, output in opened.outputs if output.output_type == "error"] == []


def test_no_cell_of_ours_warns(opened):
    streams = [(cell.source[:80], output.text) for cell, output in opened.outputs if output.get("name") == "stderr"]
    assert streams == []


def test_every_cell_has_run(opened):
    cells = [cell for cell in opened.notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    assert [cell.source[:80] for cell in cells if not cell.execution_count] == []


def test_formulas_are_typeset(opened):
    written = [cell.source for cell in opened.notebook.cells if cell.cell_type == "markdown"]
    formulas = [found for text in written for found in re.findall(r"\$\$.+?\$\$", text, re.DOTALL)]
    assert opened.panel.locator(".jp-MarkdownOutput mjx-container").count() >= len(formulas)
    assert opened.panel.locator("mjx-merror, [data-mjx-error]").count() == 0


def test_no_formula_is_left_raw(opened):
    shown = opened.panel.locator(".jp-MarkdownOutput").evaluate_all(VISIBLE)
    assert [text for text in shown if "$" in text or re.search(r"\\[a-z]{2,}", text)] == []


# The text of a Markdown cell without code and without what MathJax made of its formulas.
VISIBLE = """cells => cells.map(cell => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll('code, pre, mjx-container').forEach(part => part.remove());
    return copy.textContent;
})"""


def test_each_check_shows_a_report(opened):
    checks = [cell for cell in opened.notebook.cells if cell.source.startswith("grader.check(")]
    assert checks
    assert [cell.source for cell in checks if not cell.outputs] == []


def test_the_checks_at_the_end_say_what_the_state_is(opened):
    cell = next(cell for cell in opened.notebook.cells if "check_all()" in cell.source)
    assert cell.outputs, opened.state


def test_images_have_text_for_those_who_do_not_see_them(opened):
    images = opened.panel.locator("img")
    assert [text for text in images.evaluate_all("all => all.map(i => i.alt)") if not text.strip()] == []


def test_images_are_drawn(opened):
    widths = opened.panel.locator("img").evaluate_all("all => all.map(i => i.naturalWidth)")
    assert all(widths)
    nothing_to_draw = opened.name == "participation" or (opened.name, opened.state) == ("trainability", "blank")
    assert bool(widths) != nothing_to_draw


def test_headings_fit_into_a_narrow_window(opened):
    page = opened.panel.page
    page.evaluate("jupyterapp.shell.collapseLeft()")
    page.set_viewport_size({"width": 360, "height": 900})
    page.wait_for_function("jupyterapp.shell.currentWidget.node.clientWidth < 360")
    headings = opened.panel.locator(".jp-MarkdownOutput").locator("h1, h2, h3")
    wide = headings.evaluate_all("all => all.filter(h => h.scrollWidth > h.clientWidth).map(h => h.textContent)")
    page.set_viewport_size({"width": 1200, "height": 900})
    assert wide == []


def test_axe_finds_nothing_in_what_we_wrote(opened):
    """In the text and the outputs; JupyterLab's own frame around them is not ours."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    ours = {"include": [[".jp-MarkdownOutput"], [".jp-OutputArea-output"]]}
    violations = axe.Axe().run(opened.panel.page, context=ours).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in violations] == []


def test_the_lab_trains_inside_the_notebook(opened):
    if opened.name != "initialization":
        pytest.skip("only initialization has the lab")
    lab = opened.panel.frame_locator("iframe[title='Initialization lab']")
    lab.locator("#start").select_option("zero")
    lab.locator("#step").click()
    lab.locator("#summary").get_by_text("1 step").first.wait_for()


def test_the_lab_is_shown_in_full(opened):
    if opened.name != "initialization":
        pytest.skip("only initialization has the lab")
    page = opened.panel.frame_locator("iframe[title='Initialization lab']").locator("html")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert page.evaluate("html => html.scrollHeight <= html.clientHeight")
