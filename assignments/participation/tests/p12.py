OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'p12'


@test_case(name='p12 · answer', points=1)
def test_answer(env):
    require(env, name, 'answer')
