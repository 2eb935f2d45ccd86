"""Write the report of `nnhw check`: the matrix of questions, the refusals, and a page for instructors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from autograder.course import Course
from autograder.selftest.checks_run import Proof
from autograder.selftest.mutation_testing import Mutation

Mutations = dict[str, list[Mutation]]

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; vertical-align: top; }
tbody tr { border-top: 1px solid #8885; } td.n { text-align: right; font-variant-numeric: tabular-nums; }
code { font-size: .9em; } .bad { font-weight: bold; } summary { cursor: pointer; }
"""


def matrix(proofs: Sequence[Proof], course: Course, mutations: Mutations | None = None) -> Iterator[str]:
    """Yield a line per question: slips refused, variants accepted, mutants seen."""
    yield f"{'question':<44}{'slips refused':>16}{'variants right':>17}" + ("      mutants seen" if mutations else "")
    for proof in proofs:
        for question in course.assignment(proof.assignment).questions:
            if question.by_hand:
                continue
            cells = [f"{good}/{of}" for good, of in (proof.count(kind, question.id) for kind in ("slip", "variant"))]
            line = f"{proof.assignment + '.' + question.id:<44}{cells[0]:>16}{cells[1]:>17}"
            yield line + (f"{_seen(mutations[proof.assignment], question.id):>18}" if mutations else "")


def verdict(proofs: Sequence[Proof], mutations: Mutations | None = None) -> Iterator[str]:
    """Yield a line for each thing that does not hold, then a summary."""
    refusals = [f"{proof.assignment}: {refusal}" for proof in proofs for refusal in proof.refusals]
    yield from refusals
    alive = [mutation for those in (mutations or {}).values() for mutation in those if mutation.survived]
    for mutation in alive:
        yield f"{mutation.mutant.question}: mutant survives ({mutation.mutant.operator}): {mutation.mutant.change}"
    for proof in proofs:
        made, caught, excused = proof.spoilers
        if made:
            yield f"{proof.assignment}: {made} spoilers made, {caught} caught, {excused} excused."
    slips, variants = (sum(o.kind == kind for p in proofs for o in p.outcomes) for kind in ("slip", "variant"))
    wrong = _count(proofs, "slip")
    refused = _count(proofs, "variant")
    yield (
        f"{slips} slips, {wrong} not as they must be; {variants} variants, {refused} not accepted; "
        f"{len(refusals)} refusals."
    )
    if mutations is not None:
        total = sum(map(len, mutations.values()))
        equal = sum(bool(one.reason) for those in mutations.values() for one in those)
        yield (
            f"{total} mutants, {total - equal - len(alive)} seen, {equal} right answers for a stated reason, "
            f"{len(alive)} survive."
        )


def page(proofs: Sequence[Proof], course: Course, mutations: Mutations | None = None) -> str:
    """Return a self-contained page with the slips, their sentences, the variants and the mutants of each question."""
    body = "".join(_assignment(proof, course, (mutations or {}).get(proof.assignment)) for proof in proofs)
    lines = "".join(f"<p>{escape(line)}</p>" for line in list(verdict(proofs, mutations))[-2 if mutations else -1 :])
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
        f"<title>How the grader is graded</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>How the grader is graded</h1>{lines}{body}</main></body></html>"
    )


def _assignment(proof: Proof, course: Course, mutations: list[Mutation] | None) -> str:
    questions = [q for q in course.assignment(proof.assignment).questions if not q.by_hand]
    sections = "".join(_question(proof, q.id, q.title, mutations) for q in questions)
    return f"<h2>{escape(proof.assignment)}</h2>{sections}"


def _question(proof: Proof, question: str, title: str, mutations: list[Mutation] | None) -> str:
    slips = [o for o in proof.outcomes if o.kind == "slip" and o.question == question]
    variants = [o for o in proof.outcomes if o.kind == "variant" and o.question == question]
    rows = "".join(
        _row([o.id, o.sentence or "(not named)", o.message or "(silent)"], bool(o.refusals)) for o in _once(slips)
    )
    tried = "".join(_row([o.id, *o.experiment], not o.experiment[1]) for o in _once(slips) if o.experiment[0])
    experiments = (
        "<table><thead><tr><th>Slip</th><th>Experiment</th><th>What the slip gives</th><th>What the truth gives</th></tr>"
        f"</thead><tbody>{tried}</tbody></table>"
        if tried
        else ""
    )
    names = ", ".join(f"<code>{escape(o.id)}</code>" for o in _once(variants)) or "none"
    score = f"<p>Mutants seen: {_seen(mutations, question)}.</p>" if mutations is not None else ""
    return (
        f"<details><summary><strong>{escape(question)}</strong> · {escape(title)}: {len(_once(slips))} slips, "
        f"{len(_once(variants))} variants</summary>"
        "<table><thead><tr><th>Slip</th><th>What the student is told</th><th>The gap beside it</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>{experiments}<p>Right answers, written differently: {names}.</p>{score}</details>"
    )


def _row(cells: Iterable[str], bad: bool) -> str:
    return f"<tr{' class=bad' if bad else ''}>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _once(outcomes: list) -> list:
    """Return each specimen once, although it was judged under many keys."""
    return list({outcome.id: outcome for outcome in outcomes}.values())


def _count(proofs: Sequence[Proof], kind: str) -> int:
    return sum(bool(o.refusals) for p in proofs for o in p.outcomes if o.kind == kind)


def _seen(mutations: list[Mutation], question: str) -> str:
    those = [one for one in mutations if one.mutant.question == question]
    return f"{sum(one.killed for one in those)}/{len(those)} ({sum(bool(one.reason) for one in those)} right)"
