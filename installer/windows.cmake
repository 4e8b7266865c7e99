# What is installed on Windows, and the packages:
#   cmake --build build/windows --target windows_installer   signet-VERSION-windows-x64.exe
#   cd build/windows && cpack -G ZIP                         the same files, for running from any folder
#
# The programs and the libraries that they load lie in one folder, so that it can be moved. The installer asks
# whether it is for everybody or for this user (windows/installer.nsi.in); silently: /S, and /AllUsers or
# /CurrentUser.
#   SIGNET_SIGN_COMMAND   a command that signs the file whose path is added to it; see windows/README.md

set(SIGNET_SIGN_COMMAND "" CACHE STRING "Command that signs a file for Windows; the path is added to it")

set(CMAKE_INSTALL_BINDIR .)
foreach(program IN ITEMS signet signet-gui)
    if(TARGET ${program})
        install(TARGETS ${program} RUNTIME DESTINATION . COMPONENT programs)
    endif()
endforeach()

if(CMAKE_CROSSCOMPILING)
    # Of the sysroot, by name: a tool that follows the tables of a program is not at hand here.
    set(libraries Qt6Core Qt6Network libqt6keychain libcrypto-3-x64 libssl-3-x64 libgcc_s_seh-1 libstdc++-6
        libwinpthread-1)
    if(TARGET signet-gui)
        list(APPEND libraries Qt6Gui Qt6Widgets Qt6Svg)
    endif()
    list(TRANSFORM libraries REPLACE "(.+)" "${SIGNET_WINDOWS_SYSROOT}/bin/\\1.dll")
    install(FILES ${libraries} DESTINATION . COMPONENT programs)
    # Not the plugin for Schannel: it could be chosen, and only the one for OpenSSL is tested.
    install(FILES ${SIGNET_WINDOWS_SYSROOT}/plugins/tls/qopensslbackend.dll DESTINATION plugins/tls
        COMPONENT programs)
    if(TARGET signet-gui)
        foreach(plugin IN ITEMS platforms/qwindows imageformats/qsvg iconengines/qsvgicon)
            get_filename_component(folder ${plugin} DIRECTORY)
            install(FILES ${SIGNET_WINDOWS_SYSROOT}/plugins/${plugin}.dll DESTINATION plugins/${folder}
                COMPONENT programs)
        endforeach()
    endif()
else()
    # Not tried: with Qt's own tools, on Windows. Its libraries and plugins, the runtime of the compiler.
    find_program(SIGNET_WINDEPLOYQT windeployqt HINTS ${QT6_INSTALL_PREFIX}/bin REQUIRED)
    set(deployed ${CMAKE_CURRENT_BINARY_DIR}/deployed)
    set(built)
    foreach(program IN ITEMS signet signet-gui)
        if(TARGET ${program})
            list(APPEND built $<TARGET_FILE:${program}>)
        endif()
    endforeach()
    add_custom_target(signet_deployed ALL
        COMMAND ${SIGNET_WINDEPLOYQT} --no-translations --dir ${deployed} --plugindir ${deployed}/plugins ${built}
        VERBATIM)
    install(DIRECTORY ${deployed}/ DESTINATION . COMPONENT programs)
    install(FILES $<TARGET_FILE:Qt6Keychain::Qt6Keychain> DESTINATION . COMPONENT programs)
    include(InstallRequiredSystemLibraries)
endif()

install(FILES windows/qt.conf DESTINATION . COMPONENT programs)
install(FILES windows/licenses/README.txt DESTINATION licenses COMPONENT programs)
# The texts of the licenses, from the packages of Debian that the libraries correspond to. Elsewhere, name a folder that
# holds them under these names.
set(SIGNET_LICENSE_TEXTS "" CACHE PATH "folder with the texts of the licenses of what is packed; empty: Debian's")
foreach(license IN ITEMS
        Apache-2.0=/usr/share/common-licenses/Apache-2.0
        GPL-3.0=/usr/share/common-licenses/GPL-3
        LGPL-3.0=/usr/share/common-licenses/LGPL-3
        GCC-exception-3.1=/usr/share/doc/gcc-mingw-w64-base/copyright
        QCoro=/usr/share/doc/qcoro-qt6-dev/copyright
        QtKeychain=/usr/share/doc/qtkeychain-qt6-dev/copyright
        CLI11=/usr/share/doc/libcli11-dev/copyright
        winpthreads=/usr/share/doc/mingw-w64-common/copyright)
    string(REGEX MATCH "^([^=]+)=(.+)$" pair ${license})
    set(name ${CMAKE_MATCH_1}.txt)
    set(text ${CMAKE_MATCH_2})
    if(SIGNET_LICENSE_TEXTS)
        set(text ${SIGNET_LICENSE_TEXTS}/${name})
    endif()
    if(EXISTS ${text})
        install(FILES ${text} DESTINATION licenses RENAME ${name} COMPONENT programs)
    else()
        message(WARNING "${text} is missing: what is packed here must not be handed on without it.")
    endif()
endforeach()
install(FILES debian/copyright DESTINATION licenses RENAME Signet.txt COMPONENT programs)

# What is in the package, with versions, licenses and digests, once all of it is there.
install(CODE "set(SIGNET_SBOM_VERSION ${PROJECT_VERSION})
set(SIGNET_SBOM_NAME signet-${PROJECT_VERSION}-windows-x64)
set(SIGNET_SBOM_QT ${Qt6Core_VERSION})
set(SIGNET_SBOM_OPENSSL ${OPENSSL_VERSION})
set(SIGNET_SBOM_QCORO ${QCoro6_VERSION})
set(SIGNET_SBOM_KEYCHAIN ${Qt6Keychain_VERSION})
set(SIGNET_SBOM_CLI11 ${CLI11_VERSION})
set(SIGNET_STRIP \"$<$<BOOL:${CMAKE_CROSSCOMPILING}>:${CMAKE_STRIP}>\")
set(SIGNET_SIGN_COMMAND [==[${SIGNET_SIGN_COMMAND}]==])
include(\"${CMAKE_CURRENT_SOURCE_DIR}/windows/finish.cmake\")" COMPONENT programs)

set(CPACK_PACKAGE_NAME Signet)
set(CPACK_PACKAGE_VENDOR "The Signet authors")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Managed identity for Terraform and Azure DevOps")
set(CPACK_PACKAGE_FILE_NAME signet-${PROJECT_VERSION}-windows-x64)
set(CPACK_PACKAGE_INSTALL_DIRECTORY Signet)
set(CPACK_COMPONENTS_ALL programs) # libraries can bring install rules of their own
set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_STRIP_FILES OFF) # finish.cmake does

set(CPACK_GENERATOR ZIP)
include(CPack)

# The installer takes the files of `cmake --install`. Not CPack's generator for NSIS: its script asks for an
# administrator always.
find_program(SIGNET_MAKENSIS makensis)
add_custom_target(windows_installer
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${PROJECT_BINARY_DIR}/installed
    COMMAND ${CMAKE_COMMAND} --install ${PROJECT_BINARY_DIR} --prefix ${PROJECT_BINARY_DIR}/installed
        --component programs
    COMMAND ${CMAKE_COMMAND} -D BUILD=${PROJECT_BINARY_DIR} -D MAKENSIS=${SIGNET_MAKENSIS}
        -D PROJECT_VERSION=${PROJECT_VERSION} -D CPACK_PACKAGE_FILE_NAME=signet-${PROJECT_VERSION}-windows-x64
        -D "CPACK_PACKAGE_VENDOR=${CPACK_PACKAGE_VENDOR}" -D "SIGN_COMMAND=${SIGNET_SIGN_COMMAND}"
        -D SIGNET_NSIS_ICON=${PROJECT_SOURCE_DIR}/resources/signet-gui.ico -D PROJECT_BINARY_DIR=${PROJECT_BINARY_DIR}
        -P ${CMAKE_CURRENT_SOURCE_DIR}/windows/pack.cmake
    COMMENT "Packing the installer"
    VERBATIM)
foreach(program IN ITEMS signet signet-gui)
    if(TARGET ${program})
        add_dependencies(windows_installer ${program})
    endif()
endforeach()
