"""Where jobs run: docker, machine and macOS executors, as jobs and `executors` write them."""

from __future__ import annotations

from wflint.diagnostic import Severity
from wflint.model.spec.kinds import ANY_SINGLE, NUMBERS, Exclusive, Forms, Items, Key, Keyed, Single
from wflint.model.spec.values import (
    CONTAINER_ENVIRONMENT,
    ENVIRONMENT,
    STRICT_SWITCH,
    SWITCH,
    TEXT,
    TEXT_OR_TEXTS,
)

_AUTH = Keyed(
    "`auth`",
    {
        "username": Key(TEXT, "User name for the registry, usually a variable such as `$DOCKER_USER`.", required=True),
        "password": Key(TEXT, "Password or token; use a variable, never the secret itself.", required=True),
    },
)
_AWS_AUTH = Keyed(
    "`aws_auth`",
    {
        "aws_access_key_id": Key(TEXT, "Access key of an IAM user that may pull the image."),
        "aws_secret_access_key": Key(TEXT, "Its secret; use a variable, never the secret itself."),
        "oidc_role_arn": Key(TEXT, "ARN of the IAM role to assume through OpenID Connect."),
    },
    exclusive=(
        Exclusive(("oidc_role_arn", "aws_access_key_id"), Severity.WARNING, "a role and a key pair are alternatives"),
    ),
    any_of=("oidc_role_arn", "aws_access_key_id", "aws_secret_access_key"),
)
_GCP_AUTH = Keyed(
    "`gcp_auth`",
    {
        "oidc_service_account": Key(TEXT, "Service account to impersonate through OpenID Connect."),
        "workload_identity_pool": Key(TEXT, "Workload identity pool that trusts CircleCI."),
        "workload_identity_provider": Key(TEXT, "Provider of that pool."),
    },
)

DOCKER_ITEM = Keyed(
    "docker entry",
    {
        "image": Key(
            Single("the name of an image", check="docker-image"),
            "Image to run, `[registry/]name[:tag][@digest]`; the first entry is the container that runs the steps.",
            required=True,
        ),
        "name": Key(TEXT, "Host name under which the other containers reach this one.", default="localhost"),
        "entrypoint": Key(TEXT_OR_TEXTS, "Command that replaces the image's entrypoint."),
        "command": Key(TEXT_OR_TEXTS, "Command run as process 1, or arguments of the entrypoint."),
        "user": Key(TEXT, "User that runs commands in this container."),
        "environment": Key(CONTAINER_ENVIRONMENT, "Variables for the container's entrypoint.", nullable=True),
        "auth": Key(_AUTH, "User name and password for a private registry."),
        "aws_auth": Key(_AWS_AUTH, "Access to Amazon's registry (ECR), by role or by key pair."),
        "gcp_auth": Key(_GCP_AUTH, "Access to Google's registry through OpenID Connect."),
    },
)
DOCKER = Items("a list of images", DOCKER_ITEM, least=1)

RESOURCE_CLASS = Single("the name of a resource class")

MACHINE_BODY = Keyed(
    "`machine`",
    {
        "image": Key(Single("the name of a machine image", check="machine-image"), "Virtual machine image to boot."),
        "docker_layer_caching": Key(
            STRICT_SWITCH, "Keep the layers of images built here for later jobs; costs credits.", default="false"
        ),
        "resource_class": Key(RESOURCE_CLASS, "CPU and memory of the machine; usually written beside `machine`."),
        "shell": Key(TEXT_OR_TEXTS, "Shell for the steps; usually written beside `machine`."),
        "enabled": Key(SWITCH, "Config version 2 wrote `enabled: true`; today the image says it."),
    },
)
MACHINE = Forms(
    "a map with `image`",
    Single("`true` or an image", ANY_SINGLE - {"null"}, check="machine"),
    None,
    MACHINE_BODY,
)

MACOS = Keyed(
    "`macos`",
    {
        "xcode": Key(
            Single("an Xcode version", NUMBERS, check="xcode"),
            "Version of Xcode; quote it, or `26.10` is read as 26.1.",
            required=True,
        ),
        "code_signing": Key(
            Items("a list of signing bundles", TEXT), "Names of the signing bundles that may be installed."
        ),
        "resource_class": Key(RESOURCE_CLASS, "CPU and memory of the machine; usually written beside `macos`."),
        "shell": Key(TEXT_OR_TEXTS, "Shell for the steps; usually written beside `macos`."),
    },
)

EXECUTOR_TYPES = ("docker", "machine", "macos")

SHARED_KEYS = {
    "docker": Key(DOCKER, "Containers to run the steps in; the first is the one that runs them."),
    "machine": Key(MACHINE, "A virtual machine: Linux, Windows, GPU, Arm, or a self-hosted runner."),
    "macos": Key(MACOS, "A macOS machine with a given Xcode."),
    "resource_class": Key(RESOURCE_CLASS, "CPU and memory for each container or machine, or `namespace/runner`."),
    "shell": Key(TEXT_OR_TEXTS, "Shell for the steps.", default="/bin/bash -eo pipefail"),
    "working_directory": Key(TEXT, "Directory in which steps run, created if missing.", default="~/project"),
    "environment": Key(
        ENVIRONMENT, "Variables for every step; values are literal, nothing in them is expanded.", nullable=True
    ),
}
"""Keys that jobs and `executors` have in common."""

EXECUTOR_BODY = Keyed(
    "executor",
    {
        **SHARED_KEYS,
        "parameters": Key("parameters", "Values that the user of the executor may give.", since="2.1", nullable=True),
        "description": Key(TEXT, "What the executor is for."),
    },
    exclusive=(Exclusive(EXECUTOR_TYPES, reason="an executor is of one type"),),
    check="executor",
)
EXECUTOR = Forms("a map, or the name of another executor", TEXT, None, EXECUTOR_BODY)
