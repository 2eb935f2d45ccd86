OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q7_break_symmetry'


@test_case(name='q7_break_symmetry · xavier_uniform', points=1)
def test_xavier_uniform(env):
    require(env, name, 'xavier_uniform')


@test_case(name='q7_break_symmetry · he_normal', points=1)
def test_he_normal(env):
    require(env, name, 'he_normal')
