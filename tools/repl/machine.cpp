#include "tools/repl/machine.h"

#include "compiler/codegen/column_jit.h"
#include "compiler/columns/flatten.h"
#include "compiler/columns/inputs.h"
#include "compiler/columns/print.h"

namespace pol::repl {

Answer show_assembly(const State& state) {
    const ir::Program& program = state.policies->program();
    const auto flat = columns::flatten(program, columns::inputs_of(program.vocabulary));
    if (!flat) {
        return {columns::text_of(flat.error()) + "\n", true};
    }
    // The two halves of the work cannot be given up, but between them it can.
    if (state.cancel.is_asked()) {
        return stopped(state);
    }
    codegen::ColumnOptions how;
    const auto count = static_cast<std::uint32_t>(program.vocabulary.results.size());
    how.wanted.reserve(count + 1);
    how.wanted.push_back({codegen::Wanted::What::status, 0, abi::ColumnType::i64});
    for (std::uint32_t r = 0; r < count; ++r) {
        how.wanted.push_back({codegen::Wanted::What::result, r, abi::ColumnType::i64});
    }
    auto text = codegen::column_text(*flat, how, codegen::Form::assembly);
    if (state.cancel.is_asked()) {
        return stopped(state);
    }
    return text ? good(std::move(*text)) : Answer{text.error() + "\n", true};
}

}  // namespace pol::repl
