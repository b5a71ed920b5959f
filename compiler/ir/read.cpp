#include "compiler/ir/read.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "compiler/ir/forms.h"
#include "compiler/ir/names.h"
#include "compiler/ir/read_parts.h"

namespace pol::ir {
namespace {

/// Nodes stand beside the quantity that uses them first, so their numbers come in any order.
struct NumberedNode {
    std::uint32_t number = 0;
    int line = 0;
    Node node;
};

class Reader {
  public:
    tl::expected<Program, ReadError> run(std::vector<Form> forms) {
        const Form whole{Form::Kind::list, 1, {}, std::move(forms)};
        Cursor cursor{whole, error_};
        header(cursor.list("(ir 1)"));
        while (cursor.more()) {
            section(cursor.list("a list"));
        }
        place_nodes();
        if (error_) {
            return tl::unexpected{*error_};
        }
        return std::move(program_);
    }

  private:
    struct Section {
        std::string_view word;
        void (Reader::*read)(Cursor&);
    };

    void header(Cursor cursor) {
        if (!cursor.skip("ir") || !cursor.skip("1")) {
            cursor.fail("(ir 1)", "another first list");
        }
        cursor.done();
    }

    void section(Cursor cursor) {
        static constexpr std::array kSections{
            Section{"file", &Reader::file},         Section{"text", &Reader::text},
            Section{"cite", &Reader::cite},         Section{"enum", &Reader::enumeration},
            Section{"field", &Reader::claim_field}, Section{"list", &Reader::list},
            Section{"result", &Reader::result},     Section{"filed", &Reader::filed},
            Section{"table", &Reader::table},       Section{"account", &Reader::account},
            Section{"quantity", &Reader::quantity}, Section{"answer", &Reader::answer},
            Section{"benefit", &Reader::benefit},   Section{"jurisdiction", &Reader::jurisdiction},
        };
        if (cursor.at_prefix("%")) {
            node(cursor);
            return cursor.done();
        }
        const std::string_view word = cursor.word("the word that says what a list is");
        const auto* const found =
            std::find_if(kSections.begin(), kSections.end(),
                         [&](const Section& section) { return section.word == word; });
        if (found == kSections.end()) {
            return cursor.fail("a part of a program", word);
        }
        (this->*found->read)(cursor);
        cursor.done();
    }

    /// The next item, a list that begins with `word`.
    static Cursor item_of(Cursor& cursor, std::string_view word) {
        Cursor item = cursor.list(word);
        const std::string_view found = item.word(word);
        if (found != word) {
            item.fail(word, found);
        }
        return item;
    }

    void file(Cursor& cursor) {
        read_next_number(cursor, program_.files.size());
        program_.files.push_back(cursor.text("a path"));
    }

    void text(Cursor& cursor) {
        read_next_number(cursor, program_.texts.size());
        program_.texts.push_back(cursor.text("a text"));
    }

    void cite(Cursor& cursor) {
        read_next_number(cursor, program_.cites.size());
        Citation cite;
        cite.source = cursor.text("a source");
        cite.document = cursor.text("a document");
        cite.clause = cursor.text("a clause");
        program_.cites.push_back(std::move(cite));
    }

    void filed(Cursor& cursor) { program_.vocabulary.filed = cursor.text("a record's name"); }

    void enumeration(Cursor& cursor) {
        read_next_number(cursor, program_.vocabulary.enums.size());
        abi::Enum enumeration;
        enumeration.name = cursor.text("a name");
        enumeration.open = cursor.skip("open");
        enumeration.prefix = cursor.skip("prefix");
        while (cursor.more()) {
            Cursor item = item_of(cursor, "value");
            read_next_number(item, enumeration.values.size());
            enumeration.values.push_back(read_enum_value(item));
        }
        program_.vocabulary.enums.push_back(std::move(enumeration));
    }

    void claim_field(Cursor& cursor) { read_field(cursor, program_.vocabulary.fields); }

    void list(Cursor& cursor) {
        read_next_number(cursor, program_.vocabulary.lists.size());
        abi::ListField list;
        list.name = cursor.text("a name");
        list.external = cursor.text("an external name");
        while (cursor.more()) {
            Cursor item = item_of(cursor, "field");
            read_field(item, list.fields);
        }
        program_.vocabulary.lists.push_back(std::move(list));
    }

    void result(Cursor& cursor) {
        read_next_number(cursor, program_.vocabulary.results.size());
        abi::ResultField result;
        result.name = cursor.text("a name");
        result.external = cursor.text("an external name");
        const Type held = read_type(cursor);
        result.kind = held.kind;
        result.scale = held.scale;
        program_.vocabulary.results.push_back(std::move(result));
    }

    void table(Cursor& cursor) {
        read_next_number(cursor, program_.tables.size());
        Table table;
        table.name = cursor.text("a name");
        table.misses = cursor.skip("misses");
        while (cursor.more()) {
            Cursor item = cursor.list("a key, a column, a row or miss");
            table_item(item, item.word("key, column, row or miss"), table);
        }
        program_.tables.push_back(std::move(table));
    }

    static void table_item(Cursor& item, std::string_view word, Table& table) {
        if (word == "key") {
            table.keys.push_back(read_column(item));
        } else if (word == "column") {
            table.columns.push_back(read_column(item));
        } else if (word == "row") {
            table.rows.push_back(read_row(item));
        } else if (word == "miss") {
            table.miss = read_cells(item);
        } else {
            item.fail("key, column, row or miss", word);
        }
    }

    void account(Cursor& cursor) {
        read_next_number(cursor, program_.accounts.size());
        Account account;
        account.name = cursor.text("a name");
        account.period = cursor.text("a period");
        while (cursor.more()) {
            Cursor item = item_of(cursor, "key");
            account.keys.push_back(read_column(item));
        }
        program_.accounts.push_back(std::move(account));
    }

    void node(Cursor& cursor) {
        const NodeId id = read_node_id(cursor);
        nodes_.push_back({id.value, cursor.line(), read_node(cursor)});
    }

    /// Puts the nodes in the order of their numbers, which leave no gap.
    void place_nodes() {
        std::sort(nodes_.begin(), nodes_.end(),
                  [](const NumberedNode& a, const NumberedNode& b) { return a.number < b.number; });
        for (NumberedNode& numbered : nodes_) {
            const std::size_t next = program_.nodes.size();
            if (numbered.number != next && !error_) {
                error_ = ReadError{numbered.line, fmt::format("expected node %{}, found %{}", next,
                                                              numbered.number)};
            }
            program_.nodes.push_back(std::move(numbered.node));
        }
    }

    void quantity(Cursor& cursor) {
        read_next_number(cursor, program_.quantities.size());
        Quantity quantity;
        quantity.name = cursor.text("a name");
        quantity.role = read_named(cursor, role_named, "a role");
        quantity.expression = read_node_id(cursor);
        quantity.formula = cursor.text("a formula");
        quantity.cites = read_cites(cursor);
        quantity.span = read_span(cursor);
        program_.quantities.push_back(std::move(quantity));
    }

    void answer(Cursor& cursor) {
        read_next_number(cursor, program_.answers.size());
        Answer answer;
        answer.kind = read_named(cursor, answer_kind_named, "a kind of answer");
        answer.code = cursor.text("a code");
        answer.holds = read_quantity_id(cursor);
        if (cursor.at_prefix("counts=")) {
            answer.counts = QuantityId{cursor.number<std::uint32_t>("counts=q", "a quantity")};
        }
        answer.no_calc = cursor.skip("no-calc");
        answer.cites = read_cites(cursor);
        answer.span = read_span(cursor);
        program_.answers.push_back(std::move(answer));
    }

    template <class T>
    static std::vector<T> numbers(Cursor cursor, std::string_view what) {
        std::vector<T> ids = read_ids<T>(cursor, "", what);
        cursor.done();
        return ids;
    }

    void benefit(Cursor& cursor) {
        read_next_number(cursor, program_.benefits.size());
        Benefit benefit;
        benefit.name = cursor.text("a name");
        if (cursor.at_list("root")) {
            Cursor root = item_of(cursor, "root");
            benefit.root = root.text("a name");
            benefit.version = root.text("what tells it apart");
            root.done();
        }
        benefit.holds = read_quantity_id(cursor);
        benefit.answers = numbers<AnswerId>(cursor.list("answers"), "a number of an answer");
        benefit.cites = read_cites(cursor);
        benefit.span = read_span(cursor);
        while (cursor.more()) {
            Cursor item = cursor.list("a step or an output");
            read_benefit_item(item, item.word("a step or an output"), benefit);
        }
        program_.benefits.push_back(std::move(benefit));
    }

    void jurisdiction(Cursor& cursor) {
        read_next_number(cursor, program_.jurisdictions.size());
        Jurisdiction jurisdiction;
        jurisdiction.name = cursor.text("a name");
        jurisdiction.holds = read_quantity_id(cursor);
        jurisdiction.benefits = numbers<BenefitId>(cursor.list("benefits"), "a benefit's number");
        program_.jurisdictions.push_back(std::move(jurisdiction));
    }

    Program program_;
    std::vector<NumberedNode> nodes_;
    std::optional<ReadError> error_;
};

}  // namespace

tl::expected<Program, ReadError> read(std::string_view text) {
    tl::expected<std::vector<Form>, ReadError> forms = read_forms(text);
    if (!forms) {
        return tl::unexpected{std::move(forms).error()};
    }
    return Reader{}.run(std::move(*forms));
}

}  // namespace pol::ir
