"""For all tests: drawn examples are the same in every run (`pytest --hypothesis-profile=default` draws others); one browser."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Tests are about the default course: a private key in the clone or in the environment changes none of them.
os.environ["NNHW_KEY"] = "public"
os.environ.pop("NNHW_COURSE", None)

# No test is decided by a clock: not by the time that one example takes, nor by the time to draw it.
settings.register_profile("repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repeatable")

SHARE = 8  # one of so many cases of a sampled test is quick


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow all but every eighth case of each test that is marked as sampled."""
    seen: Counter[str] = Counter()
    for item in items:
        if item.get_closest_marker("sampled"):
            test = item.nodeid.partition("[")[0]
            if seen[test] % SHARE:
                item.add_marker(pytest.mark.slow)
            seen[test] += 1


BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
]
SWITCHES += ["--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium, one for all tests of a process: Playwright cannot be started twice in it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (nnhw[test])")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no chromium on this machine")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=path, args=SWITCHES, timeout=120_000)
        yield found
        found.close()
