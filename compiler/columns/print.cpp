#include "compiler/columns/print.h"

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "runtime/fault/assert.h"

namespace pol::columns {
namespace {

/// In the order of `Op`.
constexpr std::array kNames = std::to_array<std::string_view>({
    "const",      "input",         "there",       "add",        "sub",   "mul",     "div",
    "quotient",   "min",           "max",         "eq",         "lt",    "le",      "beyond",
    "not",        "and",           "or",          "select",     "dense", "search",  "within",
    "year-start", "quarter-start", "month-start", "add-months", "age",   "balance",
});
static_assert(kNames.size() == static_cast<std::size_t>(Op::balance) + 1);

std::string number(Range::Wide value) {
    constexpr Range::Wide kWord = Range::Wide{1} << 62;
    if (value > kWord) {
        return "+";
    }
    return value < -kWord ? "-" : fmt::format("{}", static_cast<std::int64_t>(value));
}

std::string column_name(const Input& column, const abi::Vocabulary& vocabulary) {
    switch (column.source) {
    case Input::Source::field:
        return vocabulary.fields[column.index].external;
    case Input::Source::figure:
        return fmt::format("figure {}", column.index);
    case Input::Source::fee_lines:
        return "fee-lines";
    case Input::Source::slot:
        return "slot of " + vocabulary.fields[column.index].external;
    }
    unreachable_state("a source out of range");
}

std::string line(const Program& program, const abi::Vocabulary& vocabulary, std::size_t at) {
    const Node& node = program.nodes[at];
    std::string text = fmt::format("%{} = {}", at, name_of(node.op));
    for (const NodeId arg : node.args) {
        text += fmt::format(" %{}", arg.value);
    }
    switch (node.op) {
    case Op::constant:
        text += node.truth ? (node.value != 0 ? " yes" : " no") : fmt::format(" {}", node.value);
        break;
    case Op::input:
    case Op::there:
        text += " " + column_name(program.inputs[node.ref], vocabulary);
        break;
    case Op::beyond:
        text += fmt::format(" {}", node.value);
        break;
    case Op::divide:
        text += fmt::format(" by {}", node.value);
        break;
    case Op::dense:
        text += fmt::format(" array {} of {}", node.ref, program.arrays[node.ref].size());
        break;
    case Op::search:
    case Op::balance:
        text += fmt::format(" #{}", node.ref);
        break;
    default:
        break;
    }
    if (!node.truth && node.op != Op::constant) {
        text += fmt::format("  ; {} to {}", number(node.range.low), number(node.range.high));
    }
    return text + "\n";
}

}  // namespace

std::string_view name_of(Op op) {
    return kNames.at(static_cast<std::size_t>(op));
}

std::string text_of(const Obstacle& obstacle) {
    const auto why = [&] {
        switch (obstacle.why) {
        case Obstacle::Why::missing_column:
            return "needs a field that has no column";
        case Obstacle::Why::open_key:
            return "has an account whose key has no known set of values";
        case Obstacle::Why::several_periods:
            return "reads one account in two periods";
        case Obstacle::Why::late_balance:
            return "reads an account before or after a posting, as the claim has it";
        case Obstacle::Why::wide:
            return "needs more than 120 bits";
        case Obstacle::Why::large_table:
            return "looks into a table that can be neither laid out nor searched";
        case Obstacle::Why::long_program:
            return "has more operations than a kernel is made of";
        case Obstacle::Why::listed_balance:
            return "judges elements of a list by an account";
        }
        unreachable_state("an obstacle out of range");
    };
    return fmt::format("{} {}", obstacle.quantity.empty() ? "the settlement" : obstacle.quantity,
                       why());
}

std::string print(const Program& program, const abi::Vocabulary& vocabulary) {
    std::string text;
    for (std::size_t i = 0; i < program.nodes.size(); ++i) {
        text += line(program, vocabulary, i);
    }
    for (const Output& output : program.outputs) {
        text += fmt::format("{} = %{}\n", vocabulary.results[output.result].external,
                            output.value.value);
    }
    text += fmt::format("status = %{}\nbenefit = %{}\nfault = %{}\n", program.status.value,
                        program.benefit.value, program.fault.value);
    for (const Account& account : program.accounts) {
        text += fmt::format("account {}: {} sums of {} bits, period %{}\n", account.account,
                            account.size, account.narrow ? 32 : 64,
                            program.periods[account.group].value);
    }
    for (const Post& post : program.posts) {
        text +=
            fmt::format("post #{} [%{}] %{}\n", post.account, post.index.value, post.amount.value);
    }
    return text;
}

}  // namespace pol::columns
