OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q5_numerical_gradient'


@test_case(name='q5_numerical_gradient · values', points=1)
def test_values(env):
    require(env, name, 'values')


@test_case(name='q5_numerical_gradient · any shape', points=1)
def test_any_shape(env):
    require(env, name, 'any shape')


@test_case(name='q5_numerical_gradient · theta left', points=1)
def test_theta_left(env):
    require(env, name, 'theta left')
