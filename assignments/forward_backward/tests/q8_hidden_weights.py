OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q8_hidden_weights'


@test_case(name='q8_hidden_weights · shape', points=1)
def test_shape(env):
    require(env, name, 'shape')


@test_case(name='q8_hidden_weights · values', points=1)
def test_values(env):
    require(env, name, 'values')


@test_case(name='q8_hidden_weights · dead zones', points=1)
def test_dead_zones(env):
    require(env, name, 'dead zones')


@test_case(name='q8_hidden_weights · by formula', points=1)
def test_by_formula(env):
    require(env, name, 'by formula')
