"""On which kind of system the mock runs."""

import os
from typing import Final

WINDOWS: Final = os.name == "nt"
"""There are no process groups, no hang-up and no locks of files as the others have them."""
