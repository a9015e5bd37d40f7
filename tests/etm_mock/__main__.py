"""``python -m etm_mock``: the command ``etm-mock``."""

import sys

from etm_mock.cli import main

sys.exit(main())
