#include "compiler/ir/print.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "compiler/ir/describe.h"
#include "compiler/ir/forms.h"
#include "compiler/ir/names.h"
#include "compiler/ir/walk.h"

namespace pol::ir {
namespace {

/// The parts of a form, with single spaces between them; parts that say nothing are empty and left
/// out.
std::string form(std::initializer_list<std::string> parts) {
    std::string text = "(";
    for (const std::string& part : parts) {
        if (!part.empty()) {
            text += text.size() > 1 ? " " : "";
            text += part;
        }
    }
    return text + ")";
}

template <class T>
std::string numbers(const std::vector<T>& items, std::string_view mark,
                    std::string_view between = " ") {
    std::string text;
    for (const T& item : items) {
        text += fmt::format("{}{}{}", text.empty() ? "" : between, mark, item.value);
    }
    return text;
}

std::string cites_of(const std::vector<CiteId>& cites) {
    return cites.empty() ? "" : "cites=" + numbers(cites, "", ",");
}

std::string text_of(const Span& span) {
    return span == Span{} ? "" : fmt::format("@{}:{}-{}", span.file.value, span.begin, span.end);
}

std::string text_of(const Cell& cell) {
    if (cell.present) {
        return fmt::format("{}", cell.value);
    }
    return cell.value == 0 ? "none" : fmt::format("none={}", cell.value);
}

std::string text_of(const std::vector<Cell>& cells) {
    std::string text;
    for (const Cell& cell : cells) {
        text += (text.empty() ? "" : " ") + text_of(cell);
    }
    return text;
}

std::string text_of(const RowKey& key) {
    std::string text = key.any ? "any" : "";
    for (const KeyRange& range : key.ranges) {
        text += text.empty() ? "" : " ";
        text += range.low == range.high ? fmt::format("{}", range.low)
                                        : fmt::format("{}..{}", range.low, range.high);
    }
    return "(" + text + ")";
}

std::string text_of(const Row& row) {
    std::string keys;
    for (const RowKey& key : row.keys) {
        keys += (keys.empty() ? "" : " ") + text_of(key);
    }
    return form({"row", "(" + keys + ")", "(" + text_of(row.cells) + ")", cites_of(row.cites),
                 text_of(row.span)});
}

std::string text_of(const abi::Field& field, std::size_t index) {
    const Type type{field.kind, field.scale, false, field.enumeration};
    const std::string fallback =
        field.fallback == abi::Default{}
            ? ""
            : fmt::format("default={}:{}", name_of(field.fallback.kind), field.fallback.value);
    return form({"field", fmt::format("{}", index), quoted(field.name), quoted(field.external),
                 name_of(type), field.pieces ? "pieces" : "", field.required ? "required" : "",
                 fallback});
}

std::string text_of(const Node& node, std::size_t index) {
    const OpRow& row = row_of(node.op);
    const auto numbered = [](const char* name, auto value, bool used) {
        return used || value != 0 ? fmt::format("{}={}", name, value) : std::string{};
    };
    return form({fmt::format("%{} =", index), std::string{row.name}, name_of(node.type),
                 numbers(node.args, "%"), numbered("ref", node.ref, row.refs != Refs::none),
                 numbered("ref2", node.ref2, row.refs == Refs::two),
                 numbered("value", node.value, row.value), text_of(node.span)});
}

class Printer {
  public:
    explicit Printer(const Program& program)
        : program_(program), node_printed_(program.nodes.size(), false) {}

    std::string run() {
        line("(ir 1)");
        sources();
        vocabulary();
        tables();
        accounts();
        quantities();
        answers();
        benefits();
        jurisdictions();
        rest();
        return std::move(out_);
    }

  private:
    void line(std::string_view text) {
        out_ += text;
        out_ += '\n';
    }

    /// Starts a form whose items follow on lines of their own.
    void open(std::string_view form) { line(form.substr(0, form.size() - 1)); }

    void item(std::string_view form) { line(fmt::format("  {}", form)); }

    /// Closes the form that `open` started, on its last line.
    void close() { out_.insert(out_.size() - 1, ")"); }

    void section(std::string_view title) { line(fmt::format("\n; {}", title)); }

    void sources() {
        section("sources");
        for (std::size_t i = 0; i < program_.files.size(); ++i) {
            line(fmt::format("(file {} {})", i, quoted(program_.files[i])));
        }
        for (std::size_t i = 0; i < program_.texts.size(); ++i) {
            line(fmt::format("(text {} {})", i, quoted(program_.texts[i])));
        }
        for (std::size_t i = 0; i < program_.cites.size(); ++i) {
            const Citation& cite = program_.cites[i];
            line(fmt::format("(cite {} {} {} {})", i, quoted(cite.source), quoted(cite.document),
                             quoted(cite.clause)));
        }
    }

    void vocabulary() {
        section("vocabulary");
        if (!program_.vocabulary.filed.empty()) {
            line(fmt::format("(filed {})", quoted(program_.vocabulary.filed)));
        }
        for (std::size_t i = 0; i < program_.vocabulary.enums.size(); ++i) {
            enumeration(program_.vocabulary.enums[i], i);
        }
        for (std::size_t i = 0; i < program_.vocabulary.fields.size(); ++i) {
            line(text_of(program_.vocabulary.fields[i], i));
        }
        for (std::size_t i = 0; i < program_.vocabulary.lists.size(); ++i) {
            const abi::ListField& list = program_.vocabulary.lists[i];
            open(fmt::format("(list {} {} {})", i, quoted(list.name), quoted(list.external)));
            for (std::size_t j = 0; j < list.fields.size(); ++j) {
                item(text_of(list.fields[j], j));
            }
            close();
        }
        for (std::size_t i = 0; i < program_.vocabulary.results.size(); ++i) {
            const abi::ResultField& result = program_.vocabulary.results[i];
            line(form({"result", fmt::format("{}", i), quoted(result.name), quoted(result.external),
                       name_of(Type{result.kind, result.scale})}));
        }
    }

    void enumeration(const abi::Enum& enumeration, std::size_t index) {
        open(form({"enum", fmt::format("{}", index), quoted(enumeration.name),
                   enumeration.open ? "open" : "", enumeration.prefix ? "prefix" : ""}));
        for (std::size_t i = 0; i < enumeration.values.size(); ++i) {
            const abi::EnumValue& value = enumeration.values[i];
            item(form({"value", fmt::format("{}", i), quoted(value.name), quoted(value.code),
                       value.wider == -1 ? "" : fmt::format("wider={}", value.wider)}));
        }
        close();
    }

    void columns(std::string_view word, const std::vector<Column>& columns) {
        for (const Column& column : columns) {
            item(fmt::format("({} {} {})", word, quoted(column.name), name_of(column.type)));
        }
    }

    void tables() {
        section("tables");
        for (std::size_t i = 0; i < program_.tables.size(); ++i) {
            const Table& table = program_.tables[i];
            open(form(
                {"table", fmt::format("{}", i), quoted(table.name), table.misses ? "misses" : ""}));
            columns("key", table.keys);
            columns("column", table.columns);
            for (const Row& row : table.rows) {
                item(text_of(row));
            }
            if (!table.miss.empty()) {
                item(fmt::format("(miss {})", text_of(table.miss)));
            }
            close();
        }
    }

    void accounts() {
        section("accounts");
        for (std::size_t i = 0; i < program_.accounts.size(); ++i) {
            const Account& account = program_.accounts[i];
            open(
                fmt::format("(account {} {} {})", i, quoted(account.name), quoted(account.period)));
            columns("key", account.keys);
            close();
        }
    }

    /// The nodes of an expression that no earlier one needed.
    void nodes_of(NodeId root) {
        for (const NodeId id : nodes_under(program_, root)) {
            if (!node_printed_[id.value]) {
                node_printed_[id.value] = true;
                line(text_of(program_[id], id.value));
            }
        }
    }

    void quantities() {
        section("quantities");
        for (std::size_t i = 0; i < program_.quantities.size(); ++i) {
            const Quantity& quantity = program_.quantities[i];
            line(fmt::format("; {} = {}", on_one_line(quantity.name),
                             describe(program_, quantity.expression)));
            nodes_of(quantity.expression);
            line(form({"quantity", fmt::format("{}", i), quoted(quantity.name),
                       std::string{name_of(quantity.role)},
                       fmt::format("%{}", quantity.expression.value), quoted(quantity.formula),
                       cites_of(quantity.cites), text_of(quantity.span)}));
        }
    }

    void answers() {
        section("answers");
        for (std::size_t i = 0; i < program_.answers.size(); ++i) {
            const Answer& answer = program_.answers[i];
            line(form({"answer", fmt::format("{}", i), std::string{name_of(answer.kind)},
                       quoted(answer.code), fmt::format("q{}", answer.holds.value),
                       answer.counts ? fmt::format("counts=q{}", answer.counts->value) : "",
                       answer.no_calc ? "no-calc" : "", cites_of(answer.cites),
                       text_of(answer.span)}) +
                 named(answer.holds));
        }
    }

    /// A comment that names a quantity.
    std::string named(QuantityId id) const {
        const auto& quantities = program_.quantities;
        return id.value < quantities.size() ? "  ; " + on_one_line(quantities[id.value].name)
                                            : std::string{};
    }

    void step(const Compute& step) {
        step_line(fmt::format("(compute q{})", step.quantity.value), named(step.quantity));
    }

    void step(const Require& step) { required("require", step); }

    void required(std::string_view word, const Require& one) {
        step_line(fmt::format("({} q{} {})", word, one.condition.value, pol::name_of(one.fault)),
                  named(one.condition));
    }

    void step(const Post& step) {
        step_line(fmt::format("(post a{} %{} ({}) q{})", step.account.value, step.period.value,
                              numbers(step.keys, "%"), step.amount.value),
                  named(step.amount));
    }

    /// The `)` that closes the benefit stands on a line of its own, since a comment may end the
    /// last step's.
    void step_line(std::string_view form, const std::string& comment) {
        item(fmt::format("{}{}", form, comment));
    }

    void outputs(std::string_view word, const std::vector<Output>& outputs) {
        for (const Output& output : outputs) {
            step_line(fmt::format("({} r{} q{})", word, output.result, output.quantity.value),
                      named(output.quantity));
        }
    }

    void nodes_of(const Benefit& benefit) {
        for (const Step& step : benefit.steps) {
            if (const Post* post = std::get_if<Post>(&step)) {
                nodes_of(post->period);
                for (const NodeId key : post->keys) {
                    nodes_of(key);
                }
            }
        }
    }

    void benefits() {
        section("benefits");
        for (std::size_t i = 0; i < program_.benefits.size(); ++i) {
            const Benefit& benefit = program_.benefits[i];
            nodes_of(benefit);
            open(form(
                {"benefit", fmt::format("{}", i), quoted(benefit.name),
                 benefit.root.empty()
                     ? ""
                     : fmt::format("(root {} {})", quoted(benefit.root), quoted(benefit.version)),
                 fmt::format("q{}", benefit.holds.value), "(" + numbers(benefit.answers, "") + ")",
                 cites_of(benefit.cites), text_of(benefit.span)}));
            if (benefit.years) {
                const YearSplit& years = *benefit.years;
                item(fmt::format("(years {} {} {} {})", years.list, years.date, years.month,
                                 years.day));
            }
            for (const Require& one : benefit.opening) {
                required("opening", one);
            }
            for (const Step& any : benefit.steps) {
                std::visit([this](const auto& one) { step(one); }, any);
            }
            outputs("output", benefit.outputs);
            outputs("skipped", benefit.outputs_skipped);
            for (const NotFalling& one : benefit.not_falling) {
                step_line(fmt::format("(not-falling q{} f{})", one.value.value, one.field),
                          named(one.value));
            }
            line(")");
        }
    }

    void jurisdictions() {
        section("jurisdictions");
        for (std::size_t i = 0; i < program_.jurisdictions.size(); ++i) {
            const Jurisdiction& jurisdiction = program_.jurisdictions[i];
            line(fmt::format("(jurisdiction {} {} q{} ({})){}", i, quoted(jurisdiction.name),
                             jurisdiction.holds.value, numbers(jurisdiction.benefits, ""),
                             named(jurisdiction.holds)));
        }
    }

    /// Nodes that nothing uses.
    void rest() {
        if (std::find(node_printed_.begin(), node_printed_.end(), false) == node_printed_.end()) {
            return;
        }
        section("unused");
        for (std::uint32_t i = 0; i < program_.nodes.size(); ++i) {
            nodes_of(NodeId{i});
        }
    }

    const Program& program_;
    std::string out_;
    std::vector<bool> node_printed_;
};

}  // namespace

std::string print(const Program& program) {
    return Printer{program}.run();
}

}  // namespace pol::ir
