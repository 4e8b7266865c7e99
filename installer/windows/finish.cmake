# Runs when everything for Windows has been copied to the folder of an installation: strips and signs the programs,
# and writes the list of what is in it (SPDX 2.3, JSON).
set(folder "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}")
file(GLOB_RECURSE binaries "${folder}/*.exe" "${folder}/*.dll")
list(SORT binaries)

foreach(binary IN LISTS binaries)
    if(SIGNET_STRIP)
        execute_process(COMMAND ${SIGNET_STRIP} --strip-unneeded "${binary}" COMMAND_ERROR_IS_FATAL ANY)
    endif()
endforeach()
if(SIGNET_SIGN_COMMAND)
    separate_arguments(command NATIVE_COMMAND "${SIGNET_SIGN_COMMAND}")
    foreach(binary IN LISTS binaries)
        execute_process(COMMAND ${command} "${binary}" COMMAND_ERROR_IS_FATAL ANY)
    endforeach()
endif()

# One package for each project whose code is inside.
set(packages)
set(relations)
set(package_ids)
function(add_package id name version license home)
    if(NOT version)
        set(version NOASSERTION)
    endif()
    string(APPEND packages ",
    {
      \"SPDXID\": \"SPDXRef-${id}\",
      \"name\": \"${name}\",
      \"versionInfo\": \"${version}\",
      \"downloadLocation\": \"${home}\",
      \"filesAnalyzed\": false,
      \"licenseConcluded\": \"${license}\",
      \"licenseDeclared\": \"${license}\",
      \"copyrightText\": \"NOASSERTION\"
    }")
    string(APPEND relations ",
    {\"spdxElementId\": \"SPDXRef-Signet\", \"relationshipType\": \"CONTAINS\", \"relatedSpdxElement\": \"SPDXRef-${id}\"}")
    set(packages "${packages}" PARENT_SCOPE)
    set(relations "${relations}" PARENT_SCOPE)
endfunction()
add_package(Qt Qt "${SIGNET_SBOM_QT}" LGPL-3.0-only https://download.qt.io)
add_package(OpenSSL OpenSSL "${SIGNET_SBOM_OPENSSL}" Apache-2.0 https://www.openssl.org/source)
add_package(QCoro QCoro "${SIGNET_SBOM_QCORO}" MIT https://github.com/danvratil/qcoro)
add_package(QtKeychain QtKeychain "${SIGNET_SBOM_KEYCHAIN}" BSD-2-Clause https://github.com/frankosterfeld/qtkeychain)
add_package(CLI11 CLI11 "${SIGNET_SBOM_CLI11}" BSD-3-Clause https://github.com/CLIUtils/CLI11)
if(EXISTS "${folder}/libstdc++-6.dll")
    add_package(GCC "GCC runtime libraries" "" "GPL-3.0-or-later WITH GCC-exception-3.1" https://gcc.gnu.org)
    add_package(MinGW "mingw-w64 winpthreads" "" "MIT AND BSD-3-Clause" https://www.mingw-w64.org)
endif()

set(files)
set(number 0)
foreach(binary IN LISTS binaries)
    math(EXPR number "${number} + 1")
    file(RELATIVE_PATH name "${folder}" "${binary}")
    file(SHA1 "${binary}" sha1)
    file(SHA256 "${binary}" sha256)
    set(comma ",")
    if(number EQUAL 1)
        set(comma "")
    endif()
    string(APPEND files "${comma}
    {
      \"SPDXID\": \"SPDXRef-File-${number}\",
      \"fileName\": \"./${name}\",
      \"checksums\": [
        {\"algorithm\": \"SHA1\", \"checksumValue\": \"${sha1}\"},
        {\"algorithm\": \"SHA256\", \"checksumValue\": \"${sha256}\"}
      ],
      \"licenseConcluded\": \"NOASSERTION\",
      \"copyrightText\": \"NOASSERTION\"
    }")
    string(APPEND relations ",
    {\"spdxElementId\": \"SPDXRef-Signet\", \"relationshipType\": \"CONTAINS\", \"relatedSpdxElement\": \"SPDXRef-File-${number}\"}")
endforeach()

# SOURCE_DATE_EPOCH, where it is set, so that two builds give the same bytes.
string(TIMESTAMP created "%Y-%m-%dT%H:%M:%SZ" UTC)
file(WRITE "${folder}/signet.spdx.json" "{
  \"spdxVersion\": \"SPDX-2.3\",
  \"dataLicense\": \"CC0-1.0\",
  \"SPDXID\": \"SPDXRef-DOCUMENT\",
  \"name\": \"${SIGNET_SBOM_NAME}\",
  \"documentNamespace\": \"https://signet.example/spdx/${SIGNET_SBOM_NAME}\",
  \"creationInfo\": {\"created\": \"${created}\", \"creators\": [\"Organization: The Signet authors\"]},
  \"packages\": [
    {
      \"SPDXID\": \"SPDXRef-Signet\",
      \"name\": \"Signet\",
      \"versionInfo\": \"${SIGNET_SBOM_VERSION}\",
      \"downloadLocation\": \"NOASSERTION\",
      \"filesAnalyzed\": false,
      \"licenseConcluded\": \"MIT\",
      \"licenseDeclared\": \"MIT\",
      \"copyrightText\": \"Copyright 2026 The Signet authors\"
    }${packages}
  ],
  \"files\": [${files}
  ],
  \"relationships\": [
    {\"spdxElementId\": \"SPDXRef-DOCUMENT\", \"relationshipType\": \"DESCRIBES\", \"relatedSpdxElement\": \"SPDXRef-Signet\"}${relations}
  ]
}
")
