"""Check that `nnhw review` without its extra prints one sentence about what to install."""

import pytest

from autograder.extras import extra_sentence


@pytest.mark.parametrize("module", ["starlette", "uvicorn"])
def test_the_sentence_names_the_extra(module):
    sentence = extra_sentence(ModuleNotFoundError(f"No module named {module!r}", name=module))
    assert 'pip install "nnhw[review]"' in sentence
