"""Each module of the package has exactly the purposes it needs: hashed, shipped, part of a page."""

import ast

import pytest

from autograder import package_files
from autograder.package_files import IMAGE, PACKAGE, PAGE, PURPOSES, VERDICT, files_for, own_files, purposes

MODULES = [path.relative_to(PACKAGE).as_posix() for path in own_files(PACKAGE)]


@pytest.mark.parametrize("module", MODULES)
def test_every_module_is_listed(module):
    purposes(module)


@pytest.mark.parametrize("entry", PURPOSES)
def test_every_entry_decides_for_a_module(entry):
    assert [module for module in MODULES if module == entry or (entry.endswith("/") and module.startswith(entry))]


def test_a_module_that_no_entry_names_is_refused():
    with pytest.raises(ValueError):
        purposes("new_room/module.py")


def imported(module):
    """Return the package's modules that `module` imports at its top level, functions and type checking aside."""
    if not module.endswith(".py"):
        return
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").startswith("autograder"):
            for name in (f"{node.module}.{alias.name}" for alias in node.names):
                path = name.removeprefix("autograder.").replace(".", "/")
                parent = path.rpartition("/")[0]
                yield from (one for one in (f"{path}.py", f"{path}/__init__.py", f"{parent}.py") if one in MODULES)


@pytest.mark.parametrize("purpose", [VERDICT, IMAGE])
def test_what_a_module_imports_serves_the_same_purpose(purpose):
    """A verdict depends on what its modules import; the image must hold what its modules import."""
    allowed = {"paths.py", "package_files.py", "course.py", "safe_text.py"} if purpose == VERDICT else set()
    missing = {
        (module, other)
        for module in MODULES
        if purpose in purposes(module)
        for other in imported(module)
        if purpose not in purposes(other) and other not in allowed
    }
    assert not missing


def test_a_changed_module_changes_the_hash_of_its_purpose(tmp_path, monkeypatch):
    import shutil

    before = package_files.sources_sha256(files_for(PAGE, (".py",)))
    copy = shutil.copytree(PACKAGE, tmp_path / "autograder")
    monkeypatch.setattr(package_files, "PACKAGE", copy)
    assert package_files.sources_sha256(files_for(PAGE, (".py",))) == before
    (copy / "classroom" / "pages" / "feedback.py").write_text("")
    assert package_files.sources_sha256(files_for(PAGE, (".py",))) != before
