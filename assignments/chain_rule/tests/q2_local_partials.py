OK_FORMAT = False

from otter.test_files import test_case

from checks.runner import require

name = 'q2_local_partials'


@test_case(name='q2_local_partials · dv/da', points=1)
def test_dv_da(env):
    require(env, name, 'dv/da')


@test_case(name='q2_local_partials · dv/db', points=1)
def test_dv_db(env):
    require(env, name, 'dv/db')


@test_case(name='q2_local_partials · dv/dc', points=1)
def test_dv_dc(env):
    require(env, name, 'dv/dc')


@test_case(name='q2_local_partials · da/dw', points=1)
def test_da_dw(env):
    require(env, name, 'da/dw')


@test_case(name='q2_local_partials · da/dx', points=1)
def test_da_dx(env):
    require(env, name, 'da/dx')


@test_case(name='q2_local_partials · da/dy', points=1)
def test_da_dy(env):
    require(env, name, 'da/dy')


@test_case(name='q2_local_partials · db/dx', points=1)
def test_db_dx(env):
    require(env, name, 'db/dx')


@test_case(name='q2_local_partials · db/dy', points=1)
def test_db_dy(env):
    require(env, name, 'db/dy')


@test_case(name='q2_local_partials · db/dz', points=1)
def test_db_dz(env):
    require(env, name, 'db/dz')
