OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q3_total_derivatives'


@test_case(name='q3_total_derivatives · dv/dc', points=1)
def test_dv_dc(env):
    require(env, name, 'dv/dc')


@test_case(name='q3_total_derivatives · dv/dw', points=1)
def test_dv_dw(env):
    require(env, name, 'dv/dw')


@test_case(name='q3_total_derivatives · dv/dx', points=1)
def test_dv_dx(env):
    require(env, name, 'dv/dx')


@test_case(name='q3_total_derivatives · dv/dy', points=1)
def test_dv_dy(env):
    require(env, name, 'dv/dy')


@test_case(name='q3_total_derivatives · dv/dz', points=1)
def test_dv_dz(env):
    require(env, name, 'dv/dz')
