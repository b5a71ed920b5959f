#include "compiler/driver/engine.h"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/codegen/jit.h"
#include "compiler/interpret/interpret.h"
#include "compiler/ir/slice.h"
#include "runtime/fault/assert.h"

namespace pol::driver {
namespace {

/// Claims of a place that are interpreted before its code is made: compiling a city takes as long
/// as interpreting some thousands.
constexpr std::uint32_t kInterpreted = 5'000;

/// Accounts of a whole program for whoever numbers them as a slice does.
struct SliceAccounts {
    abi::Accounts& whole;
    const ir::Numbers& numbers;

    [[nodiscard]] abi::AccountKey key(const abi::AccountKey& own) const {
        abi::AccountKey key = own;
        key.account = numbers.account(own.account);
        return key;
    }
    static std::int64_t balance(void* self, const abi::AccountKey* key) {
        const auto& own = *static_cast<const SliceAccounts*>(self);
        const abi::AccountKey named = own.key(*key);
        return own.whole.balance(own.whole.self, &named);
    }
    static void post(void* self, const abi::AccountKey* key, std::int64_t amount) {
        const auto& own = *static_cast<const SliceAccounts*>(self);
        const abi::AccountKey named = own.key(*key);
        own.whole.post(own.whole.self, &named, amount);
    }
};

/// Interprets a slice, and answers with the numbers of the whole.
void interpret_slice(const ir::Slice& slice, const abi::ClaimView& claim, abi::Accounts& accounts,
                     abi::Settlement& settlement) {
    SliceAccounts own{accounts, slice.whole};
    abi::Accounts named{&own, &SliceAccounts::balance, &SliceAccounts::post};
    std::vector<std::uint8_t> answers(slice.program.answers.size());
    std::uint8_t* const whole = std::exchange(settlement.answers, answers.data());
    interpret::settle_one(slice.program, claim, named, settlement, nullptr);
    settlement.answers = whole;
    for (std::uint32_t i = 0; i < answers.size(); ++i) {
        if (answers[i] != 0) {
            whole[slice.whole.answer(i)] = 1;
        }
    }
    if (settlement.benefit >= 0) {
        settlement.benefit = static_cast<std::int32_t>(
            slice.whole.benefit(static_cast<std::uint32_t>(settlement.benefit)));
    }
    if (settlement.fault_quantity != Fault::kNoQuantity) {
        settlement.fault_quantity = slice.whole.quantity(settlement.fault_quantity);
    }
}

/// Plain code of each place of insurance, made when it is first needed: of many cities only of
/// those that claims are of, or many claims.
class Places {
  public:
    Places(Slices slices, EngineKind kind)
        : slices_(std::move(slices)), kind_(kind), codes_(slices_.places.count()) {}

    void settle(const abi::ClaimView& claim, abi::Accounts& accounts, abi::Settlement& settlement) {
        Code& code = codes_[slices_.places.of(insured(claim))];
        if (kind_ == EngineKind::automatic && code.seen < kInterpreted) {
            ++code.seen;
            interpret_slice(slice(code), claim, accounts, settlement);
            return;
        }
        const auto& why = compiled(code);
        require_state(!why, why ? why->c_str() : "");
        code.engine.plain(claim, accounts, settlement);
    }

    [[nodiscard]] bool is_one() const { return codes_.size() == 1; }
    /// Of a program with one place; the error is LLVM's own words.
    const std::optional<std::string>& compiled() { return compiled(codes_.front()); }

  private:
    struct Code {
        std::once_flag sliced, compiled;
        ir::Slice slice;
        std::atomic<std::uint32_t> seen = 0;
        std::optional<std::string> why;  ///< there is none
        std::optional<codegen::Jit> jit;
        abi::Engine engine;
    };

    [[nodiscard]] std::size_t number(const Code& code) const {
        return static_cast<std::size_t>(&code - codes_.data());
    }

    const ir::Slice& slice(Code& code) {
        std::call_once(code.sliced, [&] { code.slice = slices_.of(number(code)); });
        return code.slice;
    }

    const std::optional<std::string>& compiled(Code& code) {
        std::call_once(code.compiled, [&] {
            auto jit = made(code);
            if (!jit) {
                code.why = jit.error();
                return;
            }
            code.engine = jit->engine();
            code.jit.emplace(*std::move(jit));
        });
        return code.why;
    }

    tl::expected<codegen::Jit, std::string> made(Code& code) {
        const codegen::Options options{kind_ == EngineKind::jit_unoptimized ? 0 : 2, true, false};
        const std::string name = fmt::format("one-{}-{}", options.level, number(code));
        if (slices_.kept != nullptr) {
            if (const auto object = slices_.kept->get(name)) {
                return codegen::Jit::load(*object, options);
            }
        }
        const ir::Slice& own = slice(code);
        const auto object = codegen::Jit::object(own.program, options, own.whole);
        if (!object) {
            return tl::unexpected(object.error());
        }
        if (slices_.kept != nullptr) {
            slices_.kept->put(name, *object);
        }
        return codegen::Jit::load(*object, options);
    }

    [[nodiscard]] std::optional<Place> insured(const abi::ClaimView& claim) const {
        if (is_one()) {
            return std::nullopt;
        }
        const std::uint32_t field = slices_.places.field;
        const bool is_there = slices_.is_given || claim.present[field] != 0;
        return is_there ? std::optional(claim.values[field]) : std::nullopt;
    }

    Slices slices_;
    EngineKind kind_;
    std::vector<Code> codes_;
};

/// The traced form of all places at once: it also tells of places that it looked at in vain.
tl::expected<LoadedEngine, Error> traced_too(const ir::Program& program, int level, bool plain) {
    auto jit = codegen::Jit::compile(program, {level, plain, true});
    if (!jit) {
        return tl::unexpected(Error{jit.error()});
    }
    auto code = std::make_shared<codegen::Jit>(std::move(*jit));
    return LoadedEngine{code->engine(), code};
}

}  // namespace

std::optional<EngineKind> engine_named(std::string_view name) {
    if (name == "auto") {
        return EngineKind::automatic;
    }
    if (name == "interpreter") {
        return EngineKind::interpreter;
    }
    if (name == "jit") {
        return EngineKind::jit;
    }
    if (name == "jit-O0") {
        return EngineKind::jit_unoptimized;
    }
    return std::nullopt;
}

tl::expected<LoadedEngine, Error> load_engine(const ir::Program& program, EngineKind kind,
                                              bool plain, bool traced) {
    if (kind == EngineKind::interpreter) {
        LoadedEngine loaded;
        loaded.engine.plain = [&program](const abi::ClaimView& c, abi::Accounts& a,
                                         abi::Settlement& s) {
            interpret::settle_one(program, c, a, s, nullptr);
        };
        loaded.engine.traced = [&program](const abi::ClaimView& c, abi::Accounts& a,
                                          abi::Settlement& s, abi::Tape& t) {
            interpret::settle_one(program, c, a, s, &t);
        };
        return loaded;
    }
    if (traced) {
        return traced_too(program, kind == EngineKind::jit_unoptimized ? 0 : 2, plain);
    }
    return load_engine(slices_of(program), kind);
}

tl::expected<LoadedEngine, Error> load_engine(Slices slices, EngineKind kind) {
    auto code = std::make_shared<Places>(std::move(slices), kind);
    if (code->is_one() && kind != EngineKind::automatic) {
        if (const auto& why = code->compiled()) {
            return tl::unexpected(Error{*why});
        }
    }
    LoadedEngine loaded;
    loaded.engine.plain = [own = code.get()](const abi::ClaimView& c, abi::Accounts& a,
                                             abi::Settlement& s) { own->settle(c, a, s); };
    loaded.code = std::move(code);
    return loaded;
}

}  // namespace pol::driver
