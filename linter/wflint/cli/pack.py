"""`wflint pack`: the files of a split config or of an orb's source as one."""

from typing import Annotated

import typer

from wflint.cli.options import ColorOption, OutputOption


def pack(
    directory: Annotated[
        str, typer.Argument(metavar="DIR", show_default=False, help="The directory whose YAML files to join.")
    ],
    *,
    is_sorted: Annotated[
        bool,
        typer.Option("--sort", help="Print as the vendor's tool does: keys in the order of names, without comments."),
    ] = False,
    output: OutputOption = None,
    color: ColorOption = "auto",
) -> int:
    """Join the files of a split config or of an orb's source.

    The result is that of `circleci config pack` and `circleci orb pack`. Names of directories and files become keys;
    files in DIR itself, and those named `@…`, belong to the level they lie in. With an `@orb.yml` in DIR,
    `<< include(FILE) >>` stands for the text of a file.
    """
    from wflint.cli.packing import pack_directory

    return pack_directory(directory, is_sorted=is_sorted, output=output, color=color)
