OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'p6'


@test_case(name='p6 · answer', points=1)
def test_answer(env):
    require(env, name, 'answer')
