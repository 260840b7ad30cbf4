"""Docker images that CircleCI published and no longer maintains.

Source: https://circleci.com/docs/guides/execution-managed/circleci-images/.
"""

from __future__ import annotations

DATE = "2026-08-01"

LEGACY_NAMESPACE = "circleci/"
"""Unmaintained since the end of 2021; `cimg/` took over."""

SUCCESSORS: dict[str, str | None] = {
    "android": "cimg/android",
    "buildpack-deps": "cimg/base",
    "clojure": "cimg/clojure",
    "dynamodb": None,
    "elixir": "cimg/elixir",
    "golang": "cimg/go",
    "jruby": None,
    "mariadb": "cimg/mariadb",
    "mysql": "cimg/mysql",
    "node": "cimg/node",
    "openjdk": "cimg/openjdk",
    "php": "cimg/php",
    "postgres": "cimg/postgres",
    "python": "cimg/python",
    "redis": "cimg/redis",
    "ruby": "cimg/ruby",
    "rust": "cimg/rust",
}
"""The image to change to by the old image's name; None where there is none. Others are unknown."""
