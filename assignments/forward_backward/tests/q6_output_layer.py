OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q6_output_layer'


@test_case(name='q6_output_layer · dy_dW1', points=1)
def test_dy_dW1(env):
    require(env, name, 'dy_dW1')


@test_case(name='q6_output_layer · dy_db1', points=1)
def test_dy_db1(env):
    require(env, name, 'dy_db1')
