"""Regular expressions as CircleCI's filters read them (Java's syntax, whole names), and proofs about them."""
