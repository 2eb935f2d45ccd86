OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q5_upstream'


@test_case(name='q5_upstream · values', points=1)
def test_values(env):
    require(env, name, 'values')


@test_case(name='q5_upstream · other lengths than 3', points=1)
def test_other_lengths_than_3(env):
    require(env, name, 'other lengths than 3')
