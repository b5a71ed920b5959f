#include "compiler/columns/builder.h"

#include <algorithm>
#include <limits>

#include "runtime/fault/assert.h"

namespace pol::columns {
namespace {

using Wide = Range::Wide;

/// Ranges stop here: past any word, far from overflowing themselves.
constexpr Wide kEnd = Wide{1} << 120;
constexpr Range kTruth{0, 1};

Wide clamped(Wide value) {
    return std::clamp(value, -kEnd, kEnd);
}

Wide times(Wide a, Wide b) {
    const auto size = [](Wide v) { return v < 0 ? -v : v; };
    if (a != 0 && b != 0 && size(a) > kEnd / size(b)) {
        return (a < 0) == (b < 0) ? kEnd : -kEnd;
    }
    return a * b;
}

Range product(const Range& a, const Range& b) {
    const auto [low, high] = std::minmax(
        {times(a.low, b.low), times(a.low, b.high), times(a.high, b.low), times(a.high, b.high)});
    return {low, high};
}

Range hull(const Range& a, const Range& b) {
    return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

/// One value, which a word holds.
bool single(const Range& range) {
    constexpr Wide kWord = (Wide{1} << 63) - 1;
    return range.low == range.high && range.low >= -kWord && range.low <= kWord;
}

std::int64_t word(Wide value) {
    return static_cast<std::int64_t>(value);
}

}  // namespace

Wide rounded(Wide a, std::int64_t divisor, ir::RoundingMode mode) {
    const Wide size = a < 0 ? -a : a;
    const Wide whole = size / divisor;
    const Wide rest = size % divisor;
    const auto away = [&] {
        switch (mode) {
        case ir::RoundingMode::half_up:
            return 2 * rest >= divisor;
        case ir::RoundingMode::half_even:
            return 2 * rest > divisor || (2 * rest == divisor && whole % 2 == 1);
        case ir::RoundingMode::down:
            return false;
        case ir::RoundingMode::up:
            return rest != 0;
        }
        unreachable_state("a rounding out of range");
    };
    const Wide result = whole + (away() ? 1 : 0);
    return a < 0 ? -result : result;
}

std::size_t Builder::Hash::operator()(const Key& key) const {
    std::size_t hash = static_cast<std::size_t>(key.op) * 4 + (key.truth ? 2 : 0);
    const auto mix = [&](std::uint64_t value) {
        constexpr std::uint64_t kPrime = 0x9e3779b97f4a7c15;
        hash = (hash ^ value) * kPrime;
        hash ^= hash >> 32;
    };
    mix(static_cast<std::uint64_t>(key.mode));
    mix(key.ref);
    mix(static_cast<std::uint64_t>(key.value));
    for (const NodeId arg : key.args) {
        mix(arg.value);
    }
    return hash;
}

NodeId Builder::node(Node node) {
    Key key{node.op, node.truth, node.mode, node.ref, node.value, node.args};
    const auto found = known_.find(key);
    if (found != known_.end()) {
        return found->second;
    }
    const NodeId id{static_cast<std::uint32_t>(nodes_.size())};
    node.origin = origin_;
    nodes_.push_back(std::move(node));
    negations_.emplace_back();
    selves_.push_back(id);
    known_.emplace(std::move(key), id);
    return id;
}

std::optional<std::int64_t> Builder::known(NodeId id) const {
    const Node& node = nodes_[id.value];
    return node.op == Op::constant ? std::optional(node.value) : std::nullopt;
}

NodeId Builder::constant(std::int64_t value) {
    Node made;
    made.value = value;
    made.range = {value, value};
    return node(std::move(made));
}

NodeId Builder::truth(bool value) {
    Node made;
    made.truth = true;
    made.value = value ? 1 : 0;
    made.range = {made.value, made.value};
    return node(std::move(made));
}

bool Builder::is(NodeId id, bool value) const {
    return known(id) == std::optional<std::int64_t>(value ? 1 : 0);
}

NodeId Builder::input(std::uint32_t ref, bool is_truth, const Range& range) {
    Node made;
    made.op = Op::input;
    made.truth = is_truth;
    made.ref = ref;
    made.range = range;
    return node(std::move(made));
}

NodeId Builder::there(std::uint32_t ref) {
    Node made;
    made.op = Op::there;
    made.truth = true;
    made.ref = ref;
    made.range = kTruth;
    return node(std::move(made));
}

NodeId Builder::add(NodeId a, NodeId b) {
    const Range range{clamped(this->range(a).low + this->range(b).low),
                      clamped(this->range(a).high + this->range(b).high)};
    if (known(a) == 0) {
        return b;
    }
    if (known(b) == 0) {
        return a;
    }
    if (single(range)) {
        return constant(word(range.low));
    }
    // x + (y - x) is y: the parts of bands.
    for (const auto& [x, rest] : {std::pair(a, b), std::pair(b, a)}) {
        const Node& node = nodes_[rest.value];
        if (node.op == Op::subtract && node.args[1] == x) {
            return node.args[0];
        }
    }
    return node({Op::add, false, {}, 0, 0, {std::min(a, b), std::max(a, b)}, range, kNoOrigin});
}

NodeId Builder::subtract(NodeId a, NodeId b) {
    const Range range{clamped(this->range(a).low - this->range(b).high),
                      clamped(this->range(a).high - this->range(b).low)};
    if (known(b) == 0) {
        return a;
    }
    if (a == b) {
        return constant(0);
    }
    Range inside = range;
    if (inside.low < 0 && at_most(b, a)) {
        inside.low = 0;
    }
    if (single(inside)) {
        return constant(word(inside.low));
    }
    return node({Op::subtract, false, {}, 0, 0, {a, b}, inside, kNoOrigin});
}

NodeId Builder::multiply(NodeId a, NodeId b) {
    const Range range = product(this->range(a), this->range(b));
    if (known(a) == 1) {
        return b;
    }
    if (known(b) == 1) {
        return a;
    }
    if (single(range)) {
        return constant(word(range.low));
    }
    return node(
        {Op::multiply, false, {}, 0, 0, {std::min(a, b), std::max(a, b)}, range, kNoOrigin});
}

NodeId Builder::divide(NodeId a, std::int64_t divisor, ir::RoundingMode mode) {
    const Range range{rounded(this->range(a).low, divisor, mode),
                      rounded(this->range(a).high, divisor, mode)};
    if (divisor == 1) {
        return a;
    }
    if (single(range)) {
        return constant(word(range.low));
    }
    return node({Op::divide, false, mode, 0, divisor, {a}, range, kNoOrigin});
}

NodeId Builder::quotient(NodeId a, NodeId b, ir::RoundingMode mode) {
    const Range& divisor = range(b);
    if (single(divisor) && divisor.low > 0) {
        return divide(a, word(divisor.low), mode);
    }
    const Range& dividend = range(a);
    // The divisor is a whole number: the quotient is no larger than the dividend.
    const Wide least = std::max<Wide>(1, divisor.low);
    const Wide size = std::max(dividend.high, -dividend.low) / least + 1;
    const bool positive = dividend.low >= 0 && divisor.low >= 0;
    return node({Op::quotient, false, mode, 0, 0, {a, b}, {positive ? 0 : -size, size}, kNoOrigin});
}

NodeId Builder::minimum(NodeId a, NodeId b) {
    const Range& x = range(a);
    const Range& y = range(b);
    if (a == b || x.high <= y.low) {
        return a;
    }
    if (y.high <= x.low) {
        return b;
    }
    const Range both{std::min(x.low, y.low), std::min(x.high, y.high)};
    return node({Op::minimum, false, {}, 0, 0, {std::min(a, b), std::max(a, b)}, both, kNoOrigin});
}

NodeId Builder::maximum(NodeId a, NodeId b) {
    const Range& x = range(a);
    const Range& y = range(b);
    if (a == b || x.low >= y.high) {
        return a;
    }
    if (y.low >= x.high) {
        return b;
    }
    const Range both{std::max(x.low, y.low), std::max(x.high, y.high)};
    return node({Op::maximum, false, {}, 0, 0, {std::min(a, b), std::max(a, b)}, both, kNoOrigin});
}

NodeId Builder::raw(Op op, std::vector<NodeId> args) {
    return node({op, true, {}, 0, 0, std::move(args), kTruth, kNoOrigin});
}

NodeId Builder::compare(Op op, NodeId a, NodeId b) {
    return raw(op, {a, b});
}

NodeId Builder::equal(NodeId a, NodeId b) {
    const Range& x = range(a);
    const Range& y = range(b);
    if (a == b || (single(x) && x == y)) {
        return truth(true);
    }
    if (x.high < y.low || y.high < x.low) {
        return truth(false);
    }
    if (nodes_[a.value].truth && nodes_[b.value].truth) {
        if (const auto value = known(b)) {
            return *value == 1 ? a : negation(a);
        }
        if (const auto value = known(a)) {
            return *value == 1 ? b : negation(b);
        }
        return compare(Op::equal, std::min(a, b), std::max(a, b));
    }
    // Of two values, not to be the one is to be the other.
    if (const auto value = known(b); value && x.high == x.low + 1 && *value == x.high) {
        return negation(equal(a, constant(word(x.low))));
    }
    if (known(a)) {
        return known(b) ? truth(false) : equal(b, a);
    }
    return compare(Op::equal, std::min(a, b), std::max(a, b));
}

/// Whether a ≤ b for every claim that does not fault, by how the two are made.
bool Builder::at_most(NodeId a, NodeId b) const {
    if (a == b || range(a).high <= range(b).low) {
        return true;
    }
    const Node& node = nodes_[a.value];
    const auto arg = [&](std::size_t i) { return at_most(node.args[i], b); };
    switch (node.op) {
    case Op::minimum:
        return arg(0) || arg(1);
    case Op::maximum:
        return arg(0) && arg(1);
    case Op::select:
        return arg(1) && arg(2);
    case Op::subtract: {
        // x - z ≤ y - z where x ≤ y.
        const Node& other = nodes_[b.value];
        const bool same = other.op == Op::subtract && other.args[1] == node.args[1];
        return (range(node.args[1]).low >= 0 && arg(0)) ||
               (same && at_most(node.args[0], other.args[0]));
    }
    case Op::divide: {
        // x × rate / whole, rounded, is at most x: a rate is at most the whole.
        const Node& product = nodes_[node.args[0].value];
        if (product.op != Op::multiply) {
            return false;
        }
        const auto part = [&](std::size_t x, std::size_t rate) {
            const Range& by = range(product.args[rate]);
            return range(product.args[x]).low >= 0 && by.low >= 0 && by.high <= node.value &&
                   at_most(product.args[x], b);
        };
        return part(0, 1) || part(1, 0);
    }
    default:
        return false;
    }
}

NodeId Builder::less(NodeId a, NodeId b) {
    if (range(a).high < range(b).low) {
        return truth(true);
    }
    if (range(a).low >= range(b).high || at_most(b, a)) {
        return truth(false);
    }
    return compare(Op::less, a, b);
}

NodeId Builder::less_equal(NodeId a, NodeId b) {
    if (at_most(a, b)) {
        return truth(true);
    }
    if (range(a).low > range(b).high) {
        return truth(false);
    }
    return compare(Op::less_equal, a, b);
}

NodeId Builder::select(NodeId condition, NodeId yes, NodeId no) {
    if (yes == no || is(condition, true)) {
        return yes;
    }
    if (is(condition, false)) {
        return no;
    }
    const Node& asked = nodes_[condition.value];
    if (asked.op == Op::negation) {
        return select(asked.args[0], no, yes);
    }
    const bool is_truth = nodes_[yes.value].truth;
    if (is_truth) {
        if (is(yes, true)) {
            return disjunction(condition, no);
        }
        if (is(yes, false)) {
            return conjunction(negation(condition), no);
        }
        if (is(no, true)) {
            return disjunction(negation(condition), yes);
        }
        if (is(no, false)) {
            return conjunction(condition, yes);
        }
    }
    return node({Op::select,
                 is_truth,
                 {},
                 0,
                 0,
                 {condition, yes, no},
                 hull(range(yes), range(no)),
                 kNoOrigin});
}

NodeId Builder::dense(std::uint32_t array, NodeId index, const Range& range) {
    return node({Op::dense, false, {}, array, 0, {index}, range, kNoOrigin});
}

NodeId Builder::search(std::uint32_t search, std::vector<NodeId> keys, const Range& range) {
    return node({Op::search, false, {}, search, 0, std::move(keys), range, kNoOrigin});
}

NodeId Builder::balance(std::uint32_t account, NodeId index, const Range& range) {
    return node({Op::balance, false, {}, account, 0, {index}, range, kNoOrigin});
}

NodeId Builder::call(Op op, std::vector<NodeId> args, std::int64_t value, bool is_truth,
                     const Range& range) {
    return node({op, is_truth, {}, 0, value, std::move(args), range, kNoOrigin});
}

NodeId Builder::like(const Node& given, std::vector<NodeId> args) {
    switch (given.op) {
    case Op::add:
        return add(args[0], args[1]);
    case Op::subtract:
        return subtract(args[0], args[1]);
    case Op::multiply:
        return multiply(args[0], args[1]);
    case Op::divide:
        return divide(args[0], given.value, given.mode);
    case Op::quotient:
        return quotient(args[0], args[1], given.mode);
    case Op::minimum:
        return minimum(args[0], args[1]);
    case Op::maximum:
        return maximum(args[0], args[1]);
    case Op::equal:
        return equal(args[0], args[1]);
    case Op::less_equal:
        return less_equal(args[0], args[1]);
    case Op::less:  // it may be what narrowed the ranges: never decided by them
    case Op::beyond:
        break;
    case Op::negation:
        return negation(args[0]);
    case Op::conjunction:
        return all_of(std::move(args));
    case Op::disjunction:
        return any_of(args);
    case Op::select:
        return select(args[0], args[1], args[2]);
    case Op::constant:
    case Op::input:
    case Op::there:
    case Op::dense:
    case Op::search:
    case Op::within:
    case Op::year_start:
    case Op::quarter_start:
    case Op::month_start:
    case Op::add_months:
    case Op::age:
    case Op::balance:
        break;
    }
    Node made = given;
    made.args = std::move(args);
    return node(std::move(made));
}

NodeId Builder::outside(NodeId a, const Range& bounds) {
    const Range here = range(a);
    if (here.low >= bounds.low && here.high <= bounds.high) {
        const auto found = outside_.find(a);
        return found == outside_.end() ? truth(false) : found->second;
    }
    NodeId past = truth(false);
    if (bounds.low == 0 && here.low < 0 && here.high > bounds.high) {
        past = node({Op::beyond, true, {}, 0, word(bounds.high), {a}, kTruth});
    } else if (here.low < bounds.low) {
        past = raw(Op::less, {a, constant(word(bounds.low))});
    }
    if (here.high > bounds.high && nodes_[past.value].op != Op::beyond) {
        past = disjunction(past, raw(Op::less, {constant(word(bounds.high)), a}));
    }
    outside_.emplace(a, past);
    nodes_[a.value].range = {std::max(here.low, bounds.low), std::min(here.high, bounds.high)};
    return past;
}

}  // namespace pol::columns
