OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'p10'


@test_case(name='p10 · answer', points=1)
def test_answer(env):
    require(env, name, 'answer')
