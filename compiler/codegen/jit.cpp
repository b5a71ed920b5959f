// LLVM set up once: passes, ORC, symbols. The only file that reads the ORC headers.
#include "compiler/codegen/jit.h"

#include <cstring>

#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>

#include "compiler/codegen/emit.h"

__extension__ typedef __int128 WideInteger;
extern "C" WideInteger __divti3(WideInteger, WideInteger);
extern "C" WideInteger __modti3(WideInteger, WideInteger);

namespace pol::codegen {
namespace {

std::string words(llvm::Error error) {
    return llvm::toString(std::move(error));
}

// Pol emits what it means; three cheap passes remove the repetition.
void optimize(llvm::Module& module) {
    llvm::LoopAnalysisManager loops;
    llvm::FunctionAnalysisManager functions;
    llvm::CGSCCAnalysisManager cgscc;
    llvm::ModuleAnalysisManager modules;
    llvm::PassBuilder builder;
    builder.registerModuleAnalyses(modules);
    builder.registerCGSCCAnalyses(cgscc);
    builder.registerFunctionAnalyses(functions);
    builder.registerLoopAnalyses(loops);
    builder.crossRegisterProxies(loops, functions, cgscc, modules);
    llvm::FunctionPassManager passes;
    passes.addPass(llvm::EarlyCSEPass());
    passes.addPass(llvm::InstCombinePass());
    passes.addPass(llvm::SimplifyCFGPass());
    llvm::ModulePassManager all;
    all.addPass(llvm::createModuleToFunctionPassAdaptor(std::move(passes)));
    all.run(module, modules);
}

tl::expected<void, std::string> fill(const ir::Program& program, const Options& options,
                                     llvm::Module& module) {
    if (options.plain) {
        Emitter(program, module, false).run();
    }
    if (options.traced) {
        Emitter(program, module, true).run();
    }
    std::string broken;
    llvm::raw_string_ostream stream(broken);
    if (llvm::verifyModule(module, &stream)) {
        return tl::unexpected(broken);
    }
    if (options.level > 0) {
        optimize(module);
    }
    return {};
}

tl::expected<std::unique_ptr<llvm::orc::LLJIT>, std::string> machine() {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    auto host = llvm::orc::JITTargetMachineBuilder::detectHost();
    if (!host) {
        return tl::unexpected(words(host.takeError()));
    }
    host->setCodeGenOptLevel(llvm::CodeGenOptLevel::None);
    auto jit = llvm::orc::LLJITBuilder().setJITTargetMachineBuilder(std::move(*host)).create();
    if (!jit) {
        return tl::unexpected(words(jit.takeError()));
    }
    llvm::orc::SymbolMap symbols;
    const auto define = [&](const char* name, void* address) {
        symbols[(*jit)->mangleAndIntern(name)] = {llvm::orc::ExecutorAddr::fromPtr(address),
                                                  llvm::JITSymbolFlags::Exported |
                                                      llvm::JITSymbolFlags::Callable};
    };
    for (const Symbol& s : runtime_symbols()) {
        define(s.name, s.address);
    }
    // Division of 128 bits and filling memory are calls on this machine.
    define("__divti3", reinterpret_cast<void*>(&__divti3));
    define("__modti3", reinterpret_cast<void*>(&__modti3));
    define("memset", reinterpret_cast<void*>(&memset));
    if (auto error =
            (*jit)->getMainJITDylib().define(llvm::orc::absoluteSymbols(std::move(symbols)))) {
        return tl::unexpected(words(std::move(error)));
    }
    return std::move(*jit);
}

}  // namespace

struct Jit::Code {
    std::unique_ptr<llvm::orc::LLJIT> jit;
    abi::SettleOne plain = nullptr;
    abi::SettleOne traced = nullptr;
};

Jit::Jit(std::unique_ptr<Code> code) : code_(std::move(code)) {}
Jit::Jit(Jit&&) noexcept = default;
Jit& Jit::operator=(Jit&&) noexcept = default;
Jit::~Jit() = default;

tl::expected<Jit, std::string> Jit::compile(const ir::Program& program, const Options& options) {
    auto jit = machine();
    if (!jit) {
        return tl::unexpected(jit.error());
    }
    auto context = std::make_unique<llvm::LLVMContext>();
    auto module = std::make_unique<llvm::Module>("pol", *context);
    module->setDataLayout((*jit)->getDataLayout());
    module->setTargetTriple((*jit)->getTargetTriple().str());
    if (auto filled = fill(program, options, *module); !filled) {
        return tl::unexpected(filled.error());
    }
    if (auto error = (*jit)->addIRModule(
            llvm::orc::ThreadSafeModule(std::move(module), std::move(context)))) {
        return tl::unexpected(words(std::move(error)));
    }
    auto code = std::make_unique<Code>();
    code->jit = std::move(*jit);
    const auto find = [&](const char* name) -> tl::expected<abi::SettleOne, std::string> {
        auto address = code->jit->lookup(name);
        if (!address) {
            return tl::unexpected(words(address.takeError()));
        }
        return address->toPtr<abi::SettleOne>();
    };
    if (options.plain) {
        auto function = find(kPlainName);
        if (!function) {
            return tl::unexpected(function.error());
        }
        code->plain = *function;
    }
    if (options.traced) {
        auto function = find(kTracedName);
        if (!function) {
            return tl::unexpected(function.error());
        }
        code->traced = *function;
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
    if (auto filled = fill(program, options, module); !filled) {
        return tl::unexpected(filled.error());
    }
    std::string text;
    llvm::raw_string_ostream stream(text);
    module.print(stream, nullptr);
    return text;
}

}  // namespace pol::codegen
