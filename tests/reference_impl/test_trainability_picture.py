"""Test the fast path against the definition, and grids, colors and file format against other implementations."""

import io
import itertools

import numpy as np
import pytest

import reference_impl as ref
from reference_impl.trainability import OVERVIEW, ZOOM, grid, load_data, picture, png_bytes, refine, render
from reference_impl.trainability.colors import equalize, spectral
from reference_impl.trainability.grid import log_rates
from reference_impl.trainability.many_runs import FullBatchRuns, OneDatapointRuns, measure

KINDS = {False: OneDatapointRuns, True: FullBatchRuns}


def one_by_one(rates0, rates1, steps, full_batch=False):
    data = load_data(full_batch)
    pairs = zip(rates0, rates1, strict=True)
    return np.array([ref.convergence_measure(ref.training_losses(*data, r0, r1, steps)) for r0, r1 in pairs])


def drawn_rates(count, seed, low=1e-3, high=1e6):
    draws = np.random.default_rng(seed).uniform(np.log10(low), np.log10(high), (2, count))
    return 10**draws


@pytest.mark.slow
@pytest.mark.parametrize("full_batch, count, steps", [(False, 80, 150), (False, 40, 7), (True, 30, 40)])
def test_the_fast_path_gives_the_same_V_as_run_by_run(full_batch, count, steps):
    rates0, rates1 = drawn_rates(count, seed=steps)
    V = measure(KINDS[full_batch](*load_data(full_batch), rates0, rates1), steps)
    expected = one_by_one(rates0, rates1, steps, full_batch)
    assert 0.2 < np.mean(V < 0) < 0.8  # else nothing was compared
    tame = rates0 < 300  # above, last digits may grow to whole ones: chaos, on which processors disagree too
    assert V[tame] == pytest.approx(expected[tame], rel=1e-6, abs=1e-6 * steps)
    assert np.count_nonzero((V < 0) != (expected < 0)) <= 1


def test_settled_runs_count_to_the_end():
    """Test steps below the last digit of the state, no steps at all, and saturated units whose v stays at 0.72."""
    rates0, rates1 = np.array([1.0, 0.0, 10.0, 1e8]), np.array([1.0, 0.0, 1.0, 0.0])
    runs = OneDatapointRuns(*load_data(), rates0, rates1)
    V = measure(runs, 2000)
    assert len(runs) == 0  # all of them left
    assert pytest.approx(one_by_one(rates0, rates1, 2000), rel=1e-9) == V
    assert V[1] == 2000 and -1500 < V[3] < -1400


def test_escaped_runs_count_as_clipped_to_the_end():
    runs = OneDatapointRuns(*load_data(), np.array([1.0]), np.array([1e4]))
    V = measure(runs, 300)
    assert len(runs) == 0
    assert pytest.approx(one_by_one([1.0], [1e4], 300), abs=300e-6) == V


def test_the_picture_has_rates_of_W0_across_and_of_W1_upwards():
    V = picture(8, OVERVIEW, steps=30)
    rates = 10.0 ** (-3 + 9 * np.arange(8) / 8)
    expected = one_by_one(np.tile(rates, 8), np.repeat(rates, 8), 30).reshape(8, 8)
    assert np.allclose(V, expected, rtol=1e-4)
    assert not np.allclose(V, V.T, rtol=1e-2)


def test_grids_are_nested_and_no_run_is_done_twice(monkeypatch):
    reports, done = [], []
    monkeypatch.setattr(grid, "measure", lambda runs, steps: done.append(measure(runs, steps)) or done[-1])
    stages = list(refine(256, ZOOM, steps=3, progress=lambda *report: reports.append(report)))
    assert [len(V) for V in stages] == [64, 128, 256]
    assert np.array_equal(stages[0], stages[1][::2, ::2]) and np.array_equal(stages[1], stages[2][::2, ::2])
    assert reports[-1] == (256**2, 256**2) and sum(map(len, done)) == 256**2
    assert all(before < after for (before, _), (after, _) in itertools.pairwise(reports))
    assert np.array_equal(picture(256, ZOOM, steps=3), stages[2])


@pytest.mark.parametrize("size, sides", [(48, [48]), (64, [64]), (128, [64, 128]), (200, [100, 200]), (255, [255])])
def test_sizes_halve_as_long_as_they_are_even_and_not_small(size, sides):
    assert [len(V) for V in refine(size, steps=1)] == sides


def test_windows_are_logarithmic_and_leave_the_maximum_out():
    log_rates0, log_rates1 = log_rates(4, (1e-3, 1e5, 1, 1e4))
    assert log_rates0 == pytest.approx([-3, -1, 1, 3]) and log_rates1 == pytest.approx([0, 1, 2, 3])


@pytest.mark.parametrize("bad", [{"size": 1}, {"steps": 0}, {"window": (1, 1, 1, 2)}, {"window": (0, 1, 1, 2)}])
def test_settings_out_of_range_are_refused(bad):
    with pytest.raises(ValueError, match="expected"):
        picture(**{"size": 4, "steps": 2, **bad})


def test_colours_rank_V_and_keep_its_sign():
    V = np.array([[-500.0, -3.0], [2.0, 1e9]])
    assert equalize(V).tolist() == [[-1, -0.25], [0.25, 1]]
    assert equalize(np.array([5.0, 5.0, 1.0])) == pytest.approx([0.8125, 0.8125, 0.25])
    assert equalize(-np.arange(1.0, 5)) == pytest.approx([-0.25, -0.5, -0.75, -1])


def test_equalised_values_match_interpolation_in_the_sorted_ones():
    """Test against the paper's method, if no two values are equal."""
    V = np.random.default_rng(0).standard_normal((20, 30)) ** 3
    negative = np.count_nonzero(V < 0)
    scale = np.concatenate([np.linspace(-1, -0.25, negative), np.linspace(0.25, 1, V.size - negative)])
    assert equalize(V) == pytest.approx(np.interp(V, np.sort(V.ravel()), scale), abs=1e-12)


def test_converged_is_blue_green_at_the_bottom_and_failed_red_yellow_at_the_top():
    rgb = render(np.array([[-10.0, -3.0], [2.0, 7.0]])).astype(int)
    assert (rgb[1, :, 1:].max(axis=1) > rgb[1, :, 0]).all()  # converged: row 0 of V, bottom row of the picture
    assert (rgb[0, :, 0] > rgb[0, :, 1:].max(axis=1)).all()


def test_spectral_is_matplotlibs():
    matplotlib = pytest.importorskip("matplotlib", reason="matplotlib is not installed: the oracle of the colours")
    t = np.linspace(-1, 1, 4001)
    assert np.array_equal(spectral(t), matplotlib.colormaps["Spectral"]((t + 1) / 2, bytes=True)[:, :3])


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (64, 64)])
def test_pillow_reads_the_same_pixels_back(shape):
    Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed: it is the oracle of the PNG writer")
    rgb = np.random.default_rng(0).integers(0, 256, (*shape, 3)).astype(np.uint8)
    image = Image.open(io.BytesIO(png_bytes(rgb)))
    image.verify()
    image = Image.open(io.BytesIO(png_bytes(rgb)))
    assert image.mode == "RGB" and np.array_equal(np.asarray(image), rgb)


@pytest.mark.parametrize("wrong", [np.zeros((2, 2), np.uint8), np.zeros((2, 2, 3)), np.zeros((0, 2, 3), np.uint8)])
def test_what_is_no_picture_is_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        png_bytes(wrong)


def test_the_overview_is_mostly_smooth_and_splits_in_two():
    V = picture(48, steps=120)
    corner = V[:16, :16]
    assert (corner < 0).all() and (V[32:] > 0).mean() > 0.99  # low rates converge; a rate of W1 above 10³ fails


@pytest.mark.slow
def test_the_border_is_rough_where_one_zooms_in():
    """Test that the dimension is near the paper's 1.41 for one datapoint; 256² runs are a coarse picture of a fractal."""
    assert 1.15 < ref.box_dimension(ref.boundary(picture(256, ZOOM))) < 1.6
    assert ref.box_dimension(ref.boundary(picture(128, OVERVIEW))) < 1.1
