#include "compiler/driver/manifest.h"

#include <algorithm>
#include <array>

namespace pol::driver {
namespace {

std::string_view role_word(ir::Role role) {
    switch (role) {
    case ir::Role::definition:
    case ir::Role::cases:
        return "definition";
    case ir::Role::lookup:
        return "lookup";
    case ir::Role::condition:
        return "condition";
    case ir::Role::base:
        return "base";
    case ir::Role::standard:
        return "standard";
    case ir::Role::left:
        return "left";
    case ir::Role::deductible:
        return "deductible";
    case ir::Role::rate:
        return "rate";
    case ir::Role::payable:
        return "payable";
    case ir::Role::limit:
        return "limit";
    case ir::Role::room:
        return "room";
    case ir::Role::paid:
        return "paid";
    case ir::Role::beyond:
        return "beyond";
    case ir::Role::output:
        return "output";
    case ir::Role::check:
        return "check";
    }
    return {};
}

std::string rounding_words(ir::Rounding rounding) {
    constexpr std::array<std::string_view, 4> kModes{"四舍五入", "四舍六入五成双", "舍去", "进一"};
    constexpr std::array<std::string_view, 3> kUnits{"分", "角", "元"};
    const std::size_t unit = std::min<std::size_t>(rounding.digits, kUnits.size() - 1);
    return std::string(kModes[static_cast<std::size_t>(rounding.mode)]) + "到" +
           std::string(kUnits[unit]);
}

class Maker {
  public:
    Maker(const ir::Program& program, const SourceMap& sources)
        : program_(program), sources_(sources) {}

    abi::Manifest run() {
        abi::Manifest m;
        m.vocabulary = program_.vocabulary;
        m.texts = program_.texts;
        for (const ir::Quantity& q : program_.quantities) {
            m.steps.push_back(step(q));
        }
        for (const ir::Answer& a : program_.answers) {
            m.answers.push_back(answer(a));
        }
        for (const ir::Benefit& b : program_.benefits) {
            m.benefits.push_back(benefit(b));
        }
        for (const ir::Account& a : program_.accounts) {
            m.accounts.push_back(account(a));
        }
        return m;
    }

  private:
    std::vector<abi::Cite> cites(const std::vector<ir::CiteId>& ids) const {
        std::vector<abi::Cite> list;
        for (const ir::CiteId id : ids) {
            list.push_back({program_[id].source, program_[id].document, program_[id].clause});
        }
        return list;
    }

    // What a quantity is computed from, each once, in the order of its expression.
    void inputs(ir::NodeId id, std::vector<abi::StepInput>& into) const {
        const ir::Node& node = program_[id];
        if (node.op == ir::Op::field || node.op == ir::Op::quantity) {
            const abi::StepInput input{node.op == ir::Op::field, node.ref};
            const bool known = std::any_of(into.begin(), into.end(), [&](const auto& i) {
                return i.is_field == input.is_field && i.index == input.index;
            });
            if (!known) {
                into.push_back(input);
            }
        }
        for (const ir::NodeId arg : node.args) {
            inputs(arg, into);
        }
    }

    abi::StepRow step(const ir::Quantity& q) const {
        const ir::Node& node = program_[q.expression];
        abi::StepRow row;
        row.name = q.name;
        row.role = role_word(q.role);
        row.formula = q.formula;
        row.kind = node.type.kind;
        row.scale = node.type.scale;
        row.enumeration = node.type.enumeration;
        row.rounding = rounding(q.expression);
        inputs(q.expression, row.inputs);
        row.cites = cites(q.cites);
        row.place = sources_.describe(q.span);
        return row;
    }

    std::string rounding(ir::NodeId id) const {
        const ir::Node& node = program_[id];
        if (node.op == ir::Op::round || node.op == ir::Op::quotient) {
            return rounding_words(ir::Rounding::decode(node.value));
        }
        for (const ir::NodeId arg : node.args) {
            if (std::string words = rounding(arg); !words.empty()) {
                return words;
            }
        }
        return {};
    }

    abi::AnswerRow answer(const ir::Answer& a) const {
        constexpr std::array<std::string_view, 4> kWords{"提示", "转手工报销", "需补材料",
                                                         "不予支付"};
        const auto kind = static_cast<std::size_t>(a.kind);
        const bool reject = a.kind == ir::AnswerKind::refused && !program_.vocabulary.filed.empty();
        return {static_cast<abi::AnswerKind>(a.kind), a.code,
                std::string(reject ? "不予受理" : kWords[kind]) + "：" + a.code, cites(a.cites),
                a.holds.value};
    }

    abi::BenefitRow benefit(const ir::Benefit& b) const {
        abi::BenefitRow row{b.name, cites(b.cites), {}};
        if (b.years) {
            row.years = abi::YearSplit{b.years->list, b.years->date, b.years->month, b.years->day};
        }
        for (const ir::Step& s : b.steps) {
            if (const auto* compute = std::get_if<ir::Compute>(&s)) {
                row.steps.push_back(compute->quantity.value);
            }
        }
        for (const ir::Output& o : b.outputs) {
            row.steps.push_back(o.quantity.value);
        }
        return row;
    }

    static abi::AccountRow account(const ir::Account& a) {
        abi::AccountRow row{a.name, a.period, {}, {}, a.period == "次"};
        for (const ir::Column& key : a.keys) {
            row.keys.push_back(key.type.kind);
            row.key_enums.push_back(key.type.enumeration);
        }
        return row;
    }

    const ir::Program& program_;
    const SourceMap& sources_;
};

}  // namespace

abi::Manifest manifest(const ir::Program& program, const SourceMap& sources) {
    return Maker(program, sources).run();
}

}  // namespace pol::driver
