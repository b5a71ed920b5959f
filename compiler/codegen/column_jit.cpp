#include "compiler/codegen/column_jit.h"

#include <llvm/Support/raw_ostream.h>

#include "compiler/codegen/emit_columns.h"
#include "compiler/codegen/orc.h"

namespace pol::codegen {

struct ColumnJit::Code {
    Machine machine;
    abi::SettleColumns kernel = nullptr;
};

ColumnJit::ColumnJit(std::unique_ptr<Code> code) : code_(std::move(code)) {}
ColumnJit::ColumnJit(ColumnJit&&) noexcept = default;
ColumnJit& ColumnJit::operator=(ColumnJit&&) noexcept = default;
ColumnJit::~ColumnJit() = default;

namespace {

tl::expected<Target, std::string> fill(const columns::Program& program,
                                       const ColumnOptions& options, llvm::Module& module) {
    const bool is_best = options.care == Care::best;
    auto target = Target::make(is_best ? Effort::usual : Effort::least, options.processor);
    if (!target) {
        return target;
    }
    target->prepare(module);
    ColumnEmitter(program, options, module).run();
    if (auto finished = finish(module, is_best ? Passes::all : Passes::none); !finished) {
        return tl::unexpected(finished.error());
    }
    if (!is_best) {
        part_blocks(module);
    }
    return target;
}

}  // namespace

tl::expected<ColumnJit, std::string> ColumnJit::compile(const columns::Program& program,
                                                        const ColumnOptions& options) {
    const auto made = object(program, options);
    return made ? load(*made) : tl::unexpected(made.error());
}

tl::expected<std::string, std::string> ColumnJit::object(const columns::Program& program,
                                                         const ColumnOptions& options) {
    llvm::LLVMContext context;
    llvm::Module module("pol", context);
    const auto target = fill(program, options, module);
    return target ? target->object(module) : tl::unexpected(target.error());
}

tl::expected<ColumnJit, std::string> ColumnJit::load(const std::string& object) {
    auto machine = Machine::load(object);
    if (!machine) {
        return tl::unexpected(machine.error());
    }
    auto code = std::make_unique<Code>(Code{std::move(*machine)});
    auto address = code->machine.find(kColumnsName);
    if (!address) {
        return tl::unexpected(address.error());
    }
    code->kernel = reinterpret_cast<abi::SettleColumns>(*address);
    return ColumnJit(std::move(code));
}

tl::expected<std::string, std::string> column_text(const columns::Program& program,
                                                   const ColumnOptions& options, Form form) {
    llvm::LLVMContext context;
    llvm::Module module("pol", context);
    const auto target = fill(program, options, module);
    if (!target) {
        return tl::unexpected(target.error());
    }
    if (form == Form::assembly) {
        return target->assembly(module);
    }
    std::string text;
    llvm::raw_string_ostream stream(text);
    module.print(stream, nullptr);
    return text;
}

abi::SettleColumns ColumnJit::kernel() const {
    return code_->kernel;
}

}  // namespace pol::codegen
