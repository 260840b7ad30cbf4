"""The scripts that stand in for commands inside a job: POSIX shell, as nothing else is in every image.

A request is a directory: `arguments`, each followed by NUL, `directory`, and `input` and `environment` where the
command needs them. Its name is written to a pipe, the bell. The answer is put beside it: `output`, `errors`, perhaps
a `command` that takes the output as its input, and last `code`.
"""

from __future__ import annotations

BELL = "requests/bell"
"""The pipe's path, relative to the control directory inside the job."""

_CIRCLECI = """\
#!/bin/sh
# Stands in for CircleCI's agent in a local run of wflint.
control='@CONTROL@'
requests=$control/requests
case "$1 $2" in
    'step halt' | 'task halt') : > "$control/halted" ;;
esac
waited=0
until [ -p "$requests/bell" ]; do
    if [ "$waited" -ge 100 ]; then
        case "$2" in halt) exit 0 ;; esac
        echo 'circleci: wflint does not answer' >&2
        exit 1
    fi
    waited=$((waited + 1))
    sleep 0.1 2> /dev/null || sleep 1
done
number=0
until mkdir "$requests/$$.$number" 2> /dev/null; do
    if [ "$number" -ge 1000 ]; then
        echo 'circleci: nothing can be asked: is the disk full?' >&2
        exit 1
    fi
    number=$((number + 1))
done
request=$requests/$$.$number
trap 'rm -rf "$request"' EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
printf '%s\\0' "$@" > "$request/arguments"
printf '%s' "$PWD" > "$request/directory"
case "$1 $2" in
    'tests split' | 'tests run') cat > "$request/input" ;;
    'env subst')
        [ "$#" -gt 2 ] || cat > "$request/input"
        env -0 > "$request/environment" 2> /dev/null || cat /proc/self/environ > "$request/environment"
        ;;
esac
echo "$$.$number" > "$requests/bell"
until [ -s "$request/code" ]; do
    sleep 0.02 2> /dev/null || sleep 1
done
cat "$request/errors" >&2
if [ -s "$request/command" ]; then
    shell=sh
    command -v bash > /dev/null 2>&1 && shell=bash
    "$shell" -c "$(cat "$request/command")" < "$request/output"
    exit
fi
cat "$request/output"
exit "$(cat "$request/code")"
"""

_SUDO = """\
#!/bin/sh
# Stands in for sudo in a local run of wflint: the real one where it can work, else the command as it is.
control='@CONTROL@'
if [ "$(id -u)" != 0 ] && ! grep -q '^NoNewPrivs:.*1' /proc/self/status 2> /dev/null; then
    IFS=:
    for folder in $PATH; do
        if [ "$folder" != "$control/bin" ] && [ -x "$folder/sudo" ]; then
            exec "$folder/sudo" "$@"
        fi
    done
    unset IFS
fi
user=
shell=
while [ "$#" -gt 0 ]; do
    case "$1" in
        --) shift; break ;;
        -u | --user) user=$2; shift; [ "$#" -eq 0 ] || shift ;;
        --user=*) user=${1#*=}; shift ;;
        -u?*) user=${1#-u}; shift ;;
        -D | --chdir) cd "$2" || exit 1; shift 2 ;;
        --chdir=*) cd "${1#*=}" || exit 1; shift ;;
        -[CghpRrTtU] | --close-from | --group | --host | --prompt | --chroot | --role | --type | --other-user)
            shift; [ "$#" -eq 0 ] || shift ;;
        -i | -s | --login | --shell) shell=yes; shift ;;
        -*) shift ;;
        [A-Za-z_]*=*) export "$1"; shift ;;
        *) break ;;
    esac
done
if [ -n "$shell" ]; then
    if [ "$#" -eq 0 ]; then set -- "${SHELL:-/bin/sh}"; else set -- "${SHELL:-/bin/sh}" -c "$*"; fi
fi
[ "$#" -gt 0 ] || exit 0
if [ "$(id -u)" != 0 ]; then
    if [ ! -e "$control/told" ]; then
        : > "$control/told"
        echo "wflint: sudo cannot change the user here: commands run as $(id -un)" >&2
    fi
    exec "$@"
fi
case "$user" in
    '' | root | 0 | '#0') exec "$@" ;;
esac
if command -v runuser > /dev/null 2>&1; then
    exec runuser -u "$user" -- "$@"
fi
exec su -s /bin/sh -c 'exec "$0" "$@"' "$user" -- "$@"
"""


def scripts(control: str) -> dict[str, str]:
    """The scripts by the names of their commands; `control` is the control directory inside the job."""
    quoted = control.replace("'", "'\\''")
    agent = _CIRCLECI.replace("@CONTROL@", quoted)
    return {"circleci": agent, "circleci-agent": agent, "sudo": _SUDO.replace("@CONTROL@", quoted)}
