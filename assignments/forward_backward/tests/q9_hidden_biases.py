OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q9_hidden_biases'


@test_case(name='q9_hidden_biases · values', points=1)
def test_values(env):
    require(env, name, 'values')


@test_case(name='q9_hidden_biases · dead zones', points=1)
def test_dead_zones(env):
    require(env, name, 'dead zones')


@test_case(name='q9_hidden_biases · by formula', points=1)
def test_by_formula(env):
    require(env, name, 'by formula')
