#include "compiler/codegen/orc.h"

#include <cstring>
#include <iterator>
#include <mutex>

#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>

#include "compiler/codegen/emit.h"

// The compiler's own library: its names are reserved, and __extension__ takes no `using`.
// NOLINTBEGIN(bugprone-reserved-identifier,modernize-use-using)
__extension__ typedef __int128 WideInteger;
extern "C" WideInteger __divti3(WideInteger, WideInteger);
extern "C" WideInteger __modti3(WideInteger, WideInteger);
__extension__ typedef unsigned __int128 WideUnsigned;
extern "C" WideUnsigned __udivti3(WideUnsigned, WideUnsigned);
// NOLINTEND(bugprone-reserved-identifier,modernize-use-using)

namespace pol::codegen {
namespace {

std::string words(llvm::Error error) {
    return llvm::toString(std::move(error));
}

// Once, for LLVM's list of targets is not made for several threads at a time.
void know_target() {
    static std::once_flag once;
    std::call_once(once, [] {
        llvm::InitializeNativeTarget();
        llvm::InitializeNativeTargetAsmPrinter();
    });
}

// What the processor at hand has, without what is above the level.
llvm::Expected<llvm::orc::JITTargetMachineBuilder> target(Processor processor) {
    auto host = llvm::orc::JITTargetMachineBuilder::detectHost();
    if (!host || processor == this_processor()) {
        return host;
    }
    llvm::orc::JITTargetMachineBuilder lesser(host->getTargetTriple());
    lesser.setCPU(processor == Processor::baseline ? "x86-64"
                  : processor == Processor::avx2   ? "x86-64-v3"
                                                   : "x86-64-v4");
    return lesser;
}

// Who calls a function by its address may look at the bytes before it, as sanitizers do; code that
// begins a page has none.
void precede(llvm::Module& module) {
    auto* words = llvm::ArrayType::get(llvm::Type::getInt64Ty(module.getContext()), 2);
    for (llvm::Function& function : module) {
        if (!function.isDeclaration() && !function.hasLocalLinkage()) {
            function.setPrefixData(llvm::ConstantAggregateZero::get(words));
        }
    }
}

}  // namespace

struct Target::Parts {
    std::unique_ptr<llvm::TargetMachine> machine;

    tl::expected<std::string, std::string> emit(llvm::Module& module,
                                                llvm::CodeGenFileType form) const {
        llvm::SmallString<0> text;
        llvm::raw_svector_ostream stream(text);
        llvm::legacy::PassManager passes;
        if (machine->addPassesToEmitFile(passes, stream, nullptr, form)) {
            return tl::unexpected(std::string("this target has no such output"));
        }
        passes.run(module);
        return std::string(text);
    }
};

Target::Target(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Target::Target(Target&&) noexcept = default;
Target& Target::operator=(Target&&) noexcept = default;
Target::~Target() = default;

tl::expected<Target, std::string> Target::make(Effort effort, Processor processor) {
    know_target();
    auto builder = target(processor);
    if (!builder) {
        return tl::unexpected(words(builder.takeError()));
    }
    // As what loads it expects; the code that a machine makes for itself is of the large model
    // otherwise, which reaches every table by way of another.
    builder->setRelocationModel(llvm::Reloc::PIC_);
    builder->setCodeModel(llvm::CodeModel::Small);
    builder->setCodeGenOptLevel(effort == Effort::least ? llvm::CodeGenOptLevel::None
                                                        : llvm::CodeGenOptLevel::Default);
    auto machine = builder->createTargetMachine();
    if (!machine) {
        return tl::unexpected(words(machine.takeError()));
    }
    return Target(std::make_unique<Parts>(Parts{std::move(*machine)}));
}

void Target::prepare(llvm::Module& module) const {
    module.setDataLayout(parts_->machine->createDataLayout());
    module.setTargetTriple(parts_->machine->getTargetTriple().str());
}

tl::expected<std::string, std::string> Target::object(llvm::Module& module) const {
    return parts_->emit(module, llvm::CodeGenFileType::ObjectFile);
}

tl::expected<std::string, std::string> Target::assembly(llvm::Module& module) const {
    return parts_->emit(module, llvm::CodeGenFileType::AssemblyFile);
}

struct Machine::Parts {
    std::unique_ptr<llvm::orc::LLJIT> jit;
};

Machine::Machine(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Machine::Machine(Machine&&) noexcept = default;
Machine& Machine::operator=(Machine&&) noexcept = default;
Machine::~Machine() = default;

tl::expected<Machine, std::string> Machine::load(const std::string& object) {
    know_target();
    auto jit = llvm::orc::LLJITBuilder().create();
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
    // Division of 128 bits and moving memory are calls on this machine.
    define("__divti3", reinterpret_cast<void*>(&__divti3));
    define("__udivti3", reinterpret_cast<void*>(&__udivti3));
    define("__modti3", reinterpret_cast<void*>(&__modti3));
    define("memset", reinterpret_cast<void*>(&memset));
    define("memcpy", reinterpret_cast<void*>(&memcpy));
    if (auto error =
            (*jit)->getMainJITDylib().define(llvm::orc::absoluteSymbols(std::move(symbols)))) {
        return tl::unexpected(words(std::move(error)));
    }
    if (auto error = (*jit)->addObjectFile(llvm::MemoryBuffer::getMemBufferCopy(object, "pol"))) {
        return tl::unexpected(words(std::move(error)));
    }
    return Machine(std::make_unique<Parts>(Parts{std::move(*jit)}));
}

tl::expected<void*, std::string> Machine::find(const char* name) const {
    auto address = parts_->jit->lookup(name);
    if (!address) {
        return tl::unexpected(words(address.takeError()));
    }
    return address->toPtr<void*>();
}

tl::expected<void, std::string> finish(llvm::Module& module, Passes wanted) {
    precede(module);
    std::string broken;
    llvm::raw_string_ostream stream(broken);
    if (llvm::verifyModule(module, &stream)) {
        return tl::unexpected(broken);
    }
    if (wanted == Passes::none) {
        return {};
    }
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
    if (wanted == Passes::all) {
        passes.addPass(llvm::InstCombinePass());
    }
    passes.addPass(llvm::SimplifyCFGPass());
    llvm::ModulePassManager all;
    all.addPass(llvm::createModuleToFunctionPassAdaptor(std::move(passes)));
    all.run(module, modules);
    return {};
}

void part_blocks(llvm::Module& module) {
    constexpr std::ptrdiff_t kMost = 100;
    for (llvm::Function& function : module) {
        // Of those that are made here each is met in its turn.
        for (llvm::BasicBlock& block : function) {
            const auto first = block.getFirstInsertionPt();  // past what values come in by
            if (std::distance(first, block.end()) > kMost + 1) {
                block.splitBasicBlock(std::next(first, kMost));
            }
        }
    }
}

}  // namespace pol::codegen
