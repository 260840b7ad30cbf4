"""YAML in colour: Pygments, loaded only where a terminal shows an excerpt."""

from __future__ import annotations


def highlight(lines: list[str]) -> list[str]:
    """Lines of YAML with ANSI colours, line by line; the visible text stays the same."""
    from pygments import lex
    from pygments.lexers.data import YamlLexer
    from pygments.token import Token, _TokenType

    # Base colours only, so that both dark and light terminals show them.
    colors = {
        Token.Name.Tag: "36",
        Token.Literal.Scalar.Plain: "",
        Token.Literal.String: "32",
        Token.Literal.Number: "35",
        Token.Name.Constant: "35",
        Token.Keyword: "35",
        Token.Comment: "2",
        Token.Name.Label: "33",
        Token.Name.Type: "33",
    }
    painted = []
    for kind, text in lex("\n".join(lines) + "\n", YamlLexer(stripnl=False, ensurenl=False)):
        parent: _TokenType | None = kind
        while parent is not None and parent not in colors:
            parent = parent.parent
        code = "" if parent is None else colors[parent]
        parts = [f"\x1b[{code}m{part}\x1b[0m" if code and part.strip() else part for part in text.split("\n")]
        painted.append("\n".join(parts))
    result = "".join(painted).split("\n")[: len(lines)]
    return result if len(result) == len(lines) else lines
