"""Tests of the built site in a browser; a package, as its fixtures are as long as they run."""
