#include "bench/pol_kernel.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "compiler/columns/flatten.h"
#include "compiler/columns/print.h"
#include "compiler/driver/compile.h"

namespace pol::bench {
namespace {

[[noreturn]] void give_up(const std::string& why) {
    fmt::print(stderr, "{}\n", why);
    std::exit(1);
}

}  // namespace

Kernel::Kernel(columns::Program program, std::vector<std::size_t> order,
               std::vector<abi::ColumnType> types, codegen::ColumnJit code)
    : program_(std::move(program)),
      order_(std::move(order)),
      types_(std::move(types)),
      code_(std::move(code)),
      layout_(codegen::layout_of(program_)) {}

Kernel Kernel::make(const std::string& policy, const std::vector<Named>& in,
                    const std::vector<Named>& out, bool streaming) {
    const std::string path = std::string(POL_BENCH_POLICIES) + "/" + policy;
    auto compiled = driver::compile({path});
    if (!compiled || !(*compiled)->program) {
        give_up(path + " does not compile: see pol check");
    }
    const ir::Program& rules = *(*compiled)->program;
    std::vector<columns::Input> inputs;
    inputs.reserve(in.size());
    for (const Named& one : in) {
        const auto field = rules.vocabulary.field(one.name);
        if (!field) {
            give_up(path + " has no field " + one.name);
        }
        // Whoever fills a column of codes has looked each one up; amounts come as they are.
        const bool is_code = rules.vocabulary.fields[*field].kind == abi::Kind::code;
        inputs.push_back({*field, one.type, false, is_code});
    }
    auto program = columns::flatten(rules, inputs);
    if (!program) {
        give_up(path + ": " + columns::text_of(program.error()));
    }
    codegen::ColumnOptions options;
    options.streaming = streaming;
    std::vector<abi::ColumnType> types;
    for (const Named& one : out) {
        types.push_back(one.type);
        const auto result = rules.vocabulary.result(one.name);
        if (!result) {
            give_up(path + " has no result " + one.name);
        }
        options.wanted.push_back({codegen::Wanted::What::result, *result, one.type});
    }
    auto code = codegen::ColumnJit::compile(*program, options);
    if (!code) {
        give_up(path + ": " + code.error());
    }
    std::vector<std::size_t> order;
    order.reserve(program->inputs.size());
    for (const columns::Input& input : program->inputs) {
        const auto at = std::find_if(inputs.begin(), inputs.end(), [&](const columns::Input& one) {
            return one.index == input.index;
        });
        order.push_back(static_cast<std::size_t>(at - inputs.begin()));
    }
    return {std::move(*program), std::move(order), std::move(types), std::move(*code)};
}

void Kernel::run(const std::vector<const void*>& in, const std::vector<void*>& out,
                 std::int64_t begin, std::int64_t end, abi::ColumnState* state) const {
    // As the executor does: parts whose fault words stay in the cache.
    constexpr std::int64_t kRows = 65536;
    std::uint64_t faults[kRows / abi::kBlockRows];
    std::vector<abi::Column> columns(order_.size());
    std::vector<abi::Column> targets(out.size());
    for (std::int64_t from = begin; from < end; from += kRows) {
        const std::int64_t part = std::min(kRows, end - from);
        for (std::size_t i = 0; i < order_.size(); ++i) {
            const auto* base = static_cast<const std::byte*>(in[order_[i]]);
            const std::byte* at = base + from * abi::bytes_of(program_.inputs[i].type);
            columns[i].values = const_cast<std::byte*>(at);
        }
        for (std::size_t i = 0; i < out.size(); ++i) {
            targets[i].values = static_cast<std::byte*>(out[i]) + from * abi::bytes_of(types_[i]);
        }
        code_.kernel()(columns.data(), targets.data(), part, state, faults);
        if (std::any_of(faults, faults + part / abi::kBlockRows,
                        [](std::uint64_t word) { return word != 0; })) {
            give_up("a claim of a workload faults");
        }
        if (state != nullptr) {
            state->person += part;
        }
    }
}

}  // namespace pol::bench
