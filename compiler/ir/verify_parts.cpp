// Rules about the parts of a program: vocabulary, tables, quantities, answers, benefits,
// jurisdictions.
#include <set>
#include <string_view>

#include "compiler/ir/names.h"
#include "compiler/ir/typing.h"
#include "compiler/ir/verify_rules.h"

namespace pol::ir {
namespace {

constexpr Type kCondition{abi::Kind::boolean};
constexpr Type kAmount{abi::Kind::money};
constexpr Type kPeriod{abi::Kind::date};

void check_type(const Program& program, std::string_view label, const Type& type, Report& report) {
    if (const std::string wrong = wrong_type(program, type); !wrong.empty()) {
        report.add("{}: {}", label, wrong);
    }
}

void check_fields(const Program& program, const std::vector<abi::Field>& fields, Report& report) {
    for (const abi::Field& field : fields) {
        const std::string label = "field " + field.name;
        check_type(program, label, {field.kind, field.scale, false, field.enumeration}, report);
        const auto source = static_cast<std::uint64_t>(field.fallback.value);
        if (field.fallback.kind == abi::Default::Kind::field &&
            source >= program.vocabulary.fields.size()) {
            report.add("{}: its default is field {}, which does not exist", label, source);
        }
    }
}

void check_columns(const Program& program, std::string_view label,
                   const std::vector<Column>& columns, Report& report) {
    for (const Column& column : columns) {
        check_type(program, fmt::format("{}, column {}", label, column.name), column.type, report);
    }
}

/// Whether `id` names one of `items`.
template <class IdOf, class T>
void check_id(std::string_view label, std::string_view what, IdOf id, const std::vector<T>& items,
              Report& report) {
    if (id.value >= items.size()) {
        report.add("{}: refers to {} {}, which does not exist", label, what, id.value);
    }
}

class References {
  public:
    References(const Program& program, Report& report) : program_(program), report_(report) {}

    void quantities() {
        std::set<std::string_view> names;
        for (const Quantity& quantity : program_.quantities) {
            const std::string label = "quantity " + quantity.name;
            check_id(label, "node", quantity.expression, program_.nodes, report_);
            source(label, quantity.cites, quantity.span);
            if (!names.insert(quantity.name).second) {
                report_.add("{}: its name stands twice", label);
            }
        }
    }

    void answers() {
        for (const Answer& answer : program_.answers) {
            const std::string label = "answer " + answer.code;
            check_id(label, "quantity", answer.holds, program_.quantities, report_);
            if (answer.counts) {
                check_id(label, "quantity", *answer.counts, program_.quantities, report_);
            }
            source(label, answer.cites, answer.span);
        }
    }

    void benefits() {
        for (const Benefit& benefit : program_.benefits) {
            const std::string label = "benefit " + benefit.name;
            check_id(label, "quantity", benefit.holds, program_.quantities, report_);
            for (const Require& one : benefit.opening) {
                step(label, one);
            }
            if (benefit.years) {
                years(label, *benefit.years);
            }
            for (const AnswerId answer : benefit.answers) {
                check_id(label, "answer", answer, program_.answers, report_);
            }
            for (const Step& any : benefit.steps) {
                std::visit([&](const auto& one) { step(label, one); }, any);
            }
            outputs(label, benefit.outputs);
            outputs(label, benefit.outputs_skipped);
            for (const NotFalling& one : benefit.not_falling) {
                check_id(label, "quantity", one.value, program_.quantities, report_);
                if (one.field >= program_.vocabulary.fields.size()) {
                    report_.add("{}: compares by a field that does not exist", label);
                }
            }
            source(label, benefit.cites, benefit.span);
        }
    }

    void jurisdictions() {
        for (const Jurisdiction& jurisdiction : program_.jurisdictions) {
            const std::string label = "jurisdiction " + jurisdiction.name;
            check_id(label, "quantity", jurisdiction.holds, program_.quantities, report_);
            for (const BenefitId benefit : jurisdiction.benefits) {
                check_id(label, "benefit", benefit, program_.benefits, report_);
            }
        }
    }

    void nodes() {
        for (const Node& node : program_.nodes) {
            source(name_of(node.op), {}, node.span);
        }
    }

    void rows() {
        for (const Table& table : program_.tables) {
            for (const Row& row : table.rows) {
                source("table " + table.name, row.cites, row.span);
            }
        }
    }

  private:
    void years(std::string_view label, const YearSplit& years) {
        const auto& lists = program_.vocabulary.lists;
        if (years.list >= lists.size() || years.date >= lists[years.list].fields.size() ||
            lists[years.list].fields[years.date].kind != abi::Kind::date) {
            report_.add("{}: is split by what is no date of a list", label);
        }
        if (years.month < 1 || years.month > 12 || years.day < 1 || years.day > 28) {
            report_.add("{}: its years begin on no day of each year", label);
        }
    }

    void step(std::string_view label, const Compute& step) {
        check_id(label, "quantity", step.quantity, program_.quantities, report_);
    }

    void step(std::string_view label, const Require& step) {
        check_id(label, "quantity", step.condition, program_.quantities, report_);
        if (step.fault == FaultCode::none) {
            report_.add("{}: a requirement without a fault", label);
        }
    }

    void step(std::string_view label, const Post& step) {
        check_id(label, "account", step.account, program_.accounts, report_);
        check_id(label, "node", step.period, program_.nodes, report_);
        for (const NodeId key : step.keys) {
            check_id(label, "node", key, program_.nodes, report_);
        }
        check_id(label, "quantity", step.amount, program_.quantities, report_);
    }

    void outputs(std::string_view label, const std::vector<Output>& outputs) {
        std::set<std::uint32_t> results;
        for (const Output& output : outputs) {
            check_id(label, "quantity", output.quantity, program_.quantities, report_);
            if (output.result >= program_.vocabulary.results.size()) {
                report_.add("{}: refers to result {}, which does not exist", label, output.result);
            } else if (!results.insert(output.result).second) {
                report_.add("{}: answers result {} twice", label, output.result);
            }
        }
    }

    /// What was made up by the compiler has no place: its span is empty.
    void source(std::string_view label, const std::vector<CiteId>& cites, const Span& span) {
        for (const CiteId cite : cites) {
            check_id(label, "cite", cite, program_.cites, report_);
        }
        if (span != Span{} && (span.file.value >= program_.files.size() || span.begin > span.end)) {
            report_.add("{}: has a place @{}:{}-{} in no file", label, span.file.value, span.begin,
                        span.end);
        }
    }

    const Program& program_;
    Report& report_;
};

/// Types of quantities and nodes where a part uses them.
class PartTypes {
  public:
    PartTypes(const Program& program, Report& report) : program_(program), report_(report) {}

    void condition(std::string_view label, QuantityId id) {
        expect(label, "condition", quantity_type(id), kCondition);
    }

    void step(std::string_view label, const Compute&) { (void)label; }

    void step(std::string_view label, const Require& step) { condition(label, step.condition); }

    void step(std::string_view label, const Post& step) {
        expect(label, "posted amount", quantity_type(step.amount), kAmount);
        expect(label, "period", program_[step.period].type, kPeriod);
        const std::vector<Column>& keys = program_[step.account].keys;
        if (step.keys.size() != keys.size()) {
            report_.add("{}: posts with {} keys to account {}, which has {}", label,
                        step.keys.size(), program_[step.account].name, keys.size());
            return;
        }
        for (std::size_t i = 0; i < keys.size(); ++i) {
            expect(label, "key " + keys[i].name, program_[step.keys[i]].type, keys[i].type);
        }
    }

    void outputs(std::string_view label, const std::vector<Output>& outputs) {
        for (const Output& output : outputs) {
            const abi::ResultField& result = program_.vocabulary.results[output.result];
            Type found = quantity_type(output.quantity);
            // Results do not say of which enumeration a code is.
            found.enumeration = 0;
            expect(label, "result " + result.name, found, {result.kind, result.scale});
        }
    }

  private:
    [[nodiscard]] const Type& quantity_type(QuantityId id) const {
        return program_[program_[id].expression].type;
    }

    void expect(std::string_view label, std::string_view what, const Type& found,
                const Type& right) {
        if (found != right) {
            report_.add("{}: its {} has type {}, not {}", label, what, name_of(found),
                        name_of(right));
        }
    }

    const Program& program_;
    Report& report_;
};

void check_row(const Table& table, std::size_t index, Report& report) {
    const Row& row = table.rows[index];
    if (row.keys.size() != table.keys.size() || row.cells.size() != table.columns.size()) {
        report.add("table {}, row {}: has {} keys and {} cells, not {} and {}", table.name, index,
                   row.keys.size(), row.cells.size(), table.keys.size(), table.columns.size());
    }
    for (const RowKey& key : row.keys) {
        if (key.any != key.ranges.empty()) {
            report.add("table {}, row {}: a key is either any or has ranges", table.name, index);
        }
        for (const KeyRange& range : key.ranges) {
            if (range.low > range.high) {
                report.add("table {}, row {}: the range {}..{} is empty", table.name, index,
                           range.low, range.high);
            }
        }
    }
}

void check_cells_of(const Program& program, const Table& table, const std::vector<Cell>& cells,
                    Report& report) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Type& type = table.columns[i].type;
        if (!cells[i].present && !type.optional) {
            report.add("table {}: column {} has an absent cell", table.name, table.columns[i].name);
        }
        const auto wrong = cells[i].present ? misfit(program, type, cells[i].value) : std::nullopt;
        if (wrong) {
            report.add("table {}, column {}: {}", table.name, table.columns[i].name, *wrong);
        }
    }
}

void check_defaults(const Program& program, const std::vector<abi::Field>& fields, Report& report) {
    for (const abi::Field& field : fields) {
        const Type type{field.kind, field.scale, false, field.enumeration};
        if (field.fallback.kind == abi::Default::Kind::value) {
            if (const auto wrong = misfit(program, type, field.fallback.value)) {
                report.add("field {}: its default {}", field.name, *wrong);
            }
        } else if (field.fallback.kind == abi::Default::Kind::field) {
            const auto source = static_cast<std::size_t>(field.fallback.value);
            const abi::Field& other = program.vocabulary.fields[source];
            if (!same_kind(type, {other.kind, other.scale, false, other.enumeration})) {
                report.add("field {}: its default is of another type", field.name);
            }
        }
    }
}

}  // namespace

void check_vocabulary(const Program& program, Report& report) {
    const abi::Vocabulary& vocabulary = program.vocabulary;
    for (const abi::Enum& enumeration : vocabulary.enums) {
        for (const abi::EnumValue& value : enumeration.values) {
            if (value.wider < -1 || value.wider >= std::ssize(enumeration.values)) {
                report.add("enumeration {}: value {} has no wider value {}", enumeration.name,
                           value.name, value.wider);
            }
        }
    }
    check_fields(program, vocabulary.fields, report);
    for (const abi::ListField& list : vocabulary.lists) {
        check_fields(program, list.fields, report);
    }
    for (const abi::ResultField& result : vocabulary.results) {
        // Results do not say of which enumeration a code is.
        const std::string label = "result " + result.name;
        if (result.kind != abi::Kind::code) {
            check_type(program, label, {result.kind, result.scale}, report);
        }
    }
}

void check_tables(const Program& program, Report& report) {
    for (const Table& table : program.tables) {
        check_columns(program, "table " + table.name, table.keys, report);
        check_columns(program, "table " + table.name, table.columns, report);
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            check_row(table, i, report);
        }
        if (!table.miss.empty() && table.miss.size() != table.columns.size()) {
            report.add("table {}: a miss has {} cells, not {}", table.name, table.miss.size(),
                       table.columns.size());
        }
    }
    for (const Account& account : program.accounts) {
        check_columns(program, "account " + account.name, account.keys, report);
    }
}

void check_part_references(const Program& program, Report& report) {
    References references{program, report};
    references.quantities();
    references.answers();
    references.benefits();
    references.jurisdictions();
    references.nodes();
    references.rows();
}

void check_cells(const Program& program, Report& report) {
    for (const Table& table : program.tables) {
        for (const Row& row : table.rows) {
            check_cells_of(program, table, row.cells, report);
        }
        check_cells_of(program, table, table.miss, report);
    }
    for (const Account& account : program.accounts) {
        for (const Column& key : account.keys) {
            if (key.type.optional) {
                report.add("account {}: its key {} may be absent", account.name, key.name);
            }
        }
    }
    check_defaults(program, program.vocabulary.fields, report);
    for (const abi::ListField& list : program.vocabulary.lists) {
        check_defaults(program, list.fields, report);
    }
}

void check_part_types(const Program& program, Report& report) {
    PartTypes uses{program, report};
    for (const Answer& answer : program.answers) {
        uses.condition("answer " + answer.code, answer.holds);
        if (answer.counts) {
            uses.condition("answer " + answer.code, *answer.counts);
        }
    }
    for (const Jurisdiction& jurisdiction : program.jurisdictions) {
        uses.condition("jurisdiction " + jurisdiction.name, jurisdiction.holds);
    }
    for (const Benefit& benefit : program.benefits) {
        const std::string label = "benefit " + benefit.name;
        uses.condition(label, benefit.holds);
        for (const Require& one : benefit.opening) {
            uses.step(label, one);
        }
        for (const Step& any : benefit.steps) {
            std::visit([&](const auto& one) { uses.step(label, one); }, any);
        }
        uses.outputs(label, benefit.outputs);
        uses.outputs(label, benefit.outputs_skipped);
    }
}

}  // namespace pol::ir
