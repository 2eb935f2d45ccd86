OK_FORMAT = False

from otter.test_files import test_case

from checks.self_check import require

name = 'p10'


@test_case(name=name, points=1)
def test_public_cases(env):
    require(env, name)  # that line is in the test, not in your code; what was found of your code follows
