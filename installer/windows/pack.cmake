# Packs the installer: fills in installer.nsi.in and runs makensis.
#   cmake -D BUILD=FOLDER -D MAKENSIS=PROGRAM [...] -P pack.cmake     FOLDER/installed has the files
#
# The uninstaller removes the files of its own list, not a folder with all that somebody put in it.
file(GLOB_RECURSE files LIST_DIRECTORIES true RELATIVE "${BUILD}/installed" "${BUILD}/installed/*")
list(SORT files)
list(REVERSE files) # what is in a folder comes before the folder
set(SIGNET_NSIS_REMOVE)
foreach(file IN LISTS files)
    string(REPLACE "/" "\\" name "${file}")
    if(IS_DIRECTORY "${BUILD}/installed/${file}")
        string(APPEND SIGNET_NSIS_REMOVE "RMDir \"$INSTDIR\\${name}\"\n    ")
    else()
        string(APPEND SIGNET_NSIS_REMOVE "Delete \"$INSTDIR\\${name}\"\n    ")
    endif()
endforeach()

set(SIGNET_NSIS_SIGN)
if(SIGN_COMMAND)
    set(SIGNET_NSIS_SIGN "!finalize '${SIGN_COMMAND} \"%1\"'\n!uninstfinalize '${SIGN_COMMAND} \"%1\"'")
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/installer.nsi.in ${BUILD}/installer.nsi @ONLY)
execute_process(COMMAND ${MAKENSIS} -V2 -WX -INPUTCHARSET UTF8 ${BUILD}/installer.nsi COMMAND_ERROR_IS_FATAL ANY)
