#!/usr/bin/env bash
# A network namespace that looks like the inside of Azure: the address of the instance metadata service is
# here, and the names of Azure lead to it. Programs run in it unmodified, against a simulator that listens on
# 169.254.169.254, ports 80 and 443. Nothing outside the namespace changes but /etc/netns/NAME.
#
#   azure-namespace.sh up NAME [--far] [--ca FILE] [HOST...]
#       makes it; HOSTs are names besides the usual ones. --far leaves the address out: it is in another
#       namespace, and relay.py makes the way there
#   azure-namespace.sh trust NAME FILE
#       programs in the namespace trust the authority in FILE (PEM), by the system's own store: OpenSSL, curl, Qt
#   azure-namespace.sh exec NAME COMMAND [ARGUMENT...]
#   azure-namespace.sh down NAME
#       ends what still runs in it and removes everything
#
# Needs root, ip (iproute2), and openssl for `trust`. What it did not make itself it does not touch.
# Exit code: 0 done; 1 refused or failed, with the reason on standard error; exec: that of COMMAND.
set -euo pipefail

address=169.254.169.254
hosts=(dev.azure.com vssps.dev.azure.com vsaex.dev.azure.com app.vssps.visualstudio.com
    management.azure.com login.microsoftonline.com graph.microsoft.com)

fail() {
    echo "azure-namespace.sh: $*" >&2
    exit 1
}

# What says who made the namespace. It stands in the hosts file because `ip netns exec` lays every file of
# the folder over its namesake in /etc, and complains about one that has none.
mark="# made by the tests of Signet"
there() { ip netns list | awk '{ print $1 }' | grep -qxF -- "$1"; }
ours() { head -n 1 "/etc/netns/$1/hosts" 2>/dev/null | grep -qxF -- "$mark"; }

up() {
    local name=$1 near=1 authority=
    shift
    while (($#)); do
        case $1 in
            --far) near=0 ;;
            --ca)
                [[ $# -ge 2 ]] || fail "--ca needs a file."
                authority=$2
                shift
                ;;
            -*) fail "up does not know '$1'." ;;
            *) hosts+=("$1") ;;
        esac
        shift
    done
    if there "$name" || [[ -e /etc/netns/$name ]]; then
        fail "a namespace or a folder /etc/netns/$name is there already; it is left alone."
    fi

    mkdir -p "/etc/netns/$name"
    {
        echo "$mark"
        echo "127.0.0.1 localhost"
        echo "::1 localhost"
        echo "$address ${hosts[*]}"
    } >"/etc/netns/$name/hosts"
    # From here on a failure takes back what was done.
    # shellcheck disable=SC2064 # the name of now
    trap "down '$name'" EXIT
    ip netns add "$name"
    ip -n "$name" link set lo up
    if ((near)); then
        ip -n "$name" addr add "$address/32" dev lo
    fi
    # No name server: a name that is not in the list above is unknown at once.
    if [[ -e /etc/resolv.conf ]]; then
        echo "# none" >"/etc/netns/$name/resolv.conf"
    fi
    if [[ -n $authority ]]; then
        trust "$name" "$authority"
    fi
    trap - EXIT
}

trust() {
    local name=$1 authority=$2 store=/etc/netns/$1/ssl hash number=0
    [[ -r $authority ]] || fail "the certificate $authority cannot be read."
    hash=$(openssl x509 -in "$authority" -noout -hash) || fail "$authority holds no certificate in PEM."
    if [[ ! -d $store ]]; then
        # All but the private keys.
        mkdir -p "$store"
        cp -a /etc/ssl/certs "$store/certs"
        if [[ -e /etc/ssl/openssl.cnf ]]; then
            cp -a /etc/ssl/openssl.cnf "$store/"
        fi
    fi
    while [[ -e $store/certs/$hash.$number ]]; do
        number=$((number + 1))
    done
    cp "$authority" "$store/certs/$hash.$number"
    # The list may be a link: write beside it, so that the machine's own is left alone.
    { cat "$store/certs/ca-certificates.crt" 2>/dev/null || true; } >"$store/certs/ca-certificates.new"
    cat "$authority" >>"$store/certs/ca-certificates.new"
    mv -f "$store/certs/ca-certificates.new" "$store/certs/ca-certificates.crt"
}

down() {
    local name=$1
    if ! ours "$name"; then
        if there "$name" || [[ -e /etc/netns/$name ]]; then
            fail "$name was not made by this program; it is left alone."
        fi
        return 0
    fi
    if there "$name"; then
        local -a running=()
        mapfile -t running < <(ip netns pids "$name")
        if ((${#running[@]})); then
            kill -TERM "${running[@]}" 2>/dev/null || true
            for _ in {1..20}; do
                [[ -n $(ip netns pids "$name") ]] || break
                sleep 0.1
            done
            mapfile -t running < <(ip netns pids "$name")
            if ((${#running[@]})); then
                kill -KILL "${running[@]}" 2>/dev/null || true
            fi
        fi
        ip netns del "$name"
    fi
    rm -rf "/etc/netns/$name"
    rmdir --ignore-fail-on-non-empty /etc/netns
}

[[ $# -ge 2 ]] || { sed -n '2,/^set -euo/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2 && exit 1; }
command=$1
name=$2
shift 2
[[ $name =~ ^[a-zA-Z][a-zA-Z0-9_-]{0,30}$ ]] || fail "'$name' is no name for a namespace."
command -v ip >/dev/null || fail "ip is missing (package iproute2)."
[[ $(id -u) == 0 ]] || fail "network namespaces need root."

case $command in
    up) up "$name" "$@" ;;
    down) down "$name" ;;
    trust)
        ours "$name" || fail "$name was not made by this program; it is left alone."
        [[ $# == 1 ]] || fail "trust needs a namespace and a file."
        trust "$name" "$1"
        ;;
    exec)
        ours "$name" || fail "$name was not made by this program."
        [[ $# -ge 1 ]] || fail "exec needs a command."
        exec ip netns exec "$name" "$@"
        ;;
    *) fail "the commands are up, trust, exec and down, not '$command'." ;;
esac
