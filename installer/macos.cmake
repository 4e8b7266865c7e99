# What is installed on macOS: Signet.app, with `signet` and the libraries inside, in a disk image. Written from the
# documentation of CMake, Qt and Apple, and not tried.
#   cmake --preset macos && cmake --build --preset macos && (cd build/macos && cpack -G DragNDrop)
# To sign and notarize it, set SIGNET_SIGN_IDENTITY and submit the image with xcrun notarytool.

set(SIGNET_SIGN_IDENTITY "" CACHE STRING "Identity for codesign")

install(TARGETS signet-gui BUNDLE DESTINATION . COMPONENT app)
install(TARGETS signet RUNTIME DESTINATION Signet.app/Contents/MacOS COMPONENT app)

# Qt's frameworks and plugins, from Qt 6.5 on.
if(COMMAND qt_generate_deploy_app_script AND Qt6_VERSION VERSION_GREATER_EQUAL 6.5)
    qt_generate_deploy_app_script(TARGET signet-gui OUTPUT_SCRIPT deploying NO_UNSUPPORTED_PLATFORM_ERROR)
    install(SCRIPT ${deploying} COMPONENT app)
endif()
if(SIGNET_SIGN_IDENTITY)
    install(CODE "execute_process(COMMAND codesign --deep --force --options runtime --timestamp
        --sign \"${SIGNET_SIGN_IDENTITY}\" \"\${CMAKE_INSTALL_PREFIX}/Signet.app\" COMMAND_ERROR_IS_FATAL ANY)"
        COMPONENT app)
endif()

set(CPACK_PACKAGE_NAME Signet)
set(CPACK_PACKAGE_VENDOR "The Signet authors")
set(CPACK_PACKAGE_FILE_NAME Signet-${PROJECT_VERSION})
set(CPACK_COMPONENTS_ALL app)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DMG_VOLUME_NAME "Signet ${PROJECT_VERSION}")
set(CPACK_GENERATOR DragNDrop)
include(CPack)
