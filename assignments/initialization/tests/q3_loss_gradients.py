OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q3_loss_gradients'


@test_case(name='q3_loss_gradients · loss', points=1)
def test_loss(env):
    require(env, name, 'loss')


@test_case(name='q3_loss_gradients · W0', points=1)
def test_W0(env):
    require(env, name, 'W0')


@test_case(name='q3_loss_gradients · b0', points=1)
def test_b0(env):
    require(env, name, 'b0')


@test_case(name='q3_loss_gradients · W1', points=1)
def test_W1(env):
    require(env, name, 'W1')


@test_case(name='q3_loss_gradients · b1', points=1)
def test_b1(env):
    require(env, name, 'b1')
