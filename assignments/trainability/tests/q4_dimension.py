OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q4_dimension'


@test_case(name='q4_dimension · box_dimension', points=1)
def test_box_dimension(env):
    require(env, name, 'box_dimension')
