# The lexer and the parser that ANTLR writes from grammar/, as the library pol_grammar.
# They lie in the namespace pol::parse::grammar: #include "PolLexer.h", #include "PolParser.h".

set(grammar_folder "${CMAKE_SOURCE_DIR}/grammar")
set(generated_folder "${CMAKE_BINARY_DIR}/generated")

if(NOT EXISTS "${grammar_folder}/PolLexer.g4" OR NOT EXISTS "${grammar_folder}/PolParser.g4")
    message(STATUS "grammar: PolLexer.g4 and PolParser.g4 are not there yet, left out")
    return()
endif()

find_program(POL_ANTLR antlr4 REQUIRED)
file(MAKE_DIRECTORY "${generated_folder}")

# pol_generate(PolParser DEPENDS PolLexer.tokens): grammar/PolParser.g4 -> PolParser.h and PolParser.cpp
function(pol_generate grammar)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPENDS")
    list(TRANSFORM arg_DEPENDS PREPEND "${generated_folder}/")
    add_custom_command(
        OUTPUT
            "${generated_folder}/${grammar}.h"
            "${generated_folder}/${grammar}.cpp"
            "${generated_folder}/${grammar}.tokens"
        COMMAND "${POL_ANTLR}" -Dlanguage=Cpp -encoding UTF-8 -Werror -no-listener -no-visitor
            -package pol::parse::grammar -Xexact-output-dir -o "${generated_folder}" "${grammar}.g4"
        DEPENDS "${grammar_folder}/${grammar}.g4" ${arg_DEPENDS}
        WORKING_DIRECTORY "${grammar_folder}"
        COMMENT "ANTLR: grammar/${grammar}.g4"
        VERBATIM)
endfunction()

pol_generate(PolLexer)
pol_generate(PolParser DEPENDS PolLexer.tokens)

# The generated code is C++17: string literals with the prefix u8 are plain chars there.
add_library(pol_grammar STATIC "${generated_folder}/PolLexer.cpp" "${generated_folder}/PolParser.cpp")
target_compile_options(pol_grammar PRIVATE -w -fno-char8_t)
target_include_directories(pol_grammar SYSTEM PUBLIC "${generated_folder}")
target_link_libraries(pol_grammar PUBLIC pol_dep_antlr4)
