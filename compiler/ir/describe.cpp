#include "compiler/ir/describe.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "compiler/ir/names.h"

namespace pol::ir {
namespace {

/// How many nodes one description spells out: operands are shared, so the tree may be far larger
/// than the program.
constexpr int kMostNodes = 200;
constexpr int kDeepest = 40;

/// The name of the item at `index`, or the bare index where there is none.
template <class T>
std::string name_at(const std::vector<T>& items, std::size_t index) {
    return index < items.size() ? on_one_line(items[index].name) : fmt::format("#{}", index);
}

std::string decimal(std::int64_t value, int scale) {
    const bool negative = value < 0;
    const auto bits = static_cast<std::uint64_t>(value);
    std::string digits = fmt::format("{}", negative ? 0 - bits : bits);
    if (scale > 0) {
        const auto places = static_cast<std::size_t>(scale);
        if (digits.size() <= places) {
            digits.insert(0, places + 1 - digits.size(), '0');
        }
        digits.insert(digits.size() - places, ".");
    }
    return negative ? "-" + digits : digits;
}

struct Infix {
    Op op;
    std::string_view sign;
};

constexpr std::array kInfixes{
    Infix{Op::add, " + "},           Infix{Op::subtract, " - "},     Infix{Op::multiply, " × "},
    Infix{Op::equal, " = "},         Infix{Op::less, " < "},         Infix{Op::less_equal, " ≤ "},
    Infix{Op::conjunction, " and "}, Infix{Op::disjunction, " or "},
};

/// What stands between the operands of an operation; empty where its name stands before them.
std::string_view infix_of(Op op) {
    for (const Infix& infix : kInfixes) {
        if (infix.op == op) {
            return infix.sign;
        }
    }
    return {};
}

class Describer {
  public:
    explicit Describer(const Program& program) : program_(program) {}

    std::string node(NodeId id) {
        const bool too_long = --left_ < 0 || depth_ >= kDeepest;
        if (too_long || id.value >= program_.nodes.size()) {
            return fmt::format("%{}", id.value);
        }
        ++depth_;
        std::string text = spelled(program_[id]);
        --depth_;
        return text;
    }

  private:
    std::string spelled(const Node& node) {
        switch (node.op) {
        case Op::constant:
            return describe(program_, node.type, node.value);
        case Op::field:
            return name_at(program_.vocabulary.fields, node.ref);
        case Op::element:
            return element(node);
        case Op::quantity:
            return name_at(program_.quantities, node.ref);
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::equal:
        case Op::less:
        case Op::less_equal:
        case Op::conjunction:
        case Op::disjunction:
            return "(" + operands(node, 0, infix_of(node.op)) + ")";
        case Op::round:
        case Op::quotient:
            return rounded(node);
        case Op::choose:
            return cases(node);
        case Op::in_table:
            return fmt::format("({} has [{}])", name_at(program_.tables, node.ref),
                               operands(node, 0, ", "));
        case Op::lookup:
            return lookup(node);
        case Op::exists:
        case Op::count:
        case Op::total:
        case Op::ranked:
            return quantified(node);
        case Op::balance:
            return fmt::format("balance {}[{}]", name_at(program_.accounts, node.ref),
                               operands(node, 0, ", "));
        case Op::absent:
        case Op::negate:
        case Op::rescale:
        case Op::as_money:
        case Op::minimum:
        case Op::maximum:
        case Op::negation:
        case Op::present:
        case Op::truth:
        case Op::within:
        case Op::year_start:
        case Op::quarter_start:
        case Op::month_start:
        case Op::add_days:
        case Op::add_months:
        case Op::days_between:
        case Op::age:
            return call(node);
        }
        return {};
    }

    std::string operands(const Node& node, std::size_t first, std::string_view between) {
        std::string text;
        for (std::size_t i = first; i < node.args.size(); ++i) {
            text += i == first ? "" : between;
            text += this->node(node.args[i]);
        }
        return text;
    }

    std::string call(const Node& node) {
        const std::string_view name = name_of(node.op);
        return node.args.empty() ? std::string{name}
                                 : fmt::format("{}({})", name, operands(node, 0, ", "));
    }

    std::string rounded(const Node& node) {
        const Rounding rounding = Rounding::decode(node.value);
        std::string how{name_of(rounding.mode)};
        if (rounding.digits != 0) {
            how += fmt::format(" {} digits", rounding.digits);
        }
        return fmt::format("{}[{}]({})", name_of(node.op), how, operands(node, 0, ", "));
    }

    std::string cases(const Node& node) {
        std::string text;
        for (std::size_t i = 0; i + 1 < node.args.size(); i += 2) {
            const std::string condition = this->node(node.args[i]);
            text += fmt::format("{}{}: {}", i == 0 ? "" : "; ", condition,
                                this->node(node.args[i + 1]));
        }
        if (node.args.size() % 2 == 1) {
            text += "; else: " + this->node(node.args.back());
        }
        return "{" + text + "}";
    }

    std::string lookup(const Node& node) {
        const std::string column = node.ref < program_.tables.size()
                                       ? name_at(program_.tables[node.ref].columns, node.ref2)
                                       : fmt::format("#{}", node.ref2);
        return fmt::format("{}[{}].{}", name_at(program_.tables, node.ref), operands(node, 0, ", "),
                           column);
    }

    std::string quantified(const Node& node) {
        lists_.push_back(node.ref);
        const std::string condition = operands(node, 0, ", ");
        lists_.pop_back();
        return fmt::format("{} {}({})", name_of(node.op),
                           name_at(program_.vocabulary.lists, node.ref), condition);
    }

    /// Only the quantifier around it says which list an element is of.
    std::string element(const Node& node) {
        const auto& lists = program_.vocabulary.lists;
        const bool known =
            node.ref2 < lists_.size() && lists_[lists_.size() - 1 - node.ref2] < lists.size();
        if (!known) {
            return fmt::format("element#{}", node.ref);
        }
        const abi::ListField& list = lists[lists_[lists_.size() - 1 - node.ref2]];
        return on_one_line(list.name) + "." + name_at(list.fields, node.ref);
    }

    const Program& program_;
    std::vector<std::uint32_t> lists_;
    int left_ = kMostNodes;
    int depth_ = 0;
};

}  // namespace

std::string on_one_line(std::string_view name) {
    std::string line{name};
    std::replace_if(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return line;
}

std::string describe(const Program& program, NodeId expression) {
    return Describer{program}.node(expression);
}

std::string describe(const Program& program, const Type& type, std::int64_t value) {
    const auto index = static_cast<std::size_t>(value);
    switch (type.kind) {
    case abi::Kind::boolean:
        return value != 0 ? "true" : "false";
    case abi::Kind::number:
        return decimal(value, type.scale);
    case abi::Kind::money:
        return decimal(value, type.scale + 2);
    case abi::Kind::date:
        return kFirstDay <= value && value <= kLastDay ? format_date(value)
                                                       : fmt::format("day {}", value);
    case abi::Kind::text:
        return index < program.texts.size() ? "\"" + on_one_line(program.texts[index]) + "\""
                                            : fmt::format("text#{}", value);
    case abi::Kind::place:
        return fmt::format("{:06}", value);
    case abi::Kind::code:
        return type.enumeration < program.vocabulary.enums.size()
                   ? name_at(program.vocabulary.enums[type.enumeration].values, index)
                   : fmt::format("code#{}", value);
    }
    return fmt::format("{}", value);
}

}  // namespace pol::ir
