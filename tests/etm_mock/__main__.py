"""The command ``etm-mock``, and ``python -m etm_mock``."""

import signal
import sys


def main() -> int:
    """Run the command; give its exit status."""
    # Ctrl+C while Python imports the rest ends this as it ends any program: without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from etm_mock import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
