# Builds the libraries that Qt's installer does not have, for the preset windows-msvc. Not tried.
#   libraries.ps1 -Prefix FOLDER      in a developer prompt, with QT_ROOT_DIR set
param([Parameter(Mandatory)] [string] $Prefix)
$ErrorActionPreference = 'Stop'

# OpenSSL and CLI11 as they are; the other two against the Qt that Signet uses.
vcpkg install openssl:x64-windows cli11:x64-windows
if ($LASTEXITCODE) { exit $LASTEXITCODE }
$root = if ($env:VCPKG_INSTALLATION_ROOT) { $env:VCPKG_INSTALLATION_ROOT } else { Split-Path (Get-Command vcpkg).Source }
New-Item -ItemType Directory -Force $Prefix | Out-Null
Copy-Item -Recurse -Force "$root/installed/x64-windows/*" $Prefix

function Install-Library([string] $Address, [string] $Tag, [string[]] $Options) {
    $source = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetFileNameWithoutExtension($Address))
    if (-not (Test-Path $source)) { git clone --depth 1 --branch $Tag $Address $source }
    cmake -S $source -B "$source/build" -G Ninja -DCMAKE_BUILD_TYPE=Release "-DCMAKE_INSTALL_PREFIX=$Prefix" `
        "-DCMAKE_PREFIX_PATH=$env:QT_ROOT_DIR;$Prefix" @Options
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
    cmake --build "$source/build" --target install
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
}
# As a DLL, QCoro does not export all that its templates use.
Install-Library 'https://github.com/danvratil/qcoro.git' 'v0.12.0' @('-DUSE_QT_VERSION=6', '-DBUILD_SHARED_LIBS=OFF',
    '-DBUILD_TESTING=OFF', '-DQCORO_BUILD_EXAMPLES=OFF', '-DQCORO_WITH_QML=OFF', '-DQCORO_WITH_QTQUICK=OFF',
    '-DQCORO_WITH_QTWEBSOCKETS=OFF', '-DQCORO_WITH_QTDBUS=OFF')
Install-Library 'https://github.com/frankosterfeld/qtkeychain.git' '0.15.0' @('-DBUILD_WITH_QT6=ON',
    '-DBUILD_TRANSLATIONS=OFF')
