OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q4_gradient_descent'


@test_case(name='q4_gradient_descent · one step', points=1)
def test_one_step(env):
    require(env, name, 'one step')


@test_case(name='q4_gradient_descent · many steps', points=1)
def test_many_steps(env):
    require(env, name, 'many steps')


@test_case(name='q4_gradient_descent · equal units stay equal', points=1)
def test_equal_units_stay_equal(env):
    require(env, name, 'equal units stay equal')
