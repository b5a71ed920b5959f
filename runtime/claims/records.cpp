#include "runtime/claims/records.h"

#include <memory>
#include <utility>

#include "runtime/claims/columns.h"
#include "runtime/claims/csv.h"
#include "runtime/claims/encoding.h"
#include "runtime/claims/split.h"
#include "runtime/claims/words.h"
#include "runtime/claims/words_input.h"

namespace pol::claims {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

struct NamedForm {
    std::string_view name;
    Form form;
};
constexpr NamedForm kForms[] = {{"json", Form::json}, {"jsonl", Form::jsonl}, {"csv", Form::csv}};
constexpr NamedForm kEndings[] = {
    {".json", Form::json}, {".jsonl", Form::jsonl}, {".ndjson", Form::jsonl}, {".csv", Form::csv}};

Record broken(std::size_t line, ClaimFault fault) {
    Record record;
    record.line = line;
    record.broken = true;
    record.faults.push_back(std::move(fault));
    return record;
}

/// The place of a byte of the slice.
LineColumn locate(const Slice& slice, std::size_t offset) {
    return after(slice.at, slice.text.substr(0, offset));
}

class JsonRecords {
  public:
    JsonRecords(Splitter splitter, Encoding encoding, Lang lang)
        : splitter_(std::move(splitter)), encoding_(encoding), lang_(lang) {}

    std::optional<Record> next() {
        const std::optional<Slice> slice = splitter_.next();
        return slice ? std::optional(record(*slice)) : std::nullopt;
    }

  private:
    [[nodiscard]] Record record(const Slice& slice) const {
        if (slice.fault != SliceFault::none) {
            return broken(slice.at.line, broken_array(lang_, slice.at, slice.fault));
        }
        const std::size_t bad = first_bad_byte(slice.text);
        json::Document document = json::parse(slice.text);
        if (bad != std::string_view::npos || document.failure) {
            Record record = broken(slice.at.line, trouble(slice, bad, document));
            record.root = std::move(document.root);
            return record;
        }
        if (document.root.type != json::Type::object) {
            return broken(slice.at.line, no_record(lang_, slice.at, document.root));
        }
        Record record;
        record.line = slice.at.line;
        for (const std::string& path : document.duplicates) {
            record.faults.push_back(name_twice(lang_, slice.at, path));
        }
        record.root = std::move(document.root);
        return record;
    }

    [[nodiscard]] ClaimFault trouble(const Slice& slice, std::size_t bad,
                                     const json::Document& document) const {
        if (bad != std::string_view::npos) {
            const auto byte = static_cast<unsigned char>(slice.text[bad]);
            return bad_byte(lang_, locate(slice, bad), byte, encoding_);
        }
        return broken_text(lang_, locate(slice, document.failure->offset), *document.failure);
    }

    Splitter splitter_;
    Encoding encoding_;
    Lang lang_;
};

class CsvRecords {
  public:
    CsvRecords(Bytes bytes, Encoding encoding, Lang lang)
        : rows_(std::move(bytes)), encoding_(encoding), lang_(lang) {}

    /// The error is of the whole input.
    tl::expected<json::Value, std::string> read_header() {
        if (!rows_.next(row_)) {
            return {};
        }
        if (row_.wrong != csv::Wrong::none) {
            return tl::unexpected(broken_row(lang_, row_, encoding_).text);
        }
        tl::expected<Columns, HeaderFault> columns = Columns::of(row_.cells);
        if (!columns) {
            return tl::unexpected(bad_header(lang_, columns.error()));
        }
        columns_ = *std::move(columns);
        return columns_.names();
    }

    std::optional<Record> next() {
        while (rows_.next(row_)) {
            if (row_.wrong != csv::Wrong::none) {
                return known_by_name(broken_row(lang_, row_, encoding_));
            }
            if (row_.is_empty()) {
                continue;
            }
            if (row_.cells.size() != columns_.size()) {
                return known_by_name(
                    ragged_row(lang_, row_.at.line, columns_.size(), row_.cells.size()));
            }
            Record record;
            record.line = row_.at.line;
            record.root = columns_.record(row_.cells);
            return record;
        }
        return std::nullopt;
    }

  private:
    [[nodiscard]] Record known_by_name(ClaimFault fault) const {
        Record record = broken(row_.at.line, std::move(fault));
        record.root = columns_.record(row_.cells);
        return record;
    }

    csv::Rows rows_;
    Encoding encoding_;
    Lang lang_;
    Columns columns_;
    csv::Row row_;
};

/// What begins with neither bracket and has a comma in its first line is CSV.
Form form_of_text(Window& window) {
    const std::size_t first = window.find_not_of(kBlank, 0);
    const std::string_view head = window.text().substr(first);
    const bool is_json = head.starts_with('{') || head.starts_with('[');
    const bool has_comma = head.substr(0, head.find('\n')).find(',') != std::string_view::npos;
    return !is_json && has_comma ? Form::csv : Form::jsonl;
}

tl::expected<Records, std::string> open_csv(Bytes bytes, Encoding encoding, Lang lang) {
    const auto rows = std::make_shared<CsvRecords>(std::move(bytes), encoding, lang);
    tl::expected<json::Value, std::string> columns = rows->read_header();
    if (!columns) {
        return tl::unexpected(std::move(columns.error()));
    }
    return Records{Form::csv, *std::move(columns), [rows] { return rows->next(); }};
}

Records open_json(const Source& source, Bytes bytes, Encoding encoding, Lang lang) {
    const bool lines_only = source.strict && source.form == Form::jsonl;
    Splitter splitter =
        lines_only ? Splitter::of_lines(std::move(bytes)) : Splitter(std::move(bytes));
    const Form form = splitter.shape() == Shape::lines ? Form::jsonl : Form::json;
    const auto records = std::make_shared<JsonRecords>(std::move(splitter), encoding, lang);
    return Records{form, {}, [records] { return records->next(); }};
}

}  // namespace

std::optional<Form> form_named(std::string_view name) {
    for (const NamedForm& form : kForms) {
        if (form.name == name) {
            return form.form;
        }
    }
    return std::nullopt;
}

std::optional<Form> form_of_file(std::string_view file) {
    for (const NamedForm& ending : kEndings) {
        const std::size_t size = std::string_view(ending.name).size();
        const auto same = [](char a, char b) {
            return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
        };
        if (file.size() >= size && std::ranges::equal(file.substr(file.size() - size),
                                                      std::string_view(ending.name), same)) {
            return ending.form;
        }
    }
    return std::nullopt;
}

tl::expected<Records, std::string> open_records(const Source& source, Lang lang,
                                                std::vector<Notice>& notices) {
    Window raw(source.open());
    if (is_utf16(raw.text())) {
        return tl::unexpected(no_utf16(lang));
    }
    const Form form = source.form ? *source.form : form_of_text(raw);
    const Survey found = survey(source.open);
    if (std::optional<std::string> remark = encoding_remark(lang, found)) {
        notices.push_back({found.bad ? found.bad->line : 0, "", *std::move(remark), false});
    }
    Bytes bytes = decoded(source.open(), found.encoding);
    if (form == Form::csv) {
        return open_csv(std::move(bytes), found.encoding, lang);
    }
    return open_json(source, std::move(bytes), found.encoding, lang);
}

}  // namespace pol::claims
