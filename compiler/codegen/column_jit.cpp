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

tl::expected<ColumnJit, std::string> ColumnJit::compile(const columns::Program& program,
                                                        const ColumnOptions& options) {
    auto machine = Machine::make(Effort::usual, options.processor);
    if (!machine) {
        return tl::unexpected(machine.error());
    }
    auto context = std::make_unique<llvm::LLVMContext>();
    auto module = std::make_unique<llvm::Module>("pol", *context);
    machine->prepare(*module);
    ColumnEmitter(program, options, *module).run();
    if (auto finished = finish(*module, 2); !finished) {
        return tl::unexpected(finished.error());
    }
    if (auto added = machine->add(std::move(module), std::move(context)); !added) {
        return tl::unexpected(added.error());
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
    auto machine = Machine::make(Effort::usual, options.processor);
    if (!machine) {
        return tl::unexpected(machine.error());
    }
    llvm::LLVMContext context;
    llvm::Module module("pol", context);
    machine->prepare(module);
    ColumnEmitter(program, options, module).run();
    if (auto finished = finish(module, 2); !finished) {
        return tl::unexpected(finished.error());
    }
    if (form == Form::assembly) {
        return assembly(module, Effort::usual, options.processor);
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
