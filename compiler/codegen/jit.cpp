#include "compiler/codegen/jit.h"

#include <llvm/Support/raw_ostream.h>

#include "compiler/codegen/emit.h"
#include "compiler/codegen/orc.h"

namespace pol::codegen {
namespace {

tl::expected<void, std::string> fill(const ir::Program& program, const ir::Numbers& whole,
                                     const Options& options, llvm::Module& module) {
    if (options.plain) {
        Emitter(program, whole, module, false).run();
    }
    if (options.traced) {
        Emitter(program, whole, module, true).run();
    }
    return finish(module, options.level == 0 ? Passes::none : Passes::few);
}

}  // namespace

struct Jit::Code {
    Machine machine;
    abi::SettleOne plain = nullptr;
    abi::SettleOne traced = nullptr;
};

Jit::Jit(std::unique_ptr<Code> code) : code_(std::move(code)) {}
Jit::Jit(Jit&&) noexcept = default;
Jit& Jit::operator=(Jit&&) noexcept = default;
Jit::~Jit() = default;

tl::expected<Jit, std::string> Jit::compile(const ir::Program& program, const Options& options,
                                            const ir::Numbers& whole) {
    const auto made = object(program, options, whole);
    return made ? load(*made, options) : tl::unexpected(made.error());
}

tl::expected<std::string, std::string>
Jit::object(const ir::Program& program, const Options& options, const ir::Numbers& whole) {
    const auto target = Target::make(Effort::least, this_processor());
    if (!target) {
        return tl::unexpected(target.error());
    }
    llvm::LLVMContext context;
    llvm::Module module("pol", context);
    target->prepare(module);
    if (auto filled = fill(program, whole, options, module); !filled) {
        return tl::unexpected(filled.error());
    }
    return target->object(module);
}

tl::expected<Jit, std::string> Jit::load(const std::string& object, const Options& options) {
    auto machine = Machine::load(object);
    if (!machine) {
        return tl::unexpected(machine.error());
    }
    auto code = std::make_unique<Code>(Code{std::move(*machine)});
    const auto find = [&](bool wanted, const char* name,
                          abi::SettleOne& into) -> tl::expected<void, std::string> {
        if (!wanted) {
            return {};
        }
        auto address = code->machine.find(name);
        if (!address) {
            return tl::unexpected(address.error());
        }
        into = reinterpret_cast<abi::SettleOne>(*address);
        return {};
    };
    if (auto found = find(options.plain, kPlainName, code->plain); !found) {
        return tl::unexpected(found.error());
    }
    if (auto found = find(options.traced, kTracedName, code->traced); !found) {
        return tl::unexpected(found.error());
    }
    return Jit(std::move(code));
}

abi::Engine Jit::engine() const {
    abi::Engine engine;
    if (code_->plain != nullptr) {
        engine.plain = [f = code_->plain](const abi::ClaimView& c, abi::Accounts& a,
                                          abi::Settlement& s) { f(&c, &a, &s, nullptr); };
    }
    if (code_->traced != nullptr) {
        engine.traced = [f = code_->traced](const abi::ClaimView& c, abi::Accounts& a,
                                            abi::Settlement& s,
                                            abi::Tape& t) { f(&c, &a, &s, &t); };
    }
    return engine;
}

tl::expected<std::string, std::string> llvm_text(const ir::Program& program,
                                                 const Options& options) {
    llvm::LLVMContext context;
    llvm::Module module("pol", context);
    if (auto filled = fill(program, {}, options, module); !filled) {
        return tl::unexpected(filled.error());
    }
    std::string text;
    llvm::raw_string_ostream stream(text);
    module.print(stream, nullptr);
    return text;
}

}  // namespace pol::codegen
