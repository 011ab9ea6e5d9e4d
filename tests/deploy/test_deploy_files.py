import base64
import configparser
import hashlib
import re
import shlex
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import streamlit
import typer
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.deploying import CADDYFILE, DEPLOY, nginx_headers, web_server_headers
from tests.support.sources import text_of
from tracker.cli.program import app
from tracker.settings import SETTINGS

COMPOSE = DEPLOY / "compose.yaml"
UNITS = sorted(DEPLOY.glob("tracker*.*"))
GUIDE = text_of("docs/deploy.md")
COMMANDS = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def compose() -> dict[str, Any]:
    """Read the compose file."""
    read: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return read


def unit(file: Path) -> configparser.ConfigParser:
    """Read a unit of systemd; a key that may stand twice keeps its last value."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(file.read_text(encoding="utf-8"))
    return parser


def program_calls(text: str) -> list[str]:
    """Return the commands of this program that a command line calls."""
    words = shlex.split(text.replace("&&", " ; "))
    inner = [part for word in words if " " in word for part in program_calls(word)]
    return inner + [after for word, after in pairwise(words) if Path(word).name == "tracker"]


def test_the_services_name_each_other_and_real_files() -> None:
    """Who waits for whom is a service, what is mounted from the folder is there or told in the guide."""
    services = compose()["services"]
    for service in services.values():
        assert set(service.get("depends_on", ())) <= services.keys()
        for mount in service.get("volumes", ()):
            source = mount.split(":")[0]
            is_known = source in compose()["volumes"] or (DEPLOY / source).exists() or Path(source).name in GUIDE
            assert is_known, source
    assert (
        COMPOSE.parent / services["record"]["build"]["context"] / services["record"]["build"]["dockerfile"]
    ).exists()


def test_several_dashboards_share_one_postgres_and_the_reader_cannot_write() -> None:
    """Both dashboards and the reader have the same database; only the reader is read-only and without sign-in."""
    services = compose()["services"]
    urls = {services[name]["environment"]["TRACKER_DATABASE_URL"] for name in ("dashboard-1", "dashboard-2", "reader")}
    assert len(urls) == 1
    assert urls.pop().startswith("postgresql+psycopg://")
    assert services["reader"]["environment"]["TRACKER_READ_ONLY"] == "1"
    assert services["reader"]["volumes"] == []
    assert "TRACKER_READ_ONLY" not in services["dashboard-1"]["environment"]


def test_only_the_web_server_can_be_reached_from_outside() -> None:
    """The database and the dashboards have no port of the machine; nothing runs with more rights than it needs."""
    services = compose()["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["web"]
    for name in ("record", "dashboard-1", "dashboard-2", "reader", "backup", "fetch"):
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["read_only"] is True


@pytest.mark.parametrize("file", sorted(path for path in DEPLOY.iterdir()), ids=lambda path: path.name)
def test_settings_and_commands_in_the_files_exist(file: Path) -> None:
    """A setting or command that the program does not know would be passed over in silence."""
    text = file.read_text(encoding="utf-8")
    assert set(re.findall(r"\bTRACKER_[A-Z_]+\b", text)) <= {setting.name for setting in SETTINGS}
    calls = [
        call for line in text.splitlines() if line.startswith("Exec") for call in program_calls(line.split("=", 1)[1])
    ]
    if file == COMPOSE:
        for service in compose()["services"].values():
            calls += program_calls(shlex.join(service.get("command", [])))
        assert set(calls) == {"init", "backup", "fetch"}
    assert set(calls) <= COMMANDS


def test_the_choice_of_feeds_outlasts_the_container() -> None:
    """It lies in a folder of the machine; the file system of the container is gone with it."""
    fetch = compose()["services"]["fetch"]
    folder = str(Path(fetch["environment"]["TRACKER_FEEDS"]).parent)
    assert folder in {mount.split(":")[1] for mount in fetch["volumes"]}


def test_the_guide_names_every_file() -> None:
    """No file lies there of which nobody is told."""
    missing = [file.name for file in DEPLOY.iterdir() if f"deploy/{file.name}" not in GUIDE]
    assert [name for name in missing if not name.endswith(".dockerignore")] == []


def test_the_web_server_knows_the_dashboards() -> None:
    """What it passes visitors on to are services, and both dashboards keep their visitors."""
    text = CADDYFILE.read_text(encoding="utf-8")
    behind = [name for line in re.findall(r"reverse_proxy (.*?)(?: \{)?\n", text) for name in line.split()]
    assert behind == ["dashboard-1:8501", "dashboard-2:8501", "reader:8501"]
    assert {name.split(":")[0] for name in behind} <= compose()["services"].keys()
    assert "lb_policy cookie" in text
    assert set(re.findall(r"\{\$([A-Z_]+)\}", text)) == set(compose()["services"]["web"]["environment"])


def test_no_page_may_be_framed_and_the_inline_script_is_the_frameworks_own() -> None:
    """The policy names the one script that stands in the page by its hash; a new version shows here."""
    policy = web_server_headers()["Content-Security-Policy"]
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inline}
    assert set(re.findall(r"'sha256-[^']+'", policy)) == hashes
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-eval'" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert web_server_headers()["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("file", UNITS, ids=lambda path: path.name)
def test_units_can_be_read_and_begin_something(file: Path) -> None:
    """Each has the sections that its kind needs."""
    sections = unit(file)
    assert sections["Unit"]["Description"]
    if file.suffix == ".timer":
        assert sections["Timer"]["OnCalendar"]
        assert (DEPLOY / f"{file.stem}.service").exists()
    else:
        assert sections["Service"]["ExecStart"]
        assert sections["Service"]["ProtectSystem"] == "strict"
        assert sections["Service"]["NoNewPrivileges"] == "yes"


def test_nginx_adds_the_same_headers() -> None:
    """Whichever web server stands in front, the browser holds to the same rules."""
    assert nginx_headers() == web_server_headers()


def test_images_are_named_by_their_digest() -> None:
    """A later build or start uses the same images; both stages of ours begin with the same one."""
    named = [service["image"] for service in compose()["services"].values() if "build" not in service]
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    bases = re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)
    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert [image for image in named + bases if not re.fullmatch(r"[a-z]+:[\w.-]+@sha256:[0-9a-f]{64}", image)] == []


def test_every_service_has_a_limit_of_memory() -> None:
    """What one of them uses up is not taken from the database."""
    assert [name for name, service in compose()["services"].items() if "mem_limit" not in service] == []


def pinned(file: Path) -> dict[str, list[str]]:
    """Return the version and the hashes of each library that a file of requirements names."""
    entries = re.split(r"\n(?=\S)", file.read_text(encoding="utf-8").strip())
    read = [re.match(r"([\w.-]+)==([\w.]+)", entry) for entry in entries]
    assert all(read)
    return {
        one[1]: [one[2], *re.findall(r"--hash=(sha256:[0-9a-f]{64})", entry)]
        for one, entry in zip(read, entries, strict=True)
        if one
    }


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-build.txt"])
def test_the_image_holds_the_versions_that_were_tested_by_their_hashes(name: str) -> None:
    """Each library has at least one hash, and its version is that of ``constraints.txt``."""
    constraints = text_of("constraints.txt")
    tested = dict(re.findall(r"^([\w.-]+)==(\S+)$", constraints, re.MULTILINE))
    tested = {canonicalize_name(name): version for name, version in tested.items()}
    libraries = pinned(DEPLOY / name)
    assert [name for name, (_, *hashes) in libraries.items() if not hashes] == []
    other = {name: version for name, (version, *_) in libraries.items() if tested.get(name, version) != version}
    assert other == {}


def test_the_image_lacks_no_library() -> None:
    """What the package needs, and the extras that the image has, is named; pip would refuse what comes in beside."""
    project = tomllib.loads(text_of("pyproject.toml"))
    # A server for others fetches no prices, and its readers' browsers draw their pictures.
    extras = {
        name: needs
        for name, needs in project["project"]["optional-dependencies"].items()
        if name not in {"prices", "pictures"}
    }
    groups = [project["project"]["dependencies"], *extras.values()]
    named = {canonicalize_name(Requirement(need).name) for group in groups for need in group}
    assert named - pinned(DEPLOY / "requirements.txt").keys() == set()
    built = {canonicalize_name(Requirement(need).name) for need in project["build-system"]["requires"]}
    assert built - pinned(DEPLOY / "requirements-build.txt").keys() == set()
