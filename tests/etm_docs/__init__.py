"""The tools behind the docs: examples, the site, the page, and proofs that they hold."""
