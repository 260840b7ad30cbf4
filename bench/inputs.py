"""Configs to measure with: realistic, valid, and the same for the same number of lines."""

from __future__ import annotations

HEAD = """\
version: 2.1

parameters:
  deploy:
    type: boolean
    default: false
  image-tag:
    type: string
    default: "2024.12"

x-defaults: &defaults
  working_directory: ~/project
  environment: &environment
    LANG: C.UTF-8
    TERM: dumb

x-main-only: &main-only
  branches:
    only:
      - main
      - /release-.*/

executors:
  base:
    parameters:
      tag:
        type: string
        default: << pipeline.parameters.image-tag >>
    docker:
      - image: cimg/base:<< parameters.tag >>
    resource_class: medium
  node:
    parameters:
      version:
        type: enum
        enum: ["18.20", "20.18", "22.12"]
        default: "22.12"
    docker:
      - image: cimg/node:<< parameters.version >>
      - image: cimg/postgres:16.4
        environment:
          POSTGRES_USER: test
          POSTGRES_DB: test

commands:
  install:
    description: Install packages, with a cache for each component
    parameters:
      component:
        type: string
    steps:
      - restore_cache:
          keys:
            - v1-<< parameters.component >>-{{ arch }}-{{ checksum "package-lock.json" }}
            - v1-<< parameters.component >>-{{ arch }}-
      - run:
          name: Install packages of << parameters.component >>
          command: npm ci --cache ~/.npm
      - save_cache:
          key: v1-<< parameters.component >>-{{ arch }}-{{ checksum "package-lock.json" }}
          paths:
            - ~/.npm
  report:
    parameters:
      path:
        type: string
        default: reports
      when:
        type: enum
        enum: [always, on_fail, on_success]
        default: always
    steps:
      - store_test_results:
          path: << parameters.path >>
      - run:
          name: Pack reports
          command: tar -czf reports.tar.gz << parameters.path >>
          when: << parameters.when >>
      - store_artifacts:
          path: reports.tar.gz
"""

JOBS = """\
  build-{name}:
    <<: *defaults
    executor: node
    steps:
      - checkout
      - install:
          component: {name}
      - run:
          name: Build {name}
          environment:
            NODE_ENV: production
          command: |
            mkdir -p dist/{name}
            npm run build --workspace packages/{name} -- --out dist/{name}
            # The version ends up in the about box.
            git rev-parse HEAD > dist/{name}/version.txt
      - persist_to_workspace:
          root: .
          paths:
            - dist/{name}
  test-{name}:
    parameters:
      version:
        type: string
      suite:
        type: string
        default: unit
    executor:
      name: node
      version: << parameters.version >>
    parallelism: 2
    environment:
      <<: *environment
      DATABASE_URL: postgres://test@localhost/test
    steps:
      - checkout
      - attach_workspace:
          at: .
      - install:
          component: {name}
      - run:
          name: Test {name}
          no_output_timeout: 20m
          command: |
            set -o pipefail
            circleci tests glob "packages/{name}/**/*.test.js" \\
              | circleci tests run --command="xargs npx jest" --split-by=timings
      - unless:
          condition:
            equal: [lint, << parameters.suite >>]
          steps:
            - report:
                path: reports/{name}
  deploy-{name}:
    <<: *defaults
    executor: base
    steps:
      - attach_workspace:
          at: .
      - run:
          name: Deploy {name}
          command: |
            if [ -z "$DEPLOY_TOKEN" ]; then
              echo "no token" >&2
              exit 1
            fi
            tar -czf {name}.tar.gz dist/{name}
            curl --fail --silent -T {name}.tar.gz "https://deploy.example.com/{name}?token=$DEPLOY_TOKEN"
      - store_artifacts:
          path: {name}.tar.gz
"""

WORKFLOW = """\
  {name}:
    when:
      or:
        - equal: [main, << pipeline.git.branch >>]
        - << pipeline.parameters.deploy >>
    jobs:
      - build-{name}:
          name: {name}-build
      - test-{name}:
          name: {name}-test-<< matrix.version >>-<< matrix.suite >>
          matrix:
            alias: {name}-tests
            parameters:
              version: ["18.20", "20.18", "22.12"]
              suite: [unit, integration]
            exclude:
              - version: "18.20"
                suite: integration
          requires:
            - {name}-build
      - {name}-hold:
          type: approval
          requires:
            - {name}-tests
          filters: *main-only
      - deploy-{name}:
          context:
            - deployment
          requires:
            - {name}-hold
          filters: *main-only
"""

WORDS = ("api", "web", "auth", "billing", "search", "mail", "admin", "assets")


def config(lines: int) -> str:
    """A valid config of about so many lines: as many components, each with jobs and a workflow, as come closest.

    At least one component is there, so the shortest config has about 200 lines.
    """
    each = _height(JOBS) + _height(WORKFLOW)
    # The keys `jobs` and `workflows` with the blank lines before them are four lines more.
    count = max(1, round((lines - _height(HEAD) - 4) / each))
    names = [f"{WORDS[index % len(WORDS)]}{index // len(WORDS) or ''}" for index in range(count)]
    jobs = "".join(JOBS.replace("{name}", name) for name in names)
    workflows = "".join(WORKFLOW.replace("{name}", name) for name in names)
    return f"{HEAD}\njobs:\n{jobs}\nworkflows:\n{workflows}"


def _height(text: str) -> int:
    return text.count("\n")
