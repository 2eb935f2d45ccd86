OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q6_merge_units'


@test_case(name='q6_merge_units · shapes', points=1)
def test_shapes(env):
    require(env, name, 'shapes')


@test_case(name='q6_merge_units · same function', points=1)
def test_same_function(env):
    require(env, name, 'same function')
