# Cross-compiling for Windows (x86-64) with mingw-w64 on Linux, for the preset `windows`.
#   SIGNET_WINDOWS_SYSROOT   environment variable: a folder with `mingw.cmake`, the toolchain file, and `sysroot`
#                            beside it, which holds Qt, OpenSSL, QtKeychain, QCoro and CLI11 for Windows
if(NOT EXISTS "$ENV{SIGNET_WINDOWS_SYSROOT}/mingw.cmake")
    message(FATAL_ERROR "Set the environment variable SIGNET_WINDOWS_SYSROOT to a folder with the libraries for "
        "Windows and their toolchain file mingw.cmake. It is \"$ENV{SIGNET_WINDOWS_SYSROOT}\" now.")
endif()
include("$ENV{SIGNET_WINDOWS_SYSROOT}/mingw.cmake")

# GNU ar and ld for Windows take minutes for objects of many templates; those of LLVM take seconds.
find_program(SIGNET_LLVM_AR NAMES llvm-ar-19 llvm-ar)
find_program(SIGNET_LLVM_RANLIB NAMES llvm-ranlib-19 llvm-ranlib)
if(SIGNET_LLVM_AR AND SIGNET_LLVM_RANLIB)
    set(CMAKE_AR ${SIGNET_LLVM_AR} CACHE FILEPATH "")
    set(CMAKE_RANLIB ${SIGNET_LLVM_RANLIB} CACHE FILEPATH "")
endif()
find_program(SIGNET_LLD NAMES ld.lld-19 ld.lld)
if(SIGNET_LLD)
    # GCC for Windows has the path of its linker built in, and asks for it through this program of its own.
    set(linker ${CMAKE_BINARY_DIR}/linker/collect2)
    file(WRITE ${linker} "#!/bin/sh\nexec ${SIGNET_LLD} \"$@\"\n")
    file(CHMOD ${linker} PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
    set(CMAKE_EXE_LINKER_FLAGS_INIT "-fno-use-linker-plugin -B${CMAKE_BINARY_DIR}/linker")
endif()

# CTest runs the tests with it.
find_program(SIGNET_WINE NAMES wine64 wine PATHS /usr/lib/wine)
if(SIGNET_WINE)
    set(CMAKE_CROSSCOMPILING_EMULATOR ${SIGNET_WINE})
endif()
