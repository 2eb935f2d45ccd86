"""The initialization lab in a real browser: its facts, its gradients, its accessibility."""

import math
from pathlib import Path

import numpy as np
import pytest

import reference_impl as ref

PAGE = Path(__file__).resolve().parents[2] / "autograder/content/handout/initialization/lab.html"


@pytest.fixture(scope="module")
def lab(browser):
    context = browser.new_context(viewport={"width": 380, "height": 800})
    page = context.new_page()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(PAGE.as_uri())
    page.requests = requests
    yield page
    context.close()


def trained(lab, start, activation, steps):
    lab.select_option("#start", start)
    lab.select_option("#activation", activation)
    lab.click("#reset")
    return lab.evaluate(f"step({steps}), report()")


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_from_zeros_units_stay_one_and_the_loss_stays_ln2(lab, activation):
    after = trained(lab, "zero", activation, 60)
    assert after["distinct"] == [1, 1]
    assert after["loss"] == pytest.approx(math.log(2), abs=1e-9)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_from_a_constant_units_stay_one(lab, activation):
    assert trained(lab, "constant", activation, 60)["distinct"] == [1, 1]


@pytest.mark.parametrize("start, activation", [("he", "relu"), ("xavier", "tanh")])
def test_from_a_good_start_the_loss_falls(lab, start, activation):
    after = trained(lab, start, activation, 300)
    assert after["loss"] < 0.3 and after["distinct"] == [8, 8]


def test_too_small_a_start_learns_nothing_for_long(lab):
    assert trained(lab, "small", "sigmoid", 100)["loss"] > 0.69


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_gradients_agree_with_numerical_ones(lab, activation):
    trained(lab, "xavier", activation, 3)
    layers = lab.evaluate("state.layers")
    found = lab.evaluate("gradients(state.layers, data, state.activation)")
    data = lab.evaluate("data")
    X, targets = np.array(data["X"]), np.array(data["targets"])
    act = {"sigmoid": ref.sigmoid, "tanh": np.tanh, "relu": ref.relu}[activation]

    def loss_with(l, name):
        def loss(theta):
            z = X
            for i, layer in enumerate(layers):
                W = theta if (i, name) == (l, "W") else np.array(layer["W"])
                b = theta if (i, name) == (l, "b") else np.array(layer["b"])
                a = z @ W.T + b
                z = act(a) if i < 2 else a
            return float(np.mean(np.logaddexp(0, z[:, 0]) - targets * z[:, 0]))

        return loss

    for l in range(3):
        for name in "Wb":
            numeric = ref.numerical_gradient(loss_with(l, name), np.array(layers[l][name]))
            np.testing.assert_allclose(found[l][name], numeric, atol=2e-8)


def test_controls_work_from_the_keyboard(lab):
    lab.select_option("#start", "zero")
    lab.focus("#step")
    lab.keyboard.press("Enter")
    assert "After 1 step the" in lab.inner_text("#status")


def test_the_page_asks_the_network_for_nothing(lab):
    assert all(url.startswith("file:") for url in lab.requests)


def test_the_script_is_small():
    text = PAGE.read_text(encoding="utf-8")
    assert len(text[text.index("<script>") : text.index("</script>")].encode()) < 15_000


def test_axe_finds_no_serious_violation(lab):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(lab).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
