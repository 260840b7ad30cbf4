from wflint.drawing.arrangement import Canvas, in_rows


def test_drawings_fill_a_line_and_then_the_next() -> None:
    canvas = in_rows([(40, 10), (50, 30), (30, 20), (10, 5)], line=100)
    assert canvas == Canvas(90, 50, ((0, 0), (40, 0), (0, 30), (30, 30)))


def test_a_drawing_wider_than_the_line_widens_it() -> None:
    assert in_rows([(40, 10), (300, 10), (250, 10), (50, 10)], line=100).corners == (
        (0, 0),
        (0, 10),
        (0, 20),
        (250, 20),
    )


def test_nothing_needs_no_canvas() -> None:
    assert in_rows([]) == Canvas(0, 0, ())
