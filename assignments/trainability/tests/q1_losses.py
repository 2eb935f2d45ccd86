OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q1_losses'


@test_case(name='q1_losses · values', points=1)
def test_values(env):
    require(env, name, 'values')


@test_case(name='q1_losses · quiet', points=1)
def test_quiet(env):
    require(env, name, 'quiet')
