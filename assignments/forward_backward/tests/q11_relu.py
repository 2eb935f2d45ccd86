OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q11_relu'


@test_case(name='q11_relu · relu', points=1)
def test_relu(env):
    require(env, name, 'relu')


@test_case(name='q11_relu · relu_derivative', points=1)
def test_relu_derivative(env):
    require(env, name, 'relu_derivative')
