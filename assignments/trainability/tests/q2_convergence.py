OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q2_convergence'


@test_case(name='q2_convergence · converged', points=1)
def test_converged(env):
    require(env, name, 'converged')


@test_case(name='q2_convergence · failed', points=1)
def test_failed(env):
    require(env, name, 'failed')


@test_case(name='q2_convergence · non-finite', points=1)
def test_non_finite(env):
    require(env, name, 'non-finite')
