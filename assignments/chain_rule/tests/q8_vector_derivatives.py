OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q8_vector_derivatives'


@test_case(name='q8_vector_derivatives · linear_gradient', points=1)
def test_linear_gradient(env):
    require(env, name, 'linear_gradient')


@test_case(name='q8_vector_derivatives · square_gradient', points=1)
def test_square_gradient(env):
    require(env, name, 'square_gradient')


@test_case(name='q8_vector_derivatives · quadratic_gradient', points=1)
def test_quadratic_gradient(env):
    require(env, name, 'quadratic_gradient')
