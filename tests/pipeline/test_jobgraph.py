from wflint.analysis import Analysis
from wflint.compiler.compiled import CompiledRequirement
from wflint.pipeline.jobgraph import JobGraph, job_graph
from wflint.source import Source

JOBS = "jobs: {a: &j {docker: [{image: x}], steps: [checkout]}, b: *j, c: *j}"


def graph_of(entries: str) -> JobGraph:
    text = f"{{version: 2.1, {JOBS}, workflows: {{w: {{jobs: [{entries}]}}}}}}"
    return job_graph(Analysis(Source(text)).compiled.workflows[0])


def edges(graph: JobGraph) -> list[tuple[str, str]]:
    return [(edge.source, edge.target) for edge in graph.edges]


def test_a_requirement_is_an_edge_from_the_job_waited_for() -> None:
    graph = graph_of("a, b: {requires: [a]}")
    assert [job.name for job in graph.jobs] == ["a", "b"]
    assert edges(graph) == [("a", "b")]


def test_an_edge_knows_its_statuses_and_where_it_is_written() -> None:
    (edge,) = graph_of("a, b: {requires: [{a: [failed, canceled]}]}").edges
    assert edge.statuses == {"failed", "canceled"}
    assert edge.place is not None
    source, span = edge.place
    assert source.text[span.start :].startswith("a: [failed")


def test_a_requirement_on_a_matrix_is_an_edge_from_each_instance() -> None:
    graph = graph_of("a: {matrix: {parameters: {v: [1, 2]}}}, b: {requires: [a]}")
    assert edges(graph) == [("a-1", "b"), ("a-2", "b")]


def test_jobs_that_wait_for_each_other_keep_their_edges() -> None:
    assert edges(graph_of("a: {requires: [b]}, b: {requires: [a]}")) == [("b", "a"), ("a", "b")]


def test_an_unknown_name_has_no_edge() -> None:
    assert edges(graph_of("a, b: {requires: [nowhere]}")) == []


def test_an_edge_to_a_job_that_is_not_in_the_workflow_is_left_out() -> None:
    graph = graph_of("a, b")
    stray = CompiledRequirement("z", ("z",), frozenset({"success"}), None)
    jobs = tuple(job._replace(requires=(stray,)) for job in graph.jobs)
    assert edges(job_graph(graph.workflow._replace(jobs=jobs))) == []


def test_the_same_requirement_written_twice_is_one_edge() -> None:
    assert edges(graph_of("a, b: {requires: [a, a]}")) == [("a", "b")]


def test_two_requirements_with_different_statuses_are_two_edges() -> None:
    graph = graph_of("a, b: {requires: [a, {a: failed}]}")
    assert [edge.statuses for edge in graph.edges] == [{"success"}, {"failed"}]


def test_neighbours_are_named_once_in_the_order_of_the_text() -> None:
    graph = graph_of("a, b: {requires: [a, {a: failed}]}, c: {requires: [b, a]}")
    assert graph.successors == {"a": ("b", "c"), "b": ("c",), "c": ()}
    assert graph.predecessors == {"a": (), "b": ("a",), "c": ("b", "a")}
