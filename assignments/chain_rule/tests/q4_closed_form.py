OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q4_closed_form'


@test_case(name='q4_closed_form · dv/dc', points=1)
def test_dv_dc(env):
    require(env, name, 'dv/dc')


@test_case(name='q4_closed_form · dv/dw', points=1)
def test_dv_dw(env):
    require(env, name, 'dv/dw')


@test_case(name='q4_closed_form · dv/dx', points=1)
def test_dv_dx(env):
    require(env, name, 'dv/dx')


@test_case(name='q4_closed_form · dv/dy', points=1)
def test_dv_dy(env):
    require(env, name, 'dv/dy')


@test_case(name='q4_closed_form · dv/dz', points=1)
def test_dv_dz(env):
    require(env, name, 'dv/dz')
