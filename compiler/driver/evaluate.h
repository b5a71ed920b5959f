// One expression of the language evaluated on one claim: what is typed at a prompt.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "compiler/driver/compile.h"
#include "runtime/account/store.h"
#include "runtime/claims/record.h"

namespace pol::driver {

/// An expression compiled as a definition of a module, behind all that its files say.
struct CompiledExpression {
    std::unique_ptr<Compilation> compilation;
    const ir::Program* program = nullptr;  ///< of claims, or of the filings over a record
    ir::QuantityId quantity;
};
/// Why it does not compile: a message in the words of the catalogue, and the byte of the
/// expression that it speaks of; or that it was given up.
struct WrongExpression {
    std::string message;
    std::size_t at = 0;
    bool is_cancelled = false;
};

/// What is asked, and in whose words.
struct Asking {
    const Compilation& compiled;  ///< the same files, compiled without it
    std::string record;           ///< whose fields it means; empty: the claim's
    std::string module;           ///< the path of the module whose names it may use
    std::string_view expression;
};

/// `files` and `national` as `compile_texts` takes them.
[[nodiscard]] tl::expected<CompiledExpression, WrongExpression>
compile_expression(std::vector<PolicyFile> files, std::vector<PolicyFile> national,
                   const resolve::Selection& selection, const Asking& asking, claims::Lang lang,
                   Cancel cancel = {});

/// The fields that it reads, whatever else it asks for, which must be given and are not, by name.
[[nodiscard]] std::vector<std::string> missing_fields(const CompiledExpression& expression,
                                                      const claims::Claim& claim);

/// Its value in words, 无 where it is absent; the error is the fault that evaluating it met. The
/// claim is of the compilation's own vocabulary and texts.
[[nodiscard]] tl::expected<std::string, std::string> evaluate(const CompiledExpression& expression,
                                                              const claims::Claim& claim,
                                                              account::Store& accounts,
                                                              const claims::TextTable& texts);

/// What its type is called: 金额, 比例, 枚举 险种, with ? where it may be absent.
[[nodiscard]] std::string type_words(const CompiledExpression& expression, claims::Lang lang);

}  // namespace pol::driver
