"""Tests of the initialization lab in a real browser: gradients, claims, sentences, links and accessibility."""

from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest

import reference_impl as ref
from reference_impl.differentiation import complex_step

pytestmark = pytest.mark.browser
PAGE = Path(__file__).resolve().parents[2] / "autograder/content/handout/initialization/lab.html"
ACTIVATIONS = {
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "tanh": np.tanh,
    "relu": lambda a: np.where(np.real(a) > 0, a, 0),
}
SEEDS = (1, 2, 3)
AT = "([link, steps]) => { follow(link); for (let i = 0; i < steps; i++) advance(); return report(); }"
PASS = """([layers, X, targets, activation]) => {
    const pass = forward(layers, X, activation);
    return [meanLoss(pass.Z[layers.length], targets), backward(layers, pass, targets, activation).gradients];
}"""


@pytest.fixture(scope="module")
def opened(browser):
    # Without animation: redrawing on a busy machine takes longer than training.
    context = browser.new_context(viewport={"width": 1100, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(180_000)
    page.requests, page.errors = [], []
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(PAGE.as_uri())
    yield page
    context.close()


@pytest.fixture
def lab(opened):
    """The open page in its default setting; the test fails if its script raised an error."""
    opened.evaluate("follow('')")
    yield opened
    assert opened.errors == []


def link(setting):
    return "#" + urlencode(setting)


def at(page, steps=0, **setting):
    """Return the report of a setting after `steps` steps."""
    return page.evaluate(AT, [link(setting), steps])


def preset(page, name, steps=0, **change):
    """Return the report of a preset, with some of its controls changed, after `steps` steps."""
    usual = page.evaluate("name => ({...DEFAULTS, ...PRESETS[name]})", name)
    return at(page, steps, **(usual | change))


def draw_layers(sizes, seed=0):
    rng = np.random.default_rng([seed, *sizes])
    shapes = list(zip(sizes[1:], sizes, strict=False))
    return [
        {"W": rng.standard_normal(shape) / np.sqrt(shape[1]), "b": rng.standard_normal(shape[0])} for shape in shapes
    ]


def draw_batch(n=7, seed=1):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, 2)), rng.integers(0, 2, n)


def page_gradients(page, layers, X, targets, activation):
    plain = [{name: array.tolist() for name, array in layer.items()} for layer in layers]
    return page.evaluate(PASS, [plain, X.tolist(), targets.tolist(), activation])


def mean_loss(layers, X, targets, activation):
    z = X
    for l, layer in enumerate(layers):
        a = z @ layer["W"].T + layer["b"]
        z = ACTIVATIONS[activation](a) if l < len(layers) - 1 else a
    return np.mean(np.log1p(np.exp(z[:, 0])) - targets * z[:, 0])


def loss_of(layers, l, name, *batch):
    """Return the loss as a function of one array of layer l."""
    return lambda theta: mean_loss(
        [layer | {name: theta} if k == l else layer for k, layer in enumerate(layers)], *batch
    )


# Gradients ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1, 3, 8])
def test_gradients_of_one_hidden_layer_match_the_reference(lab, width):
    layers, (X, targets) = draw_layers([2, width, 1]), draw_batch()
    parameters = layers[0]["W"], layers[0]["b"], layers[1]["W"], layers[1]["b"].item()
    outputs = [ref.forward(x, *parameters)[1] for x in X]
    upstream = (ref.sigmoid(np.array(outputs)) - targets) / len(X)
    each = [ref.backward(x, *parameters, u) for x, u in zip(X, upstream, strict=True)]
    hidden, output = page_gradients(lab, layers, X, targets, "sigmoid")[1]
    ours = {"W0": hidden["W"], "b0": hidden["b"], "W1": output["W"], "b1": output["b"][0]}
    for name, value in ours.items():
        np.testing.assert_allclose(value, sum(one[name] for one in each), rtol=0, atol=1e-9)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("depth", [1, 2, 5, 8])
def test_gradients_match_numerical_differentiation(lab, depth, activation):
    layers, batch = draw_layers([2, *[4] * depth, 1]), (*draw_batch(), activation)
    loss, gradients = page_gradients(lab, layers, *batch)
    assert loss == pytest.approx(mean_loss(layers, *batch), abs=1e-12)
    for l, layer in enumerate(layers):
        for name, theta in layer.items():
            f = loss_of(layers, l, name, *batch)
            np.testing.assert_allclose(gradients[l][name], complex_step(f, theta), rtol=0, atol=1e-12)
            np.testing.assert_allclose(gradients[l][name], ref.numerical_gradient(f, theta), rtol=0, atol=1e-9)


def test_a_step_subtracts_the_rate_times_the_gradient(lab):
    at(lab, depth=3, rate=0.3)
    before, X, targets = lab.evaluate("[run.layers, data.X, data.targets]")
    layers = [{name: np.array(value) for name, value in layer.items()} for layer in before]
    gradients = page_gradients(lab, layers, np.array(X), np.array(targets), "tanh")[1]
    lab.click("#step")
    for new, old, gradient in zip(lab.evaluate("run.layers"), layers, gradients, strict=True):
        for name in "Wb":
            np.testing.assert_allclose(new[name], old[name] - 0.3 * np.array(gradient[name]), atol=1e-12)


# First weights --------------------------------------------------------------------------------------------------------


def first_weights(lab, **setting):
    at(lab, width=32, depth=3, **setting)
    return np.array(lab.evaluate("[1, 2].map(l => run.layers[l].W)"))


def test_xavier_weights_are_uniform_within_the_bound_of_q7(lab):
    W, bound = first_weights(lab, start="xavier"), np.sqrt(6 / 64)
    assert 0.98 * bound < np.abs(W).max() <= bound
    assert W.std() == pytest.approx(bound / np.sqrt(3), rel=0.05)


def test_he_weights_are_normal_with_the_variance_of_q7(lab):
    W = first_weights(lab, start="he")
    assert W.var() == pytest.approx(2 / 32, rel=0.1)
    assert np.mean(np.abs(W) > 2 * np.sqrt(2 / 32)) == pytest.approx(0.0455, abs=0.015)


@pytest.mark.parametrize("start", ["constant", "small", "xavier", "he", "large"])
def test_the_gain_multiplies_the_weights(lab, start):
    np.testing.assert_allclose(first_weights(lab, start=start, gain=2), 2 * first_weights(lab, start=start), rtol=1e-12)


def test_zeros_have_no_gain(lab):
    at(lab, start="zero", gain=2)
    assert lab.is_disabled("#gain")


# Claims ---------------------------------------------------------------------------------------------------------------


def ratio(sizes):
    """Return the size in the last hidden layer over that in the first."""
    return sizes[-1] / sizes[0]


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("depth", [1, 2, 4])
@pytest.mark.parametrize("start", ["zero", "constant"])
def test_equal_weights_leave_one_distinct_unit(lab, start, depth, activation):
    assert at(lab, 60, start=start, depth=depth, activation=activation)["distinct"] == [1] * depth


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_zero_weights_never_leave_ln2(lab, activation):
    after = at(lab, 60, start="zero", activation=activation)
    assert after["loss"] == pytest.approx(np.log(2), abs=1e-12)
    assert after["still"]


@pytest.mark.parametrize("start", ["small", "xavier", "he", "large"])
def test_random_weights_make_all_units_distinct(lab, start):
    assert at(lab, start=start, depth=3)["distinct"] == [8, 8, 8]


@pytest.mark.parametrize("data", ["rings", "corners"])
def test_identical_units_learn_hard_data_only_in_part(lab, data):
    after = at(lab, 500, start="constant", data=data)
    assert 0.4 < after["loss"] < 0.65 and after["right"] < 0.9


def test_identical_units_learn_what_one_unit_can_learn(lab):
    after = preset(lab, "All equal, easy data", 500)
    assert after["loss"] < 0.01 and after["distinct"] == [1, 1]


@pytest.mark.parametrize("seed", SEEDS)
def test_deep_tanh_learns_with_xavier(lab, seed):
    after = preset(lab, "Deep tanh, Xavier", 500, seed=seed)
    assert after["loss"] < 0.05 and after["right"] == 1
    assert 1 / 3 < ratio(after["back"]) < 3 and 1 / 3 < ratio(after["activations"]) < 3


@pytest.mark.parametrize("seed", SEEDS)
def test_deep_tanh_does_not_learn_from_small_weights(lab, seed):
    after = preset(lab, "Deep tanh, too small", 500, seed=seed)
    assert after["loss"] == pytest.approx(np.log(2), abs=1e-3) and after["distinct"] == [16] * 8
    assert ratio(after["back"]) > 1e8 and ratio(after["activations"]) < 1e-8
    assert after["back"] == sorted(after["back"])  # smaller in each earlier layer


@pytest.mark.parametrize("seed", SEEDS)
def test_large_weights_put_deep_tanh_into_its_dead_zones(lab, seed):
    start = preset(lab, "Deep tanh, too large", seed=seed)
    assert start["flat"] > 0.8 and ratio(start["back"]) < 1 / 50


@pytest.mark.parametrize("seed", SEEDS)
def test_deep_relu_loses_its_signal_with_xavier_and_keeps_it_with_he(lab, seed):
    xavier, he = (preset(lab, f"Deep ReLU, {name}", seed=seed) for name in ("Xavier", "He"))
    for start in (xavier, he):
        start["ratios"] = ratio(start["activations"]), 1 / ratio(start["back"])
    assert all(1 / 25 < r < 1 / 5 for r in xavier["ratios"])  # 2^(-7/2) = 1/11
    assert all(1 / 3 < r < 3 for r in he["ratios"])


@pytest.mark.parametrize("seed", SEEDS)
def test_deep_relu_learns_sooner_with_he_than_with_xavier(lab, seed):
    xavier, he = (preset(lab, f"Deep ReLU, {name}", 500, seed=seed) for name in ("Xavier", "He"))
    assert he["loss"] < 0.1 and xavier["loss"] > 0.3


@pytest.mark.parametrize("seed", SEEDS)
def test_deep_sigmoid_starves_its_first_layers(lab, seed):
    after = preset(lab, "Deep sigmoid, Xavier", 500, seed=seed)
    assert ratio(after["back"]) > 1000 and after["loss"] > 0.68


@pytest.mark.parametrize("activation, start", [("relu", "he"), ("tanh", "xavier")])
@pytest.mark.parametrize("data", ["rings", "corners", "clouds"])
def test_two_layers_learn_every_data_set_from_a_good_start(lab, activation, start, data):
    assert at(lab, 300, activation=activation, start=start, data=data)["loss"] < 0.1


# Words and pictures ---------------------------------------------------------------------------------------------------

SAYS = {
    "All zero": ["It does not learn", "1 of 8", "identical", "Every gradient is exactly zero"],
    "All equal": ["It learns slowly or in part", "1 of 8", "still identical"],
    "All equal, easy data": ["It learns:", "1 of 8", "still identical"],
    "Deep tanh, too small": ["It does not learn", "16 of 16", "gradients ∂L/∂a shrink 6.6·10⁹-fold"],
    "Deep tanh, Xavier": ["It learns:", "16 of 16", "gradients ∂L/∂a keep their size"],
    "Deep tanh, too large": ["16 of 16", "gradients ∂L/∂a grow", "dead zones of tanh"],
    "Deep ReLU, Xavier": [
        "It learns slowly or in part",
        "activations shrink 12.9-fold",
        "gradients ∂L/∂a shrink 9.38-fold",
    ],
    "Deep ReLU, He": ["It learns:", "activations keep", "gradients ∂L/∂a keep"],
    "Deep sigmoid, Xavier": ["It does not learn", "gradients ∂L/∂a shrink"],
}


@pytest.mark.parametrize("name", SAYS)
def test_one_click_says_in_words_what_a_preset_shows(lab, name):
    lab.get_by_role("button", name=name, exact=True).click()
    lab.wait_for_function("timer === null")
    summary = lab.get_by_role("status").inner_text()
    assert [words for words in SAYS[name] if words not in summary] == []


def test_every_preset_is_tested(lab):
    assert lab.evaluate("Object.keys(PRESETS)") == list(SAYS)


def test_the_summary_says_when_training_diverges(lab):
    after = at(lab, 10, activation="relu", start="large", gain=10, width=32, depth=8, rate=3)
    assert after["sentences"][0].startswith("It diverges")
    lab.evaluate("draw()")
    assert (
        lab.evaluate("[...document.querySelectorAll('svg')].filter(svg => /NaN|Infinity/.test(svg.innerHTML)).length")
        == 0
    )


def test_one_layer_is_not_compared_with_itself(lab):
    assert any("typical size" in sentence for sentence in at(lab, depth=1)["sentences"])
    lab.click("#step")
    assert "one layer" in lab.locator("#runs tbody tr").first.inner_text()


def tiles(lab, layer=0):
    """Return what the heat maps of a layer show and the numbers below them."""
    item = lab.locator("#layers li").nth(layer)
    pixels = item.locator("canvas").evaluate_all("all => all.map(canvas => canvas.toDataURL())")
    return pixels, item.locator(".tiles span").all_inner_texts()


def test_identical_units_have_identical_heat_maps_and_numbers(lab):
    lab.evaluate("follow('#start=constant')")
    pixels, numbers = tiles(lab)
    assert len(pixels) == 8 and len(set(pixels)) == 1 and set(numbers) == {"1"}


def test_distinct_units_have_distinct_heat_maps_and_numbers(lab):
    pixels, numbers = tiles(lab, layer=1)
    assert len(set(pixels)) == 8 and numbers == list("12345678")


def test_a_heat_map_shows_the_activation_over_the_input_square(lab):
    lab.evaluate("""follow('#depth=1&width=1');
        run.layers = [{W: [[9, 0]], b: [0]}, {W: [[1]], b: [0]}]; run.pass = forward(run.layers, data.X, 'tanh'); draw()""")
    corner = "(canvas, x) => [...canvas.getContext('2d').getImageData(x, 3, 1, 1).data.slice(0, 3)]"
    canvas = lab.locator("#layers canvas")
    assert [canvas.evaluate(corner, x) for x in (0, 27)] == [[201, 106, 0], [31, 95, 168]]  # orange left, blue right


@pytest.mark.parametrize("depth, width", [(1, 1), (8, 32)])
def test_each_layer_has_two_histograms_and_a_tile_per_unit(lab, depth, width):
    lab.evaluate("link => follow(link)", link({"depth": depth, "width": width}))
    assert lab.locator("#layers svg").count() == 2 * depth
    assert lab.locator("#layers canvas").count() == depth * width


def test_plots_name_their_axes(lab):
    curve, histograms = lab.text_content("#curve"), lab.locator("#layers li svg:last-child").all_text_contents()
    assert "step of gradient descent" in curve and "loss (cross-entropy, nats)" in curve
    assert len(histograms) == 2 and all("|∂L/∂a|" in text and "share" in text for text in histograms)


def test_a_histogram_counts_exact_zeros_in_words(lab):
    lab.evaluate("follow('#start=zero')")
    assert all("100% are exactly 0" in text for text in lab.locator("#layers svg").all_text_contents())


def test_runs_are_listed_for_comparison(lab):
    for start in ("xavier", "zero"):
        lab.select_option("#start", start)
        lab.click("#step")
    rows = lab.locator("#runs tbody tr")
    assert "all zero" in rows.nth(0).inner_text() and "Xavier" in rows.nth(1).inner_text()
    rows.nth(1).get_by_role("link").click()
    assert lab.input_value("#start") == "xavier"


# Links and determinism ------------------------------------------------------------------------------------------------

SETTING = {"depth": 5, "width": 12, "activation": "relu", "start": "he", "gain": 1.41, "rate": 0.05}
SETTING |= {"data": "corners", "seed": 42}


def test_a_setting_survives_its_link(lab):
    at(lab, **SETTING)
    assert lab.evaluate("run.setting") == SETTING
    assert lab.evaluate("location.hash") == link(SETTING) == lab.get_attribute("#link", "href")


def test_the_page_opens_in_the_setting_of_its_link(browser):
    page = browser.new_page()
    page.goto(PAGE.as_uri() + link(SETTING))
    assert page.evaluate("run.setting") == SETTING
    page.evaluate("location.hash = '#depth=3'")
    page.wait_for_function("run.setting.depth === 3 && run.setting.start === 'xavier'")
    page.close()


@pytest.mark.parametrize("text", ["depth=two&gain=-1&seed=x&rate=7&start=magic&data=", "%zz&&=", "gain=0", "<b>&=1"])
def test_a_broken_link_gives_the_defaults(lab, text):
    lab.evaluate("text => follow('#' + text)", text)
    assert lab.evaluate("run.setting") == lab.evaluate("DEFAULTS")


def test_limits_hold_for_links_too(lab):
    at(lab, depth=99, width=-3, gain=1e9, seed=1e9)
    assert lab.evaluate("[run.setting.depth, run.setting.width, run.setting.gain, run.setting.seed]") == [
        8,
        1,
        10,
        9999,
    ]


def test_the_same_setting_gives_the_same_run(lab):
    runs = [(at(lab, 20, seed=seed), lab.evaluate("run.losses"))[1] for seed in (5, 5, 6)]
    assert runs[0] == runs[1] != runs[2]


def test_train_takes_500_steps_and_reset_returns_to_the_start(lab):
    start = lab.evaluate("run.losses[0]")
    lab.click("#train")
    lab.wait_for_function("timer === null")
    assert lab.evaluate("run.losses.length") == 501
    lab.click("#reset")
    assert lab.evaluate("run.losses") == [start]


# Access ---------------------------------------------------------------------------------------------------------------


def test_everything_works_from_the_keyboard(lab):
    lab.focus("#depth")
    lab.keyboard.press("ArrowRight")
    assert lab.evaluate("run.setting.depth") == 3
    for press in ["Tab"] * 8 + ["Tab", "Enter"]:  # past the seven other controls and Train, to Step
        lab.keyboard.press(press)
    assert "after 1 step" in lab.get_by_role("status").inner_text()
    assert lab.evaluate("getComputedStyle(document.querySelector(':focus-visible')).outlineWidth") == "3px"


@pytest.fixture(params=[("light", 1200), ("dark", 1200), ("light", 360), ("dark", 360)], ids="{0[0]}{0[1]}".format)
def look(request, browser):
    scheme, width = request.param
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(PAGE.as_uri() + "#depth=8&width=32&activation=relu")
    page.click("#step")
    yield page
    context.close()


def test_axe_finds_no_violation(look):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    violations = axe.Axe().run(look).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in violations] == []


def test_the_page_does_not_scroll_sideways(look):
    assert look.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("motion, redraws", [("reduce", 1), ("no-preference", 2)])
def test_reduced_motion_redraws_once(browser, motion, redraws):
    page = browser.new_context(reduced_motion=motion).new_page()
    page.goto(PAGE.as_uri())
    page.evaluate("window.count = 0; const old = draw; draw = () => { count++; old(); }; 0")
    page.click("#train")
    page.wait_for_function("timer === null")
    assert min(page.evaluate("count"), 2) == redraws
    page.context.close()


def test_print_is_light_and_without_controls(browser):
    page = browser.new_context(color_scheme="dark").new_page()
    page.goto(PAGE.as_uri())
    page.emulate_media(media="print")
    assert page.is_hidden("#controls") and page.is_visible("#setting") and page.is_visible("#curve")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.context.close()


def test_without_javascript_the_page_says_what_it_would_show(browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(PAGE.as_uri())
    assert "needs JavaScript" in page.inner_text("main")
    page.context.close()


def test_the_lab_works_inside_a_frame_without_an_address(browser):
    page = browser.new_page()
    embed = (
        "text => { const frame = document.createElement('iframe'); frame.srcdoc = text; document.body.append(frame); }"
    )
    page.evaluate(embed, PAGE.read_text(encoding="utf-8"))
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="All zero", exact=True).click()
    frame.get_by_text("It does not learn").wait_for()
    assert frame.locator("#link").get_attribute("href").startswith("lab.html#depth=2")
    page.close()


def test_the_page_asks_the_network_for_nothing(lab):
    lab.click("#step")
    assert all(url.startswith("file:") for url in lab.requests)
