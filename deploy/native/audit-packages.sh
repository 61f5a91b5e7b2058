#!/usr/bin/env bash
# Asks the package feed which of our packages have known vulnerabilities; needs a restored solution. A severe one (High,
# Critical) fails. A feed that has no answer, or none in time, is said and fails nothing: it is no fault of the code.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
answer=$(timeout 180 dotnet list Guzhang.Platform.sln package --vulnerable --include-transitive 2>&1)
code=$?
if grep -qE '\b(High|Critical)\b' <<<"$answer"; then
    grep -E 'Project|>' <<<"$answer"
    echo "packages: severe vulnerabilities, see above"
    exit 1
fi
if [ "$code" -ne 0 ] || grep -qE '\b(NU1900|NU1905|error|warn)\b' <<<"$answer"; then
    echo "packages: not audited, the feed gave no answer: $(grep -m 1 -E 'NU19|error|warn' <<<"$answer" || echo "exit code $code")"
    exit 0
fi
if ! grep -q 'no vulnerable packages' <<<"$answer"; then
    echo "packages: vulnerabilities of lower severity"
    grep -E '>' <<<"$answer" | sort -u
    exit 0
fi
echo "packages: no known vulnerabilities"
