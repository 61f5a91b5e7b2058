# Sourced by ./run and ./test, from the repository's root: what must be on the machine before anything can start.

say() { printf '%s\n' "$*" >&2; }

# Built with what is not on every feed, everything lies beside the plain build. A test server that is named asks for it.
[ -z "${GUZHANG_TEST_EVENTSTOREDB:-}" ] || export UseEventStoreDb=true
beside() { [ "${UseEventStoreDb:-}" != true ] || printf 'eventstoredb/'; }

need_eventstoredb_client() {
    export UseEventStoreDb=true
    local log missing
    log=$(dotnet restore building-blocks/Journal.EventStoreDb -nologo -v quiet 2>&1) && return 0
    missing=$(sed -nE 's/.*Unable to find package ([A-Za-z0-9.]*[A-Za-z0-9]).*/\1/p' <<<"$log" | sort -u | paste -sd ' ')
    say "EventStoreDB can't be used from here: its client is not to be had from this machine's package feed (missing: ${missing:-see the restore of building-blocks/Journal.EventStoreDb}); ./run without it keeps every journal in PostgreSQL"
    return 1
}

# Aspire's packages, where ./run --aspire asks for them. That they were to be had is remembered, until a pinned version changes.
need_aspire() {
    export UseAspire=true
    local log missing
    [ ! .local/switches -nt Directory.Packages.props ] || [ ! -e AppHost/obj/aspire/project.assets.json ] || return 0
    mkdir -p .local
    log=$(dotnet restore AppHost -nologo -v quiet 2>&1) && { echo UseAspire=true >.local/switches; return 0; }
    rm -f .local/switches
    missing=$(sed -nE 's/.*Unable to find package (Aspire\.[A-Za-z0-9.]*[A-Za-z0-9])( with version \(= ([^)]*)\))?.*/\1 \3/p' <<<"$log" | sed 's/ $//' | sort -u | paste -sd ',')
    say "Aspire can't be used from here: its packages are not to be had from this machine's package feed (missing: ${missing:-see the restore of AppHost with UseAspire=true}); ./run without --aspire starts the same platform natively"
    return 1
}

# Aspire runs the servers in containers; what it publishes needs none.
need_containers() {
    if docker info >/dev/null 2>&1 || podman info >/dev/null 2>&1; then return 0; fi
    say "Aspire runs PostgreSQL and RabbitMQ in containers, and neither Docker nor Podman runs here; ./run without --aspire starts the same platform natively"
    return 1
}

need_dotnet() {
    if ! command -v dotnet >/dev/null; then
        say "The .NET SDK 10 is needed and there is no 'dotnet' here: https://learn.microsoft.com/dotnet/core/install/linux"
        return 1
    fi
    if ! dotnet --version >/dev/null 2>&1; then
        say "The .NET SDK 10 is needed (global.json); here there is only:"
        dotnet --list-sdks >&2
        return 1
    fi
}

# Installs the servers if they are missing, and the browser if it is asked for. They are only programs for us: every
# installation runs private instances, so no daemon of the system's own is started, and no cluster of its own is made.
need_servers() { need_packages; }

need_servers_and_browser() { need_packages browser; }

need_packages() {
    local missing=() reasons=()
    if [ "${1:-}" = browser ] && [ ! -x /usr/bin/chromium-headless-shell ]; then
        missing+=(chromium-headless-shell)
        reasons+=("Chromium without a window opens the console in the tests")
    fi
    if [ "${1:-}" = browser ] && [ ! -e /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc ]; then
        missing+=(fonts-noto-cjk)
        reasons+=("Noto's fonts draw Chinese")
    fi
    if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
        missing+=(postgresql)
        reasons+=("PostgreSQL keeps every service's data and journal")
    fi
    if [ ! -x /usr/lib/rabbitmq/bin/rabbitmq-server ]; then
        missing+=(rabbitmq-server)
        reasons+=("RabbitMQ carries the events between the services")
    fi
    [ ${#missing[@]} -gt 0 ] || return 0
    say "missing packages: ${missing[*]}"
    printf '  %s\n' "${reasons[@]}" >&2
    if ! command -v apt-get >/dev/null; then
        say "This is not a Debian system: install them by its own means and start again."
        return 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        say "Installing them needs root. Run this, then start again (private instances are used; the system's own can stay off):"
        say "  sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}"
        return 1
    fi
    say "installing them (a minute or two), without starting any system service"
    install_quietly "${missing[@]}"
}

# For tests: another system is another language with its own AMQP library. Where it can't be had those tests are skipped.
need_subscriber() {
    if /usr/bin/python3 -c 'import pika' 2>/dev/null; then return 0; fi
    if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
        say "missing package: python3-pika (a subscriber in another language); installing it"
        install_quietly python3-pika && return 0
    fi
    say "python3-pika is missing: tests of a subscriber in another language are skipped"
}

# For tests: the parser behind AsyncAPI's own command line. Where it can't be had that test is skipped.
need_asyncapi() {
    if [ -d .local/asyncapi/node_modules/@asyncapi/parser ]; then return 0; fi
    mkdir -p .local/asyncapi
    command -v npm >/dev/null && npm install --prefix .local/asyncapi --no-save --no-audit --no-fund --ignore-scripts @asyncapi/parser@3.6.3 >.local/asyncapi/log 2>&1 ||
        say "AsyncAPI's parser (npm) can't be had: the test that asks it is skipped"
}

install_quietly() (
    set -e
    policy=/usr/sbin/policy-rc.d
    clusters=/etc/postgresql-common/createcluster.conf
    log=$(mktemp)
    exec 8>/run/lock/guzhang-install.lock
    flock 8 # two clones may be at it at once
    [ ! -e "$policy" ] || mv "$policy" "$policy.before-guzhang"
    restore() {
        rm -f "$policy" "$log"
        [ ! -e "$policy.before-guzhang" ] || mv "$policy.before-guzhang" "$policy"
    }
    trap restore EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    if [ ! -e "$clusters" ]; then
        mkdir -p "${clusters%/*}"
        printf 'create_main_cluster = false\n' >"$clusters"
    fi
    epmd_before=$(port_mappers)
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -q && apt-get install -q -y --no-install-recommends -o Dpkg::Options::=--force-confold "$@"; } >"$log" 2>&1 8>&- || {
        tail -n 20 "$log" >&2
        say "the packages could not be installed"
        exit 1
    }
    # The broker's package leaves a port mapper of Erlang's running that nobody needs.
    for pid in $(port_mappers); do
        grep -qxF "$pid" <<<"$epmd_before" || kill "$pid" 2>/dev/null || true
    done
)

port_mappers() {
    local process
    for process in /proc/[0-9]*; do
        if [ "$(cat "$process/comm" 2>/dev/null)" = epmd ]; then echo "${process#/proc/}"; fi
    done
}

# build CONFIGURATION PROJECT STAMP: builds only if a source has changed since the last build that succeeded.
build() {
    local configuration=$1 project=$2 stamp=.local/build/$3
    [ -z "$(beside)" ] || stamp+=-eventstoredb
    if [ -e "$stamp" ] && [ -z "$(sources -newer "$stamp" -print -quit)" ] && [ "$(cat "$stamp")" = "$(list_of_sources)" ]; then
        return 0
    fi
    say "building ($configuration)"
    mkdir -p .local/build
    list_of_sources >"$stamp.new"
    if ! MSBUILDDISABLENODEREUSE=1 dotnet build "$project" -c "$configuration" -nologo -v quiet -clp:NoSummary >"$stamp.log" 2>&1; then
        { grep -E ': (error|warning) ' "$stamp.log" || tail -n 30 "$stamp.log"; } | sort -u | head -n 30 >&2
        say "the build failed"
        return 1
    fi
    mv "$stamp.new" "$stamp"
}

# What browsers load is a tenth of the size when it is published: trimmed and compressed. Only after a build that changed something.
publish_console() {
    local suffix= stamp
    [ -z "$(beside)" ] || suffix=-eventstoredb
    stamp=.local/build/console$suffix
    if [ -e "$stamp" ] && [ ! ".local/build/release$suffix" -nt "$stamp" ]; then return 0; fi
    say "preparing the console's pages for browsers"
    if ! MSBUILDDISABLENODEREUSE=1 dotnet publish services/Console -c Release -nologo -v quiet -clp:NoSummary >"$stamp.log" 2>&1; then
        tail -n 30 "$stamp.log" >&2
        say "the console could not be published"
        return 1
    fi
    touch "$stamp"
}

sources() {
    find . \( -name .git -o -name .local -o -name artifacts -o -name bin -o -name obj -o -name tests \) -prune -o -type f \
        \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.sln*' -o -name '*.sql' -o -name '*.json' -o -name '*.razor' -o -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.cshtml' \) "$@"
}

list_of_sources() { sources -print | LC_ALL=C sort | cksum; }
