"""What runs in the reader's browser: the mock ETM, and the examples that ask it.

Pyodide runs this package in a web worker. Nothing here needs Pyodide, so the tests run it as it is.
"""
