# Third-party libraries, each as one target pol_dep_<name>. A folder names those it uses in its LINKS;
# the table of doors in tests/layering says which folder may use which.

option(POL_LLVM_SHARED "Link libLLVM.so: smaller binaries, but each start takes about 40 ms longer" OFF)

find_package(fmt REQUIRED)
add_library(pol_dep_fmt INTERFACE)
target_link_libraries(pol_dep_fmt INTERFACE fmt::fmt)

find_package(tl-expected REQUIRED)
add_library(pol_dep_expected INTERFACE)
target_link_libraries(pol_dep_expected INTERFACE tl::expected)

find_package(nlohmann_json 3.11 REQUIRED)
add_library(pol_dep_json INTERFACE)
target_link_libraries(pol_dep_json INTERFACE nlohmann_json::nlohmann_json)

find_package(CLI11 REQUIRED)
add_library(pol_dep_cli11 INTERFACE)
target_link_libraries(pol_dep_cli11 INTERFACE CLI11::CLI11)

find_package(Boost 1.74 REQUIRED)
add_library(pol_dep_boost INTERFACE)
target_link_libraries(pol_dep_boost INTERFACE Boost::headers)

find_path(POL_CEREAL_INCLUDE cereal/cereal.hpp REQUIRED)
find_path(POL_XXHASH_INCLUDE xxhash.h REQUIRED)
add_library(pol_dep_archive INTERFACE)
target_include_directories(pol_dep_archive SYSTEM INTERFACE "${POL_CEREAL_INCLUDE}" "${POL_XXHASH_INCLUDE}")
target_compile_definitions(pol_dep_archive INTERFACE XXH_INLINE_ALL)

find_package(Catch2 2.13 REQUIRED)
if(NOT Catch2_VERSION VERSION_LESS 3)
    message(FATAL_ERROR "The tests are written for Catch2 version 2, this is ${Catch2_VERSION}")
endif()
add_library(pol_dep_catch INTERFACE)
target_link_libraries(pol_dep_catch INTERFACE Catch2::Catch2)

find_package(Threads REQUIRED)

# Allocation, in place of the C library's, which takes a third of the time of a compilation. Sanitizers bring their own.
find_package(mimalloc 2.0 REQUIRED CONFIG)
add_library(pol_dep_malloc INTERFACE)
target_link_libraries(pol_dep_malloc INTERFACE $<$<CONFIG:Release>:mimalloc>)

find_package(antlr4-runtime REQUIRED)
add_library(pol_dep_antlr4 INTERFACE)
target_include_directories(pol_dep_antlr4 SYSTEM INTERFACE "${ANTLR4_INCLUDE_DIR}")
target_link_libraries(pol_dep_antlr4 INTERFACE antlr4_static Threads::Threads)

find_package(LLVM 19.1 REQUIRED CONFIG PATHS /usr/lib/llvm-19/lib/cmake/llvm NO_DEFAULT_PATH)
add_library(pol_dep_llvm INTERFACE)
target_include_directories(pol_dep_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
target_compile_definitions(pol_dep_llvm INTERFACE _GNU_SOURCE)
if(POL_LLVM_SHARED)
    target_link_libraries(pol_dep_llvm INTERFACE LLVM)
else()
    llvm_map_components_to_libnames(pol_llvm_libraries core orcjit native passes)
    target_link_libraries(pol_dep_llvm INTERFACE ${pol_llvm_libraries})
endif()

# DuckDB: only its header, for runtime/data, which opens the library at run time.
set(POL_DUCKDB_INCLUDE "${CMAKE_SOURCE_DIR}/.deps/duckdb" CACHE PATH "The folder of duckdb.h, fetched by scripts/setup")
if(NOT EXISTS "${POL_DUCKDB_INCLUDE}/duckdb.h")
    message(FATAL_ERROR "${POL_DUCKDB_INCLUDE} has no duckdb.h: scripts/setup fetches it")
endif()
add_library(pol_dep_duckdb INTERFACE)
target_include_directories(pol_dep_duckdb SYSTEM INTERFACE "${POL_DUCKDB_INCLUDE}")
target_link_libraries(pol_dep_duckdb INTERFACE ${CMAKE_DL_LIBS} Threads::Threads)

# Wide characters need libedit's own interface; its header is the only one included.
find_path(POL_EDIT_HEADERS histedit.h REQUIRED)
find_library(POL_EDIT edit REQUIRED)
add_library(pol_dep_edit INTERFACE)
target_include_directories(pol_dep_edit SYSTEM INTERFACE "${POL_EDIT_HEADERS}")
target_link_libraries(pol_dep_edit INTERFACE "${POL_EDIT}")

# forkpty, for tests at a terminal.
add_library(pol_dep_pty INTERFACE)
target_link_libraries(pol_dep_pty INTERFACE util)
