"""nginx with the project's own configuration, on a free port and without a certificate."""

import os
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.deploying import DEPLOY
from tests.support.postgres import free_port
from tests.support.programs import find_nginx

CONFIGURATION = DEPLOY / "nginx.conf"
SECONDS_TO_START = 30
API_PORT = 8502
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def running_nginx(folder: Path, *behind: int, api: int = API_PORT) -> Iterator[str]:
    """Run nginx before ports of this machine and yield its address; end it by its process id."""
    program = find_nginx()
    if program is None:
        raise RuntimeError("nginx is missing; run: make programs")
    port = free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(_configuration(port, behind, api, folder), encoding="utf-8")
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen([program, "-p", str(folder), "-c", str(configuration)], stdout=output, stderr=output)
    try:
        until = time.monotonic() + SECONDS_TO_START
        while not (folder / "pid").exists():
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"nginx did not start:\n{log.read_text()}")
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _configuration(port: int, behind: Sequence[int], api: int, folder: Path) -> str:
    """Return the project's file with a whole configuration around it: other ports, no TLS, no turn to TLS."""
    shared, _, servers = CONFIGURATION.read_text(encoding="utf-8").partition("server {")
    served = "server {" + servers.partition("server {")[2]
    served = re.sub(r"^ *(listen|ssl_certificate\w*) .*\n", "", served, flags=re.MULTILINE)
    served = served.replace("server {", f"server {{\n    listen 127.0.0.1:{port};", 1)
    shared = shared.replace("server 127.0.0.1:8501;", " ".join(f"server 127.0.0.1:{each};" for each in behind))
    shared = shared.replace(f"server 127.0.0.1:{API_PORT};", f"server 127.0.0.1:{api};")
    temporary = "".join(f"{name}_temp_path {folder / name};\n" for name in _TEMPORARY)
    # As root, the server's own user could not write into the test's folder, where it keeps long answers.
    user = "user root;\n" if os.geteuid() == 0 else ""
    head = f"{user}daemon off;\npid {folder / 'pid'};\nerror_log stderr;\nevents {{}}\n"
    return f"{head}http {{\naccess_log off;\n{temporary}{shared}{served}}}\n"
