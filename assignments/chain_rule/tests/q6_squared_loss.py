from otter.test_files import test_case
from public_checks import require
OK_FORMAT, name = False, 'q6_squared_loss'
test = test_case(name, 1)(lambda env: require(env, name))  # not your code
