# Icon, version and manifest of a program for Windows: UTF-8 in every call of the system, long paths, sharp windows
# on every screen.
#   signet_program_resources(target "Description")
function(signet_program_resources target description)
    set(SIGNET_PROGRAM ${target})
    set(SIGNET_FILE_DESCRIPTION "${description}")
    set(SIGNET_ICON ${PROJECT_SOURCE_DIR}/resources/signet-gui.ico)
    set(SIGNET_MANIFEST ${CMAKE_CURRENT_BINARY_DIR}/${target}.manifest)
    configure_file(${PROJECT_SOURCE_DIR}/installer/windows/signet.manifest.in ${SIGNET_MANIFEST} @ONLY)
    configure_file(${PROJECT_SOURCE_DIR}/installer/windows/signet.rc.in ${CMAKE_CURRENT_BINARY_DIR}/${target}.rc @ONLY)
    target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${target}.rc)
    set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${target}.rc PROPERTIES
        OBJECT_DEPENDS "${SIGNET_MANIFEST};${SIGNET_ICON}")
    # The linker of Visual Studio would add a manifest of its own.
    if(MSVC)
        target_link_options(${target} PRIVATE /MANIFEST:NO)
    endif()
endfunction()
