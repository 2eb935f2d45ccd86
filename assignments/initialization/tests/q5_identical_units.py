OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q5_identical_units'


@test_case(name='q5_identical_units · equal', points=1)
def test_equal(env):
    require(env, name, 'equal')


@test_case(name='q5_identical_units · unequal in any one of the three', points=1)
def test_unequal_in_any_one_of_the_three(env):
    require(env, name, 'unequal in any one of the three')
