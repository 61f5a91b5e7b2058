#!/usr/bin/env bash
# Asks the package feed which of our packages have known vulnerabilities; needs a restored solution. A severe one (High,
# Critical) fails. A feed that has no answer, or none in time, is said and fails nothing: it is no fault of the code.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

vulnerable() { timeout 120 dotnet list "$1" package --vulnerable --include-transitive 2>&1; }

# A feed without a list of vulnerabilities finds none in anything: so it is asked first about a package that has one for certain.
known="Newtonsoft.Json 12.0.3 (GHSA-5crp-9r3c-p9vr)"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/known.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="12.0.3" /></ItemGroup>
</Project>
PROJECT
if ! timeout 120 dotnet restore "$folder/known.csproj" -v quiet -nologo -p:NuGetAudit=false >/dev/null 2>&1; then
    echo "packages: not audited, the feed does not answer"
    exit 0
fi
if ! vulnerable "$folder/known.csproj" | grep -q '> Newtonsoft.Json'; then
    echo "packages: not audited, the feed has no list of vulnerabilities (it knows of none in $known)"
    exit 0
fi

answer=$(vulnerable Guzhang.Platform.sln)
code=$?
if [ "$code" -ne 0 ]; then
    echo "packages: not audited, the feed gave no answer in time (exit code $code)"
elif grep -qE '\b(High|Critical)\b' <<<"$answer"; then
    grep -E 'Project|>' <<<"$answer"
    echo "packages: severe vulnerabilities, see above"
    exit 1
elif grep -q '^ *>' <<<"$answer"; then
    grep -E '^ *>' <<<"$answer" | sort -u
    echo "packages: vulnerabilities of lower severity, see above"
else
    echo "packages: no known vulnerabilities"
fi
