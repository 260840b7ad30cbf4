from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.pipeline.scripts import UNKNOWN, effects_of, hide_templates, words_of


def written(script: str, *, sure: bool = True) -> list[str]:
    """The paths a script writes, surely or perhaps."""
    effects = effects_of(script, directory="~/project", shell=None)
    return [use.path for use in effects.writes if use.is_sure is sure]


def read(script: str) -> list[str]:
    return [use.path for use in effects_of(script, directory="~/project", shell=None).reads]


SURE = [
    ("echo hi > out.txt", ["~/project/out.txt"]),
    ("echo hi >> out.txt", ["~/project/out.txt"]),
    ("make &> all.log", ["~/project/all.log"]),
    ("make > /tmp/a/../log 2>&1", ["/tmp/log"]),
    ("make > /dev/null", []),
    ("mkdir -p a b/c", ["~/project/a", "~/project/b/c"]),
    ("mkdir -m 755 a", ["~/project/a"]),
    ("touch -r old new", ["~/project/new"]),
    ("make | tee -a log.txt", ["~/project/log.txt"]),
    ("sudo tee /etc/x < in", ["/etc/x"]),
    ("sudo -u www touch x", ["~/project/x"]),
    ("env A=1 touch x", ["~/project/x"]),
    ("cp a b c/", ["~/project/c/a", "~/project/c/b"]),
    ("cp a b", ["~/project/b"]),
    ("mkdir d\ncp x/a d", ["~/project/d", "~/project/d/a"]),
    ("touch a\nmv a b", ["~/project/b"]),
    ("touch a/b c\nrm -r a", ["~/project/c"]),
    ("ln -s /usr/bin/python py", ["~/project/py"]),
    ("cd sub && ls > list", ["~/project/sub/list"]),
    ("cd /tmp\ncd x/..\ntouch y", ["/tmp/y"]),
    ("(cd sub; touch a)\ntouch b", ["~/project/sub/a", "~/project/b"]),
    ("cd -\ntouch a\ntouch /b", ["/b"]),
    ("cd\ntouch a", ["~/a"]),
    ('D=dist\nmkdir $D\necho > "${D}/x y"', ["~/project/dist", "~/project/dist/x y"]),
    ("echo > $UNKNOWN/x", []),
    ('echo > "$HOME/x"', ["~/x"]),
    ("echo > $PWD/x", ["~/project/x"]),
    ("touch 'a b' \"c\" d\\ e", ["~/project/a b", "~/project/c", "~/project/d e"]),
    ("touch *.txt a?b", []),
    ("touch {a,b}", []),
    ("cat <<EOF > conf\n$(rm x)\nEOF", ["~/project/conf"]),
    ("cat > conf <<'EOF'\necho > no\nEOF", ["~/project/conf"]),
    ("cat <<< text > conf", ["~/project/conf"]),
    ("curl -sSL -o tool https://x.test", ["~/project/tool"]),
    ("curl --output tool https://x.test", ["~/project/tool"]),
    ("wget -qO- https://x.test | tee t", ["~/project/t"]),
    ("tar -czf out.tgz dist", ["~/project/out.tgz"]),
    ("tar cf out.tar dist", ["~/project/out.tar"]),
    ("if [ $(cat a > b) ]; then :; fi", ["~/project/b"]),
    ("exit 0\ntouch a", []),
    ("é=1; touch ü", ["~/project/ü"]),
]  # fmt: skip


@pytest.mark.parametrize(("script", "expected"), SURE)
def test_what_a_script_surely_writes(script: str, expected: list[str]) -> None:
    assert written(script) == expected


MAYBE = [
    ("if x; then touch a; else touch b; fi", ["~/project/a", "~/project/b"]),
    ("for i in 1 2; do touch a; done", ["~/project/a"]),
    ("while read l; do touch a; done", ["~/project/a"]),
    ("case $x in a) touch a;; *) touch b;; esac", ["~/project/a", "~/project/b"]),
    ("[ -f a ] && touch b", ["~/project/b"]),
    ("[ -f a ] || echo > b", ["~/project/b"]),
    ("make && touch b", ["~/project/b"]),
    ("touch a &", ["~/project/a"]),
    ("f() { touch /a; }", ["/a"]),
    ("go build -o dist/app ./cmd", ["~/project/dist/app"]),
]


@pytest.mark.parametrize(("script", "expected"), MAYBE)
def test_what_a_script_perhaps_writes(script: str, expected: list[str]) -> None:
    assert written(script, sure=False) == expected
    assert written(script) == []


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("cat /tmp/a b", ["/tmp/a", "~/project/b"]),
        ("[[ `cat /tmp/a` == x ]]", ["/tmp/a"]),
        ("x=$(head -n 3 a)", ["~/project/a"]),
        ("wc -l < a", ["~/project/a"]),
        ("cp a b", ["~/project/a"]),
        ("./dist/tool --version", ["~/project/dist/tool"]),
        (". env/bin/activate", ["~/project/env/bin/activate"]),
        ("diff <(sort a) b", ["~/project/a", "~/project/b"]),
        ("echo a", []),
    ],
)
def test_what_a_script_reads(script: str, expected: list[str]) -> None:
    assert read(script) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("mkdir -p a && echo x > a/b", True),
        ("if true; then touch a; fi", True),
        ("make", False),
        ("touch $X", False),
        ("echo > $X", False),
        ("cp a/* b", False),
        ("curl -O https://x.test/a", False),
        ("source env", False),
        ("$TOOL", False),
        ("tar xf a.tar", False),
    ],
)
def test_a_script_is_closed_if_it_is_understood_to_the_last_word(script: str, expected: bool) -> None:
    assert effects_of(script, directory="/x", shell=None).is_closed is expected


@pytest.mark.parametrize("shell", ["powershell.exe -ExecutionPolicy Bypass", "python3", "/usr/bin/env fish", "cmd.exe"])
def test_other_shells_are_unknown(shell: str) -> None:
    assert effects_of("touch a", directory="/x", shell=shell) is UNKNOWN


@pytest.mark.parametrize(
    "shell", [None, "bash", "/bin/bash -eo pipefail", "/bin/sh", "sh -e", "bash --login -eo pipefail"]
)
def test_shells_of_the_family_are_known(shell: str | None) -> None:
    assert [use.path for use in effects_of("touch a", directory="/x", shell=shell).writes] == ["/x/a"]


def test_a_script_with_a_syntax_error_is_unknown() -> None:
    assert effects_of("if; then (", directory="/x", shell=None) is UNKNOWN


def test_a_branch_that_may_be_taken_makes_the_directory_unknown() -> None:
    assert written("if x; then cd sub; fi\ntouch a\ntouch /b") == ["/b"]


def test_a_variable_of_a_branch_is_unknown_behind_it() -> None:
    assert written("D=a\nif x; then D=b; fi\nmkdir $D\ntouch c") == ["~/project/c"]


def test_a_template_is_no_heredoc() -> None:
    script = "echo << parameters.word >> > out\ntouch << parameters.file >>.txt"

    assert len(hide_templates(script)) == len(script)
    assert written(script) == ["~/project/out"]


def test_a_heredoc_is_no_template() -> None:
    script = "cat <<EOF >> out\nx\nEOF"

    assert hide_templates(script) == script


def test_a_use_knows_where_its_word_stands() -> None:
    script = "echo é\ntouch ü/a.txt"
    use = effects_of(script, directory="/x", shell=None).writes[0]

    assert script[use.offset : use.offset + use.length] == "ü/a.txt"


def test_words_are_what_looks_like_paths() -> None:
    assert {"./a/b.txt", "~/c"} <= words_of('cp "./a/b.txt" $(~/c)')


@given(st.text("abc $(){}[]<>|&;'\"`\\\n/~=*?!#", max_size=60))
def test_any_script_is_analysed_without_raising(script: str) -> None:
    effects = effects_of(script, directory="/x", shell=None)

    assert all(use.offset >= 0 and use.offset + use.length <= len(script) for use in effects.writes)


@pytest.mark.parametrize(
    ("script", "calls"),
    [
        ("docker build -t app .", [("docker build -t app .", True)]),
        ("sudo docker ps\nécho", [("docker ps", True)]),
        ("cd app && docker build .", [("docker build .", True)]),
        ("test -n x && docker build .", [("docker build .", False)]),
        ("docker ps || true", [("docker ps", False)]),
        ("docker build . && docker push app || true", [("docker build .", False), ("docker push app", False)]),
        ("if docker ps; then docker push app; fi", [("docker ps", False), ("docker push app", False)]),
        ("! docker ps", [("docker ps", False)]),
        ("docker rm $(docker ps -q)", [("docker ps -q", False), ("docker rm ?", True)]),
        ("/usr/bin/docker-compose up", [("docker-compose up", True)]),
        ("echo docker ps", []),
        ("for tag in a b; do docker push $tag; done", [("docker push ?", False)]),
    ],
)
def test_calls_of_docker_are_told(script: str, calls: list[tuple[str, bool]]) -> None:
    effects = effects_of(script, directory="~/project", shell=None)

    assert [(" ".join(word or "?" for word in call.words), call.is_sure) for call in effects.calls] == calls
    assert all(script[call.offset :].startswith(("docker", "/usr/bin/docker")) for call in effects.calls)
