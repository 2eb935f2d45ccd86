OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q1_perceptron'


@test_case(name='q1_perceptron · values', points=1)
def test_values(env):
    require(env, name, 'values')
