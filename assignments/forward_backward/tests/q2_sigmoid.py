OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q2_sigmoid'


@test_case(name='q2_sigmoid · values', points=1)
def test_values(env):
    require(env, name, 'values')


@test_case(name='q2_sigmoid · elementwise', points=1)
def test_elementwise(env):
    require(env, name, 'elementwise')


@test_case(name='q2_sigmoid · extremes', points=1)
def test_extremes(env):
    require(env, name, 'extremes')
