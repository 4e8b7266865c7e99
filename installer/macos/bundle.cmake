# signet-gui as Signet.app, with the command line program inside. Written from CMake's and Apple's documentation and
# not tried.
set_target_properties(signet-gui PROPERTIES
    MACOSX_BUNDLE ON
    OUTPUT_NAME Signet
    MACOSX_BUNDLE_INFO_PLIST ${PROJECT_SOURCE_DIR}/installer/macos/Info.plist.in
    MACOSX_BUNDLE_BUNDLE_NAME Signet
    MACOSX_BUNDLE_BUNDLE_VERSION ${PROJECT_VERSION}
    MACOSX_BUNDLE_SHORT_VERSION_STRING ${PROJECT_VERSION}
    MACOSX_BUNDLE_GUI_IDENTIFIER example.signet.Signet
    MACOSX_BUNDLE_ICON_FILE signet-gui.icns)
set(icon ${PROJECT_SOURCE_DIR}/resources/signet-gui.icns)
target_sources(signet-gui PRIVATE ${icon})
set_source_files_properties(${icon} PROPERTIES MACOSX_PACKAGE_LOCATION Resources)
