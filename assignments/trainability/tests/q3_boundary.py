OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q3_boundary'


@test_case(name='q3_boundary · boundary', points=1)
def test_boundary(env):
    require(env, name, 'boundary')
