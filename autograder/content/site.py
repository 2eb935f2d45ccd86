"""Write a static page for a course's web site: the assignments, the lab, the fractal."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from html import escape
from pathlib import Path

from autograder.content.sources import HANDOUT
from autograder.course import Course
from autograder.safe_text import spell_points
from reference_impl import trainability

LAB = HANDOUT / "initialization" / "lab.html"
PICTURE_SIZE, PICTURE_STEPS = 256, 500
PICTURES = {"fractal.png": trainability.OVERVIEW, "fractal-zoom.png": trainability.ZOOM}
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #767676; --link: #174ea6; }
@media (prefers-color-scheme: dark) { :root { --ink: #eee; --paper: #16181c; --line: #9a9a9a; --link: #9cc4ff; } }
html { background: var(--paper); color: var(--ink); } a { color: var(--link); }
body { font: 1.05rem/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .4rem .6rem; }
tbody tr { border-top: 1px solid var(--line); } .n { text-align: right; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1rem; }
figure { margin: 0; } figcaption { font-size: .9rem; margin-top: .4rem; } img { width: 100%; image-rendering: pixelated; display: block; }
iframe { width: 100%; height: 54rem; border: 1px solid var(--line); }
@media print { iframe { display: none; } }
"""


def build_site(names: Iterable[str], course: Course, dist_dir: Path) -> Path:
    """Write DIST/site/ with a copy of each student zip in DIST; return the path of its index.html."""
    site = dist_dir / "site"
    site.mkdir(parents=True, exist_ok=True)
    rows = "".join(_row(name, course, dist_dir, site) for name in names)
    shutil.copyfile(LAB, site / "lab.html")
    for file, window in PICTURES.items():
        V = trainability.picture(PICTURE_SIZE, window, PICTURE_STEPS)
        (site / file).write_bytes(trainability.png_bytes(trainability.render(V)))
    index = site / "index.html"
    index.write_text(_page(course, rows), encoding="utf-8")
    return index


def _row(name: str, course: Course, dist_dir: Path, site: Path) -> str:
    assignment, due = course.assignment(name), course.of(name).due
    archive = dist_dir / f"{name}-student.zip"
    if archive.is_file():
        shutil.copyfile(archive, site / archive.name)
    link = f"<a href='{archive.name}'>{escape(assignment.title)}</a>" if archive.is_file() else escape(assignment.title)
    points = sum(question.points for question in assignment.questions)
    when = due.strftime("%Y-%m-%d %H:%M") if due else "to be announced"
    return f"<tr><td>{link}</td><td class='n'>{spell_points(points)}</td><td>{escape(when)}</td></tr>"


def _page(course: Course, rows: str) -> str:
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(course.name)}</title><style>{_STYLE}</style></head>
<body><main>
<h1>{escape(course.name)}</h1>
<h2>Assignments</h2>
<p>Each zip contains a folder with the notebook, the same as a plain <code>.py</code> file, and checks that you can run as often
as you wish. Hand in either form.</p>
<table><thead><tr><th scope="col">Assignment</th><th scope="col" class="n">Points</th><th scope="col">Due</th></tr></thead>
<tbody>{rows}</tbody></table>
<h2>The initialization lab</h2>
<p>Which first weights let a network learn? Predict, then press Train. <a href="lab.html">Open it on its own page.</a></p>
<iframe title="Initialization lab" srcdoc="{escape(LAB.read_text(encoding="utf-8"))}"></iframe>
<h2>The boundary of trainability</h2>
<p>Each point is a training run of a small network with one pair of learning rates: across, the rate of the first layer; up,
that of the second. Blue-green: training converged. Red-yellow: it failed. From afar the border looks smooth; it is a fractal.
After J. Sohl-Dickstein, <a href="https://arxiv.org/abs/2402.06184">arXiv:2402.06184</a> (2024).</p>
<div class="pair">
<figure><img src="fractal.png" alt="A square picture. The lower half is blue-green, training converges; the upper half is red-yellow, it
fails. The border runs across the middle and looks smooth.">
<figcaption>{PICTURE_SIZE}² runs of {PICTURE_STEPS} steps, both rates from 10⁻³ to 10⁶.</figcaption></figure>
<figure><img src="fractal-zoom.png" alt="The same border, magnified a thousand times: red islands in blue-green bays, inside of which there
are further islands, with ragged edges at every size.">
<figcaption>A thousand times closer: rates from 164.6 to 167.9 across, from 18.15 to 18.52 up.</figcaption></figure>
</div>
</main></body></html>
"""
