#include "compiler/ir/width.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "runtime/fault/assert.h"

namespace pol::ir {
namespace {

/// Past anything an engine holds; sums of widths stop here.
constexpr int kTooWide = 1000;
constexpr int kUnknown = -1;
/// Dates, places, codes, texts and counts.
constexpr int kIndexBits = 32;

int bits_of(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return static_cast<int>(std::bit_width(value < 0 ? 0 - bits : bits));
}

/// What a value of this type needs when it comes from outside the program.
int bits_at_the_border(const Type& type) {
    switch (type.kind) {
    case abi::Kind::boolean:
        return 1;
    case abi::Kind::number:
        return kNumberBits;
    case abi::Kind::money:
        return type.scale == 0 ? kMoneyBits : kNumberBits;
    case abi::Kind::date:
    case abi::Kind::text:
    case abi::Kind::place:
    case abi::Kind::code:
        return kIndexBits;
    }
    unreachable_state("a kind out of range");
}

struct Width {
    int kept = kUnknown;  ///< of the value
    int working = 0;      ///< of everything an engine holds on the way to it
};

class Measure {
  public:
    explicit Measure(const Program& program)
        : program_(program), widths_(program.nodes.size()), open_(program.nodes.size(), false) {}

    const Width& node(NodeId id) {
        Width& width = widths_[id.value];
        if (width.kept != kUnknown) {
            return width;
        }
        if (open_[id.value]) {
            // A quantity that depends on itself: no width is enough.
            return kEndless;
        }
        open_[id.value] = true;
        const Width found = measure(program_[id]);
        open_[id.value] = false;
        width = {std::min(found.kept, kTooWide), std::min(found.working, kTooWide)};
        return width;
    }

  private:
    static constexpr Width kEndless{kTooWide, kTooWide};

    int arg(const Node& node, std::size_t i) { return this->node(node.args[i]).kept; }
    int scale(const Node& node, std::size_t i) const { return program_[node.args[i]].type.scale; }

    int widest(const Node& node, std::size_t first, std::size_t step) {
        int widest = 0;
        for (std::size_t i = first; i < node.args.size(); i += step) {
            widest = std::max(widest, arg(node, i));
        }
        return widest;
    }

    static Width plain(int bits) { return {bits, bits}; }

    /// An amount that faults past `kMoneyBound` if it is money in fen.
    static Width checked(const Node& node, int kept, int working) {
        const bool bounded = node.type.kind == abi::Kind::money && node.type.scale == 0;
        return {bounded ? kMoneyBits : kept, std::max(kept, working)};
    }

    Width measure(const Node& node) {
        switch (node.op) {
        case Op::constant:
            return plain(constant(node));
        case Op::absent:
            return plain(0);
        case Op::field:
        case Op::element:
            return plain(bits_at_the_border(node.type));
        case Op::quantity:
            return plain(this->node(program_[QuantityId{node.ref}].expression).kept);
        case Op::negate:
            return checked(node, arg(node, 0), 0);
        case Op::add:
        case Op::subtract:
            return checked(node, widest(node, 0, 1) + 1, 0);
        case Op::multiply:
            return checked(node, arg(node, 0) + arg(node, 1), 0);
        case Op::rescale:
            return plain(arg(node, 0) + bits_of_power(node.type.scale - scale(node, 0)));
        case Op::round:
            return checked(node, rounded(node), 0);
        case Op::quotient:
            return quotient(node);
        case Op::minimum:
        case Op::maximum:
            return {clamped(node).value_or(widest(node, 0, 1)), widest(node, 0, 1)};
        case Op::choose:
            return plain(std::max(widest(node, 1, 2), otherwise(node)));
        case Op::lookup:
            return plain(widest_cell(node));
        case Op::total:
            // As many lines as a claim can hold, each within the bound.
            return checked(node, kBalanceBits, 0);
        case Op::ranked:
            return plain(arg(node, 1));
        case Op::as_money:
            return plain(arg(node, 0));
        case Op::balance:
            return plain(kBalanceBits);
        case Op::equal:
        case Op::less:
        case Op::less_equal:
        case Op::negation:
        case Op::conjunction:
        case Op::disjunction:
        case Op::present:
        case Op::truth:
        case Op::within:
        case Op::in_table:
        case Op::exists:
            return plain(1);
        case Op::count:
        case Op::year_start:
        case Op::quarter_start:
        case Op::month_start:
        case Op::add_days:
        case Op::add_months:
        case Op::days_between:
        case Op::age:
            return plain(kIndexBits);
        }
        unreachable_state("an operation out of range");
    }

    static int constant(const Node& node) {
        const bool amount =
            node.type.kind == abi::Kind::number || node.type.kind == abi::Kind::money;
        return amount ? bits_of(node.value) : bits_at_the_border(node.type);
    }

    /// max(a, min(x, b)) of constants a and b lies between them, whatever x is.
    std::optional<int> clamped(const Node& node) const {
        if (node.op != Op::maximum || node.args.size() != 2) {
            return std::nullopt;
        }
        for (std::size_t i = 0; i < 2; ++i) {
            const Node& low = program_[node.args[i]];
            const Node& high = program_[node.args[1 - i]];
            if (low.op != Op::constant || high.op != Op::minimum || high.args.size() != 2) {
                continue;
            }
            for (const NodeId bound : high.args) {
                if (program_[bound].op == Op::constant && program_[bound].value >= low.value) {
                    return std::max(bits_of(low.value), bits_of(program_[bound].value));
                }
            }
        }
        return std::nullopt;
    }

    int otherwise(const Node& node) {
        return node.args.size() % 2 == 1 ? arg(node, node.args.size() - 1) : 0;
    }

    /// |a| / 10^dropped, and up to one unit of 10^digits more.
    int rounded(const Node& node) {
        const int dropped = scale(node, 0) - node.type.scale;
        const int digits = Rounding::decode(node.value).digits;
        if (dropped == 0 && digits == 0) {
            return arg(node, 0);
        }
        const int left = arg(node, 0) - std::max(0, bits_of_power(dropped) - 1);
        return std::max({left, bits_of_power(digits), 0}) + 1;
    }

    Width quotient(const Node& node) {
        const int power = scale(node, 1) + node.type.scale - scale(node, 0);
        const int digits = Rounding::decode(node.value).digits;
        const int dividend = arg(node, 0) + bits_of_power(std::max(0, power));
        const int divisor =
            arg(node, 1) + bits_of_power(std::max(0, -power)) + bits_of_power(digits);
        // The divisor is at least one, so only rounding to whole digits can exceed the dividend.
        const int result = digits == 0 ? dividend : std::max(dividend, bits_of_power(digits)) + 1;
        return checked(node, result, divisor);
    }

    int widest_cell(const Node& node) const {
        const Table& table = program_[TableId{node.ref}];
        const auto bits = [&](const std::vector<Cell>& cells) {
            return node.ref2 < cells.size() ? bits_of(cells[node.ref2].value) : 0;
        };
        if (node.type.kind != abi::Kind::number && node.type.kind != abi::Kind::money) {
            return bits_at_the_border(node.type);
        }
        int widest = bits(table.miss);
        for (const Row& row : table.rows) {
            widest = std::max(widest, bits(row.cells));
        }
        return widest;
    }

    const Program& program_;
    std::vector<Width> widths_;
    std::vector<bool> open_;
};

std::vector<int> measure_all(const Program& program, int Width::* which) {
    Measure measure{program};
    std::vector<int> widths;
    widths.reserve(program.nodes.size());
    for (std::uint32_t i = 0; i < program.nodes.size(); ++i) {
        widths.push_back(measure.node(NodeId{i}).*which);
    }
    return widths;
}

}  // namespace

int bits_of_power(int k) {
    // The decimals of log2(10), rounded up; exact far beyond the scales there are.
    constexpr std::int64_t kLog = 33'219'281;
    constexpr std::int64_t kUnit = 10'000'000;
    return static_cast<int>((k * kLog + kUnit - 1) / kUnit);
}

std::vector<int> widths(const Program& program) {
    return measure_all(program, &Width::kept);
}

std::vector<int> working_widths(const Program& program) {
    return measure_all(program, &Width::working);
}

}  // namespace pol::ir
