"""``python -m tracker`` is the program ``tracker``."""

from tracker.cli import main

if __name__ == "__main__":
    main()
