OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q7_gradient_step'


@test_case(name='q7_gradient_step · value', points=1)
def test_value(env):
    require(env, name, 'value')


@test_case(name='q7_gradient_step · both arguments left as they were', points=1)
def test_both_arguments_left_as_they_were(env):
    require(env, name, 'both arguments left as they were')
