OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q1_zero_forward'


@test_case(name='q1_zero_forward · z', points=1)
def test_z(env):
    require(env, name, 'z')


@test_case(name='q1_zero_forward · y', points=1)
def test_y(env):
    require(env, name, 'y')
