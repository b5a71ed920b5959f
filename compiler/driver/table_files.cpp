#include "compiler/driver/table_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

#include "runtime/claims/csv.h"
#include "runtime/claims/encoding.h"
#include "runtime/value/date.h"

namespace pol::driver {
namespace {

using namespace syntax;
namespace fs = std::filesystem;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

struct UnitEnd {
    std::string_view end;
    Unit unit;
};
constexpr std::array kUnitEnds{
    UnitEnd{"万元", Unit::ten_thousand_yuan},
    UnitEnd{"元", Unit::yuan},
    UnitEnd{"元每件", Unit::yuan_each},
    UnitEnd{"个百分点", Unit::points},
    UnitEnd{"分", Unit::fen},
    UnitEnd{"%", Unit::percent},
    UnitEnd{"％", Unit::percent},
    UnitEnd{"倍", Unit::times},
    UnitEnd{"岁", Unit::age},
};

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos &&
           std::count(text.begin(), text.end(), '.') <= 1 && text != ".";
}

// 0.1 is 10%: the point goes two places to the right.
std::string as_percent(std::string_view digits) {
    const std::size_t point = std::min(digits.find('.'), digits.size());
    std::string whole(digits.substr(0, point));
    std::string rest(point < digits.size() ? digits.substr(point + 1) : std::string_view{});
    rest.resize(std::max<std::size_t>(rest.size(), 2), '0');
    whole += rest.substr(0, 2);
    rest.erase(0, 2);
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
    return rest.empty() ? whole : whole + "." + rest;
}

// A column of the file that the table takes.
struct FileColumn {
    std::string name;
    std::optional<Unit> unit;
    bool fraction = false;
};

FileColumn column_of(std::string_view head) {
    head = trimmed(head);
    for (const auto& [open, close] :
         {std::pair<std::string_view, std::string_view>{"(", ")"}, {"（", "）"}}) {
        const std::size_t at = head.find(open);
        if (at == std::string_view::npos || !head.ends_with(close)) {
            continue;
        }
        FileColumn column{std::string(trimmed(head.substr(0, at))), std::nullopt, false};
        const std::string_view unit =
            head.substr(at + open.size(), head.size() - at - open.size() - close.size());
        column.fraction = unit == "比例";
        for (const UnitEnd& u : kUnitEnds) {
            if (u.end == unit) {
                column.unit = u.unit;
            }
        }
        return column;
    }
    return {std::string(head), std::nullopt, false};
}

class TableFile {
  public:
    TableFile(Tree& tree, SourceMap& sources, Diagnostics& diagnostics)
        : tree_(tree), sources_(sources), diagnostics_(diagnostics) {}

    void load(TableDecl& table, const std::string& shown, std::string text) {
        const auto open = [&] { return claims::bytes_of(text); };
        const claims::Survey survey = claims::survey(open);
        if (survey.bad) {
            diagnostics_.add(Code::E0368_table_file, table.file->span,
                             {table.file->text, "GB18030/UTF-8"});
            return;
        }
        if (survey.encoding != claims::Encoding::utf8) {
            text = utf8(claims::decoded(open(), survey.encoding));
        }
        file_ = sources_.add(shown, text);
        claims::csv::Rows rows(claims::bytes_of(text));
        claims::csv::Row row;
        // An empty file has an empty head.
        (void)rows.next(row);
        if (!columns(table, row)) {
            return;
        }
        std::vector<TableRow> read;
        while (rows.next(row)) {
            if (!row.is_empty()) {
                add(row, read);
            }
        }
        std::move(table.rows.begin(), table.rows.end(), std::back_inserter(read));
        table.rows = std::move(read);
    }

  private:
    static std::string utf8(const claims::Bytes& bytes) {
        std::string all;
        std::array<char, 65536> piece{};
        while (const std::size_t size = bytes(piece.data(), piece.size())) {
            all.append(piece.data(), size);
        }
        return all;
    }

    bool columns(const TableDecl& table, const claims::csv::Row& head) {
        width_ = head.cells.size();
        std::vector<FileColumn> found;
        found.reserve(width_);
        for (const std::string& cell : head.cells) {
            found.push_back(column_of(cell));
        }
        const auto take = [&](const std::vector<Name>& wanted, std::vector<std::size_t>& into) {
            for (const Name& name : wanted) {
                const auto at = std::find_if(found.begin(), found.end(),
                                             [&](const auto& c) { return c.name == name.text; });
                if (at == found.end()) {
                    diagnostics_.add(Code::E0369_table_file_column, table.file->span,
                                     {table.file->text, name.text});
                    return false;
                }
                into.push_back(static_cast<std::size_t>(at - found.begin()));
            }
            return true;
        };
        columns_ = found;
        return take(table.keys, keys_) && take(table.columns, cells_);
    }

    void add(const claims::csv::Row& row, std::vector<TableRow>& into) {
        where_ = span_of(row.at.line);
        if (row.wrong != claims::csv::Wrong::none || row.cells.size() != width_) {
            diagnostics_.add(Code::E0370_table_file_row, where_,
                             {std::to_string(width_), std::to_string(row.cells.size())});
            return;
        }
        TableRow made{{}, {}, {}, false, where_};
        for (const std::size_t k : keys_) {
            made.keys.push_back(key(trimmed(row.cells[k]), columns_[k]));
        }
        for (const std::size_t c : cells_) {
            made.cells.push_back(value(trimmed(row.cells[c]), columns_[c], false));
        }
        into.push_back(std::move(made));
    }

    Span span_of(std::size_t line) const {
        const std::string_view text = sources_.line(file_, static_cast<std::uint32_t>(line));
        const auto begin = static_cast<std::uint32_t>(text.data() - sources_.text(file_).data());
        return {file_, begin, begin + static_cast<std::uint32_t>(text.size())};
    }

    Key key(std::string_view text, const FileColumn& column) {
        if (text.empty() || text == "任意") {
            return {AnyKey{}, where_};
        }
        if (const std::size_t to = text.find(" 到 "); to != std::string_view::npos) {
            return {
                RangeKey{value(text.substr(0, to), column, true),
                         value(text.substr(to + std::string_view(" 到 ").size()), column, true)},
                where_};
        }
        if (constexpr std::string_view kUpTo = "至 "; text.starts_with(kUpTo)) {
            return {UpToKey{value(text.substr(kUpTo.size()), column, true)}, where_};
        }
        if (constexpr std::string_view kSince = " 起"; text.ends_with(kSince)) {
            if (const auto day = parse_date(text.substr(0, text.size() - kSince.size()))) {
                return {SinceKey{*day}, where_};
            }
        }
        return {ValueKey{value(text, column, true)}, where_};
    }

    // A key that is no number with a unit and no day is a text or a code; a cell a name.
    ExprId value(std::string_view text, const FileColumn& column, bool key) {
        if (text.empty() || text == "无") {
            return tree_.add(NoneLit{}, where_);
        }
        if (const auto day = parse_date(text)) {
            return tree_.add(DateLit{*day}, where_);
        }
        if (is_number(text)) {
            if (column.fraction) {
                return tree_.add(QuantityLit{as_percent(text), Unit::percent}, where_);
            }
            if (column.unit) {
                return tree_.add(QuantityLit{std::string(text), *column.unit}, where_);
            }
            return key ? tree_.add(StringLit{std::string(text)}, where_)
                       : tree_.add(NumberLit{std::string(text)}, where_);
        }
        for (const UnitEnd& u : kUnitEnds) {
            if (text.ends_with(u.end) && is_number(text.substr(0, text.size() - u.end.size()))) {
                return tree_.add(
                    QuantityLit{std::string(text.substr(0, text.size() - u.end.size())), u.unit},
                    where_);
            }
        }
        if (text == "是" || text == "否") {
            return tree_.add(BoolLit{text == "是"}, where_);
        }
        return key ? tree_.add(StringLit{std::string(text)}, where_)
                   : tree_.add(NameExpr{std::string(text)}, where_);
    }

    Tree& tree_;
    SourceMap& sources_;
    Diagnostics& diagnostics_;
    FileId file_;
    Span where_;
    std::size_t width_ = 0;
    std::vector<FileColumn> columns_;
    std::vector<std::size_t> keys_, cells_;
};

}  // namespace

void load_table_files(Tree& tree, SourceMap& sources, const ReadText& read,
                      Diagnostics& diagnostics) {
    for (File& file : tree.files) {
        for (Decl& decl : file.decls) {
            auto* table = std::get_if<TableDecl>(&decl.node);
            if (table == nullptr || !table->file) {
                continue;
            }
            const fs::path path =
                fs::path(sources.name(file.id)).parent_path() / fs::path(table->file->text);
            auto text = read(path.string());
            if (!text) {
                diagnostics.add(Code::E0368_table_file, table->file->span,
                                {table->file->text, text.error().message});
                continue;
            }
            TableFile(tree, sources, diagnostics).load(*table, path.string(), std::move(*text));
        }
    }
}

}  // namespace pol::driver
