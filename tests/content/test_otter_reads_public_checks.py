"""otter-grader reads a student folder's test files, with the same results as our own runner."""

from autograder.content.build_folder import _write


def test_a_blank_and_a_right_answer_as_otter_tells_them(tmp_path, student_files, monkeypatch):
    import numpy as np
    from otter.nbmeta_config import NBMetadataConfig
    from otter.test_files import create_test_file

    _write(tmp_path, student_files("chain_rule"))
    monkeypatch.syspath_prepend(str(tmp_path))

    def told(answer):
        found = create_test_file(str(tmp_path / "tests/q7_gradient_step.py"), NBMetadataConfig())
        found.run({"np": np, "gradient_step": answer})
        (result,) = found.test_case_results
        return result.passed, result.message

    assert told(lambda w, gradient, learning_rate: w - learning_rate * gradient)[0]
    passed, message = told(lambda w, gradient, learning_rate: None)
    assert not passed and message.endswith(
        "gradient_step returned None. If you have already written it, is there a `return`?"
    )
