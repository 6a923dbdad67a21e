"""What can be proved about Dockerfile and compose.yaml without Docker."""

from __future__ import annotations

import fnmatch
import json
import re
import shlex

import pytest
import yaml

from tests.server import BASE_DIR


@pytest.fixture(scope="module")
def instructions() -> list[tuple[int, str, str]]:
    """The Dockerfile as (stage, instruction, argument), with continued lines joined."""
    text = re.sub(r"^\s*#.*\n", "", (BASE_DIR / "Dockerfile").read_text(), flags=re.MULTILINE)
    found, stage = [], -1
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        if line.strip():
            name, _, argument = line.strip().partition(" ")
            stage += name == "FROM"
            found.append((stage, name, argument.strip()))
    return found


def of(instructions, name, stage=None):
    return [text for at, found, text in instructions if found == name and stage in (None, at)]


def test_two_stages_on_one_python_that_the_site_supports(instructions):
    build, run = of(instructions, "FROM")
    assert build.endswith(" AS build")
    assert build.split()[0] == run
    version = re.match(r"python:3\.(\d+)", run)
    assert version
    assert int(version[1]) >= 11
    assert all(text.startswith("--from=build ") for text in of(instructions, "COPY", stage=1))


def test_everything_that_is_copied_exists_and_is_not_ignored(instructions):
    lines = (BASE_DIR / ".dockerignore").read_text().splitlines()
    ignored = [line for line in lines if line and line[0] not in "#!"]
    for text in of(instructions, "COPY", stage=0):
        source = text.split()[0]
        assert (BASE_DIR / source).exists(), source
        assert not any(fnmatch.fnmatch(source, pattern) for pattern in ignored), source


def test_every_app_is_copied(instructions):
    copied = {text.split()[0] for text in of(instructions, "COPY", stage=0)}
    apps = {path.parent.name for path in BASE_DIR.glob("*/apps.py")}
    assert apps
    assert apps <= copied
    assert {"site", "static", "templates", "manage.py", "requirements/base.txt"} <= copied


def test_secrets_uploads_and_history_stay_out_of_the_image():
    lines = (BASE_DIR / ".dockerignore").read_text().splitlines()
    assert ".*" in lines
    assert "var" in lines
    assert "tests" in lines
    assert [line for line in lines if line.startswith("!")] == ["!.dockerignore"]


def test_only_pinned_packages_are_installed(instructions):
    installs = [text for text in of(instructions, "RUN") if "pip install" in text]
    assert installs == ["pip install -r requirements/base.txt"]


def test_it_runs_without_rights(instructions):
    assert of(instructions, "USER", stage=1) == ["site"]
    after_user = [name for at, name, _text in instructions if at == 1]
    after_user = after_user[after_user.index("USER") + 1 :]
    assert "RUN" not in after_user
    assert "COPY" not in after_user


def test_starting_serves_and_never_migrates(instructions):
    (command,) = of(instructions, "CMD", stage=1)
    assert json.loads(command) == ["gunicorn", "--config", "site/config/gunicorn.py", "config.wsgi"]
    assert not of(instructions, "ENTRYPOINT")
    assert "migrate" not in " ".join(text for _at, _name, text in instructions)


def test_static_files_are_collected_with_throwaway_values(instructions):
    (collect,) = [text for text in of(instructions, "RUN", stage=0) if "collectstatic" in text]
    assert "token_urlsafe" in collect
    set_for_ever = " ".join(of(instructions, "ENV") + of(instructions, "ARG"))
    assert "SECRET_KEY" not in set_for_ever


def test_health_is_checked(instructions):
    (check,) = of(instructions, "HEALTHCHECK", stage=1)
    command = json.loads(check.partition("CMD ")[2])
    assert command == ["python", "-m", "config.healthcheck"]
    assert "/gezond/" in (BASE_DIR / "site" / "config" / "healthcheck.py").read_text()


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((BASE_DIR / "compose.yaml").read_text())


def test_compose_has_the_site_its_database_and_its_cache(compose):
    services = compose["services"]
    assert set(services) == {"site", "migrate", "db", "redis"}
    assert services["site"]["depends_on"].keys() == {"db", "redis"}
    for name in ("db", "redis"):
        assert services[name]["healthcheck"]["test"]
        assert "ports" not in services[name], f"{name} is nobody's business outside"


def test_migrating_is_a_step_of_its_own(compose):
    services = compose["services"]
    assert "command" not in services["site"]
    assert services["migrate"]["profiles"] == ["migrate"]
    assert services["migrate"]["command"] == ["python", "manage.py", "migrate"]


def test_uploads_are_kept_outside_the_containers(compose, instructions):
    (declared,) = of(instructions, "VOLUME", stage=1)
    mounted = {volume.partition(":")[2] for volume in compose["services"]["site"]["volumes"]}
    assert mounted == set(json.loads(declared))
    named = {volume.partition(":")[0] for volume in compose["services"]["site"]["volumes"]}
    assert named <= set(compose["volumes"])


def test_compose_holds_no_secret_and_says_what_is_missing(compose):
    environment = compose["services"]["site"]["environment"]
    assert environment["SECRET_KEY"].startswith("${SECRET_KEY:?")
    assert "${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]
    assert environment["EMAIL_URL"].startswith("${EMAIL_URL:?")


def test_every_variable_is_explained():
    text = (BASE_DIR / "docs" / "operations.md").read_text()
    settings = "".join(
        (BASE_DIR / "site" / "config" / path).read_text()
        for path in ("settings/base.py", "settings/production.py", "gunicorn.py")
    )
    used = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings)) | set(
        re.findall(r'os\.environ(?:\.get)?[(\[]"([A-Z_]+)"', settings)
    )
    used -= {"DJANGO_SETTINGS_MODULE"}
    assert len(used) > 10
    missing = {name for name in used if f"`{name}`" not in text}
    assert not missing, f"not in docs/operations.md: {sorted(missing)}"


def test_ci_script_is_valid_shell():
    import subprocess

    assert subprocess.run(shlex.split("bash -n .ci/run"), cwd=BASE_DIR, check=False).returncode == 0
