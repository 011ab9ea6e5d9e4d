"""Keep the published index of the curated record in ``seeds/releases``: ``make freeze``, or ``python docs/freeze.py``.

``--on DAY`` names the day of the record, which is today's unless another is given.
"""  # noqa: INP001

import argparse
from datetime import UTC, date, datetime

from figures import published

from tracker.resources import releases_folder
from tracker.seeds import write_vintage

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--on", type=date.fromisoformat, default=datetime.now(UTC).date(), help="Day of the record.")
    write_vintage(releases_folder(), published(parser.parse_args().on))
