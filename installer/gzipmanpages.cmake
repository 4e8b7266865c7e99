# Compresses each man page in FROM into TO.
file(REMOVE_RECURSE ${TO})
file(MAKE_DIRECTORY ${TO})
file(GLOB pages ${FROM}/*.1)
foreach(page IN LISTS pages)
    get_filename_component(name ${page} NAME)
    execute_process(COMMAND ${GZIP} -9nc ${page} OUTPUT_FILE ${TO}/${name}.gz COMMAND_ERROR_IS_FATAL ANY)
endforeach()
