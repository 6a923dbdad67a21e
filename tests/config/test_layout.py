"""What must hold for the repository as a whole."""

import re
import site
import tomllib

from tests.server import BASE_DIR


def test_site_is_a_source_root_and_never_a_package():
    """The standard library owns the name `site` and imports it before anything of ours.

    With site/__init__.py in place `import site` in a tool that has our folder first on its path would get our
    folder instead, and Python's own start-up (virtual environments, .pth files) would break in odd ways.
    """
    assert not (BASE_DIR / "site" / "__init__.py").exists()
    assert hasattr(site, "getsitepackages")


def test_everything_that_runs_the_site_knows_the_source_root():
    assert 'sys.path.insert(0, str(BASE_DIR / "site"))' in (BASE_DIR / "manage.py").read_text()
    assert "PYTHONPATH=/app:/app/site" in (BASE_DIR / "Dockerfile").read_text()
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["tool"]
    assert project["pytest"]["ini_options"]["pythonpath"] == [".", "site"]
    assert project["mypy"]["mypy_path"] == [".", "site"]
    assert project["ruff"]["src"] == [".", "site"]


def _pinned(name: str) -> list[str]:
    lines = (BASE_DIR / "requirements" / name).read_text().splitlines()
    return [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]


def test_every_package_is_pinned_once():
    base, dev = _pinned("base.txt"), _pinned("dev.txt")
    assert dev.pop(0) == "-r base.txt"
    names = []
    for line in base + dev:
        match = re.fullmatch(r"([A-Za-z0-9._-]+)(\[[a-z]+\])?==[0-9][0-9a-z.]*( ; .+)?", line)
        assert match, f"not pinned: {line}"
        names.append(re.sub(r"[-_.]+", "-", match[1]).lower())
    assert len(names) == len(set(names))


def test_no_file_names_a_package_registry():
    for name in (
        "requirements/base.txt",
        "requirements/dev.txt",
        "Dockerfile",
        "Makefile",
        ".ci/run",
        "pyproject.toml",
    ):
        text = (BASE_DIR / name).read_text()
        assert "index-url" not in text, name
        assert "pypi" not in text.lower(), name
