# How everything of ours is compiled and linked: language, build types, warnings, linker, ccache.

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Release or Sanitize" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

# Our own assertions do not look at NDEBUG: it only silences those in headers of others.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_SANITIZE
    "-O1 -gline-tables-only -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    string(REPLACE "-gline-tables-only" "-g1" CMAKE_CXX_FLAGS_SANITIZE "${CMAKE_CXX_FLAGS_SANITIZE}")
endif()

add_compile_definitions(_GLIBCXX_ASSERTIONS)
add_compile_options(-ffunction-sections -fdata-sections)
# ccache shortens paths to ../compiler/...: __FILE__ is then a path from the root.
add_compile_options(-fmacro-prefix-map=../=)
add_link_options(-Wl,--gc-sections -Wl,--as-needed)

# Linked PRIVATE by every folder of ours; generated code and other people's headers are exempt.
add_library(pol_warnings INTERFACE)
target_compile_options(pol_warnings INTERFACE
    -Werror
    -Wall
    -Wextra
    -Wpedantic
    -Wcast-align
    -Wcast-qual
    -Wconversion
    -Wdouble-promotion
    -Wextra-semi
    -Wformat=2
    -Wimplicit-fallthrough
    -Wmissing-declarations
    -Wnon-virtual-dtor
    -Wold-style-cast
    -Woverloaded-virtual
    -Wshadow
    -Wsign-conversion
    -Wundef
    -Wunused
    -Wvla)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(pol_warnings INTERFACE
        -Wduplicated-branches
        -Wduplicated-cond
        -Wlogical-op
        # False alarms of g++ 12 in std::string and std::variant; clang and the sanitizers look there.
        -Wno-maybe-uninitialized
        -Wno-restrict)
elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(pol_warnings INTERFACE
        -Wconditional-uninitialized
        -Wloop-analysis
        -Wmissing-prototypes
        # std::stable_sort of g++ 12's library calls what that library itself calls deprecated.
        -Wno-deprecated-declarations
        -Wshadow-all
        -Wno-shadow-field-in-constructor)
endif()

# LLVM's linker takes a seventh of the time of the usual one.
find_program(POL_LLD ld.lld PATHS /usr/lib/llvm-19/bin NO_DEFAULT_PATH)
if(POL_LLD)
    get_filename_component(lld_folder "${POL_LLD}" DIRECTORY)
    add_link_options(-fuse-ld=lld "$<$<CXX_COMPILER_ID:GNU>:-B${lld_folder}>")
else()
    message(STATUS "lld-19 not found: linking with the default linker")
endif()

find_program(POL_CCACHE ccache)
if(POL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${POL_CCACHE}")
endif()

# How our executables are linked. A position-independent one would spend its first milliseconds relocating LLVM's tables.
add_library(pol_executable INTERFACE)
target_link_options(pol_executable INTERFACE $<$<CONFIG:Release>:-no-pie>)
target_link_libraries(pol_executable INTERFACE pol_dep_malloc)
