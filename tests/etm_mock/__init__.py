"""A mock of the Energy Transition Model (ETM) API and its account pages.

It answers as the real service does where authentication, tokens and access to scenarios are
concerned, and keeps everything in memory. Start it with the command ``etm-mock``, or from Python
with :func:`etm_mock.server.running`.
"""

__version__ = "0.2.0"
