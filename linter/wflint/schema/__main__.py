"""Write the schema anew from the specification: `python -m wflint.schema > circleci.json`."""

import sys

from wflint.schema.generate import generated_text

sys.stdout.write(generated_text())
