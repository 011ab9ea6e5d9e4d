"""The programs that the tests need and pip cannot bring: a browser, PostgreSQL's and nginx's servers, a Chinese font.

Run as a script (``make programs``), it installs what is missing with the system's package manager. It is run before
anything else is there, so it uses the standard library only.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
SERVER_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)


def find_browser() -> str | None:
    """Return the path of a Chromium or Chrome, None where there is none."""
    found = (shutil.which(name) for name in BROWSERS)
    return next((path for path in (*found, *MAC_BROWSERS) if path and Path(path).exists()), None)


def find_server_folder() -> Path | None:
    """Return the folder with PostgreSQL's ``initdb`` and ``postgres``, None where there is none."""
    initdb = shutil.which("initdb")
    # Debian keeps the programs together and off the PATH; a link to one of them leads back to their folder.
    folders = [Path(initdb).resolve().parent] if initdb else []
    if shutil.which("pg_config"):
        folders.append(Path(_output("pg_config", "--bindir").strip()))
    for pattern in SERVER_FOLDERS:
        folders += sorted(Path("/").glob(pattern[1:]), reverse=True)
    return next((one for one in folders if (one / "initdb").exists() and (one / "postgres").exists()), None)


def find_chinese_font() -> str | None:
    """Return the name of a font with Chinese characters; macOS always has one."""
    if sys.platform == "darwin":
        return "PingFang SC"
    return (_output("fc-list", ":lang=zh", "family") if shutil.which("fc-list") else "").partition("\n")[0] or None


def find_office() -> str | None:
    """Return the path of LibreOffice's program, None where there is none; on macOS it is not on the PATH."""
    mac = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    return shutil.which("soffice") or (str(mac) if mac.exists() else None)


def find_nginx() -> str | None:
    """Return the path of nginx, None where there is none; Debian keeps it off the PATH of ordinary users."""
    return shutil.which(
        "nginx", path=os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
    )


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


NEEDS: dict[str, tuple[Callable[[], object], dict[str, tuple[str, ...]]]] = {
    "Chromium": (
        find_browser,
        {"apt-get": ("chromium",), "dnf": ("chromium",), "brew": ("google-chrome",)},
    ),
    "PostgreSQL's server programs": (
        find_server_folder,
        {"apt-get": ("postgresql",), "dnf": ("postgresql-server",), "brew": ("postgresql@17",)},
    ),
    "nginx": (
        find_nginx,
        {"apt-get": ("nginx-light",), "dnf": ("nginx-core",), "brew": ("nginx",)},
    ),
    "LibreOffice Writer": (
        find_office,
        {"apt-get": ("libreoffice-writer",), "dnf": ("libreoffice-writer",), "brew": ("libreoffice",)},
    ),
    "a font with Chinese characters": (
        find_chinese_font,
        {
            "apt-get": ("fonts-noto-cjk", "fontconfig"),
            "dnf": ("google-noto-sans-cjk-fonts", "fontconfig"),
            "brew": ("font-noto-sans-cjk",),
        },
    ),
}

STEPS: dict[str, tuple[tuple[str, ...], ...]] = {
    "apt-get": (("update", "-qq"), ("install", "-qq", "--yes", "--no-install-recommends")),
    "dnf": (("install", "--quiet", "--assumeyes"),),
    "brew": (("install", "--quiet"),),
}


def missing() -> list[str]:
    """Return what the tests need and this machine does not have."""
    return [need for need, (find, _) in NEEDS.items() if not find()]


def install(needs: list[str], manager: str) -> bool:
    """Install with the named package manager; tell whether it went well."""
    packages = [package for need in needs for package in NEEDS[need][1][manager]]
    steps = STEPS[manager]
    commands = [[manager, *step] for step in steps[:-1]] + [[manager, *steps[-1], *packages]]
    as_root = manager != "brew" and os.geteuid() != 0
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        whole = ["sudo", "--preserve-env=DEBIAN_FRONTEND", *command] if as_root else command
        _say(f"+ {' '.join(whole)}")
        done = subprocess.run(
            whole, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode:
            _say(done.stdout)
            return False
    return True


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Install what is missing; return the exit status."""
    needs = missing()
    manager = next((name for name in STEPS if shutil.which(name)), None)
    may_install = manager == "brew" or os.geteuid() == 0 or shutil.which("sudo") is not None
    if needs and manager and may_install:
        install(needs, manager)
        needs = missing()
    if needs:
        names = [" ".join(NEEDS[need][1].get(manager or "apt-get", ())) for need in needs]
        _say(f"The tests need {', '.join(needs)}. Install (packages: {' '.join(names)}), then run this again.")
    return 1 if needs else 0


if __name__ == "__main__":
    sys.exit(main())
