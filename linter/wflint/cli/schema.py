"""`wflint schema`: the JSON Schema of a config."""

from wflint.cli.files import write_result
from wflint.cli.options import OutputOption


def schema(*, output: OutputOption = None) -> int:
    """Print the JSON Schema of a config, for editors and validators."""
    from wflint.schema import schema_text

    write_result(schema_text(), output)
    return 0
