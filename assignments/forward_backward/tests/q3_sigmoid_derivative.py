OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q3_sigmoid_derivative'


@test_case(name='q3_sigmoid_derivative · values', points=1)
def test_values(env):
    require(env, name, 'values')


@test_case(name='q3_sigmoid_derivative · elementwise', points=1)
def test_elementwise(env):
    require(env, name, 'elementwise')


@test_case(name='q3_sigmoid_derivative · extremes', points=1)
def test_extremes(env):
    require(env, name, 'extremes')
