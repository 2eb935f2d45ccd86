OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q6_squared_loss'


@test_case(name='q6_squared_loss · squared_loss', points=1)
def test_squared_loss(env):
    require(env, name, 'squared_loss')


@test_case(name='q6_squared_loss · squared_loss_gradient', points=1)
def test_squared_loss_gradient(env):
    require(env, name, 'squared_loss_gradient')
