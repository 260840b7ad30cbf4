"""Benchmarks: wflint beside its peers and bare Python, on inputs of its own making."""
