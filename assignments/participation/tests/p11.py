from otter.test_files import test_case
from public_checks import require
OK_FORMAT, name = False, 'p11'
test = test_case(name, 1)(lambda env: require(env, name))  # not your code
