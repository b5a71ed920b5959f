#include "compiler/driver/column_engine.h"

#include <algorithm>
#include <utility>

#include "compiler/codegen/column_jit.h"
#include "compiler/codegen/jit.h"
#include "compiler/columns/inputs.h"
#include "compiler/columns/lists.h"

namespace pol::driver {
namespace {

/// What the engine's functions are code of.
struct Code {
    std::optional<codegen::ColumnJit> kernel;
    std::optional<codegen::Jit> lists;
};

std::vector<abi::ColumnOutput> everything(const ir::Program& program) {
    using What = abi::ColumnOutput::What;
    std::vector<abi::ColumnOutput> outputs;
    outputs.reserve(program.vocabulary.results.size() + 2 + program.answers.size());
    for (std::uint32_t r = 0; r < program.vocabulary.results.size(); ++r) {
        outputs.push_back({What::result, r, abi::ColumnType::i64});
    }
    outputs.push_back({What::status, 0, abi::ColumnType::u8});
    outputs.push_back({What::benefit, 0, abi::ColumnType::i32});
    for (std::uint32_t a = 0; a < program.answers.size(); ++a) {
        outputs.push_back({What::answer, a, abi::ColumnType::u8});
    }
    return outputs;
}

/// The columns of fields that the kernel does not read: the figures do, and what is wrong with one
/// is its claim's fault all the same.
std::vector<abi::ColumnInput> others(const ir::Program& program, const columns::Program& flat) {
    std::vector<abi::ColumnInput> others = columns::inputs_of(program.vocabulary);
    std::erase_if(others, [&](const abi::ColumnInput& one) {
        return std::any_of(
            flat.inputs.begin(), flat.inputs.end(), [&](const abi::ColumnInput& own) {
                return own.source == abi::ColumnInput::Source::field && own.index == one.index;
            });
    });
    return others;
}

}  // namespace

tl::expected<LoadedColumns, NoColumns> load_columns(const ir::Program& program,
                                                    codegen::Processor processor,
                                                    std::size_t most_operations) {
    const auto flat =
        columns::flatten(program, columns::inputs_of(program.vocabulary), columns::Lists::figures);
    if (!flat) {
        return tl::unexpected(NoColumns{flat.error(), {}});
    }
    if (flat->nodes.size() > most_operations) {
        return tl::unexpected(
            NoColumns{columns::Obstacle{columns::Obstacle::Why::long_program, std::string()}, {}});
    }
    LoadedColumns loaded;
    codegen::ColumnOptions options;
    options.wanted = everything(program);
    options.processor = processor;
    auto kernel = codegen::ColumnJit::compile(*flat, options);
    if (!kernel) {
        return tl::unexpected(NoColumns{std::nullopt, kernel.error()});
    }
    auto code = std::make_shared<Code>();
    loaded.engine.inputs = flat->inputs;
    loaded.engine.outputs = options.wanted;
    loaded.engine.settle = kernel->kernel();
    if (!flat->accounts.empty()) {
        loaded.engine.accounts = codegen::layout_of(*flat);
    }
    loaded.processor = processor;
    loaded.lanes = codegen::lanes_of(*flat, processor);
    code->kernel.emplace(*std::move(kernel));
    if (const auto of_lists = columns::list_program(program, flat->figures)) {
        auto jit = codegen::Jit::compile(*of_lists, {2, true, false});
        if (!jit) {
            return tl::unexpected(NoColumns{std::nullopt, jit.error()});
        }
        abi::ListEngine& lists = loaded.engine.lists.emplace();
        for (const ir::NodeId figure : flat->figures) {
            lists.figures.push_back(columns::column_of(program, figure));
        }
        lists.fields = columns::fields_read(program, flat->figures);
        lists.lists = columns::lists_read(program, flat->figures);
        lists.engine = jit->engine();
        code->lists.emplace(*std::move(jit));
    }
    loaded.engine.others = others(program, *flat);
    loaded.code = std::move(code);
    return loaded;
}

}  // namespace pol::driver
