import os
import signal
import subprocess
import sys
from pathlib import Path

STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(os.getpid(), flush=True)
time.sleep(60)
"""
SERVING = """
import os, sys
from tracker.cli import record
record._PATIENCE = 0.2
sys.exit(record.run_until_ended([sys.executable, "-c", sys.argv[1]], os.environ))
"""


def test_ending_the_command_ends_a_dashboard_that_will_not() -> None:
    """A server that does not end when it is told to is ended all the same, and the command says that all is well."""
    serving = subprocess.Popen([sys.executable, "-c", SERVING, STUBBORN], stdout=subprocess.PIPE, text=True)
    assert serving.stdout is not None
    dashboard = int(serving.stdout.readline())
    os.kill(serving.pid, signal.SIGTERM)
    assert serving.wait(timeout=30) == 0
    assert not Path(f"/proc/{dashboard}").exists()


def test_the_exit_status_of_the_dashboard_is_passed_on() -> None:
    """A dashboard that could not start is a failure of the command."""
    done = subprocess.run([sys.executable, "-c", SERVING, "raise SystemExit(3)"], check=False)
    assert done.returncode == 3
