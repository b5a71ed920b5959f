# One folder, one target. DEPENDS are folders of this repository, LINKS are targets of cmake/Dependencies.cmake.
#
#   pol_module(NAME compiler/ir DEPENDS compiler/source runtime/value)
#   pol_module(NAME compiler/codegen DEPENDS compiler/ir LINKS pol_dep_llvm)
#   pol_program(NAME pol DEPENDS compiler/driver LINKS pol_dep_cli11)
#   pol_test(NAME tests/unit DEPENDS compiler/ir compiler/lower)
#
# SOURCES may be given to each; by default they are the .cpp files of the folder (of a test: also of the folders below).
# {fmt} and tl::expected may be used everywhere and need no LINKS.

# The declared dependencies of every folder, read by tests/layering: "compiler/ir: compiler/source runtime/value".
set(POL_LAYERS_FILE "${CMAKE_BINARY_DIR}/layers.txt")
file(WRITE "${POL_LAYERS_FILE}" "")

# compiler/ir, compiler/source -> pol::compiler::ir, pol::compiler::source
function(pol_targets_of out)
    list(TRANSFORM ARGN REPLACE "/" "::")
    list(TRANSFORM ARGN PREPEND "pol::")
    set(${out} ${ARGN} PARENT_SCOPE)
endfunction()

function(pol_write_layer folder)
    list(JOIN ARGN " " depends)
    string(STRIP "${folder}: ${depends}" line)
    file(APPEND "${POL_LAYERS_FILE}" "${line}\n")
endfunction()

# A static library, or an INTERFACE library when the folder has only headers.
function(pol_module)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;DEPENDS;LINKS")
    pol_check_arguments(pol_module)
    if(NOT CMAKE_CURRENT_SOURCE_DIR STREQUAL "${CMAKE_SOURCE_DIR}/${arg_NAME}")
        message(FATAL_ERROR "pol_module: NAME ${arg_NAME} is not the folder ${CMAKE_CURRENT_SOURCE_DIR}")
    endif()
    if(NOT arg_SOURCES)
        file(GLOB arg_SOURCES CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
    endif()

    string(REPLACE "/" "_" target "pol_${arg_NAME}")
    pol_targets_of(alias "${arg_NAME}")
    pol_targets_of(depends ${arg_DEPENDS})
    if(arg_SOURCES)
        add_library(${target} STATIC ${arg_SOURCES})
        target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}")
        target_link_libraries(${target}
            PUBLIC ${depends} pol_dep_fmt pol_dep_expected
            PRIVATE ${arg_LINKS} pol_warnings)
    else()
        add_library(${target} INTERFACE)
        target_include_directories(${target} INTERFACE "${CMAKE_SOURCE_DIR}")
        target_link_libraries(${target} INTERFACE ${depends} ${arg_LINKS} pol_dep_fmt pol_dep_expected)
    endif()
    add_library(${alias} ALIAS ${target})
    pol_write_layer("${arg_NAME}" ${arg_DEPENDS})
endfunction()

# An executable in the build folder itself: build/<NAME>.
function(pol_program)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;DEPENDS;LINKS")
    pol_check_arguments(pol_program)
    if(NOT arg_SOURCES)
        file(GLOB arg_SOURCES CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
    endif()

    pol_targets_of(depends ${arg_DEPENDS})
    add_executable(${arg_NAME} ${arg_SOURCES})
    set_target_properties(${arg_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
    target_include_directories(${arg_NAME} PRIVATE "${CMAKE_SOURCE_DIR}")
    target_compile_definitions(${arg_NAME} PRIVATE "POL_VERSION=\"${PROJECT_VERSION}\"")
    target_link_libraries(${arg_NAME}
        PRIVATE ${depends} ${arg_LINKS} pol_dep_fmt pol_dep_expected pol_warnings pol_executable)
    file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
    pol_write_layer("${folder}" ${arg_DEPENDS})
endfunction()

# A Catch2 binary build/test-<folder>, known to CTest under the folder's name, which is its label too.
function(pol_test)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;DEPENDS;LINKS")
    pol_check_arguments(pol_test)
    if(NOT arg_SOURCES)
        file(GLOB_RECURSE arg_SOURCES CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
    endif()

    string(REGEX REPLACE "^tests/" "" name "${arg_NAME}")
    string(REPLACE "/" "-" target "test-${name}")
    pol_targets_of(depends ${arg_DEPENDS})
    add_executable(${target} ${arg_SOURCES})
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
    target_include_directories(${target} PRIVATE "${CMAKE_SOURCE_DIR}")
    target_compile_definitions(${target} PRIVATE
        "POL_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\""
        "POL_BINARY_DIR=\"${CMAKE_BINARY_DIR}\"")
    target_link_libraries(${target} PRIVATE
        pol_test_main ${depends} ${arg_LINKS} pol_dep_catch pol_dep_fmt pol_dep_expected pol_warnings pol_executable)
    add_test(NAME "${name}" COMMAND ${target} WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
    set_tests_properties("${name}" PROPERTIES LABELS "${name}")
endfunction()

# Used by the three above.
macro(pol_check_arguments function)
    if(NOT arg_NAME)
        message(FATAL_ERROR "${function}: NAME is missing")
    endif()
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "${function}(${arg_NAME}): what is ${arg_UNPARSED_ARGUMENTS}?")
    endif()
    foreach(library IN LISTS arg_LINKS)
        if(NOT TARGET ${library})
            message(FATAL_ERROR "${function}(${arg_NAME}): LINKS ${library}, which is no target")
        endif()
    endforeach()
endmacro()
