#include "runtime/claims/read.h"

#include <memory>
#include <utility>

#include "runtime/claims/build.h"
#include "runtime/claims/fee_lines.h"
#include "runtime/claims/fields.h"
#include "runtime/claims/words_input.h"

namespace pol::claims {
namespace {

using Error = std::optional<std::string>;

/// "claims.csv: what is wrong".
std::string of_file(const Source& source, const std::string& text) {
    return source.name.empty() ? text : source.name + ": " + text;
}

class Reader {
  public:
    Reader(const abi::Vocabulary& vocabulary, TextTable& texts, const ReadOptions& options)
        : vocabulary_(vocabulary), options_(options), fields_(vocabulary, texts, options.lang) {}

    tl::expected<Input, std::string> read(const Source& claims,
                                          const std::optional<Source>& lines) {
        if (lines) {
            if (Error error = read_lines(*lines)) {
                return tl::unexpected(*std::move(error));
            }
        }
        if (Error error = read_claims(claims)) {
            return tl::unexpected(*std::move(error));
        }
        if (lines_) {
            lines_->report_left();
        }
        return std::move(input_);
    }

  private:
    Error read_lines(const Source& source) {
        lines_.emplace(vocabulary_, fields_, options_.lang, source.name, input_.notices);
        const std::size_t before = input_.notices.size();
        auto records = open_records(source, options_.lang, input_.notices);
        for (std::size_t i = before; i < input_.notices.size(); ++i) {
            input_.notices[i].of_lines = true;
        }
        if (!records) {
            return of_file(source, records.error());
        }
        lines_->look_at(records->columns);
        while (const std::optional<Record> record = records->next()) {
            lines_->add(*record);
            count();
        }
        return std::nullopt;
    }

    Error read_claims(const Source& source) {
        auto records = open_records(source, options_.lang, input_.notices);
        if (!records) {
            return of_file(source, records.error());
        }
        input_.form = records->form;
        ClaimBuilder builder(vocabulary_, fields_, options_.lang, input_.notices,
                             lines_ ? &*lines_ : nullptr);
        const json::Value& columns = records->columns;
        const bool is_known = builder.look_at(columns);
        if (columns.type == json::Type::object && !is_known) {
            const std::string first = columns.keys.empty() ? "" : columns.keys.front();
            return of_file(source, no_known_column(options_.lang, first));
        }
        while (std::optional<Record> record = records->next()) {
            input_.claims.push_back(builder.build(*std::move(record)));
            count();
        }
        return std::nullopt;
    }

    void count() {
        ++count_;
        if (options_.on_record) {
            options_.on_record(count_);
        }
    }

    const abi::Vocabulary& vocabulary_;
    const ReadOptions& options_;
    FieldReader fields_;
    std::optional<FeeLines> lines_;
    Input input_;
    std::size_t count_ = 0;
};

/// One record that cannot be read.
Input unreadable(const abi::Vocabulary& vocabulary, std::string why) {
    Claim claim;
    claim.line = 1;
    claim.values.resize(vocabulary.fields.size());
    claim.present.resize(vocabulary.fields.size());
    claim.lists.resize(vocabulary.lists.size());
    claim.faults.push_back({FaultCode::bad_record, "", std::move(why)});
    Input input;
    input.claims.push_back(std::move(claim));
    return input;
}

}  // namespace

tl::expected<Input, std::string> read(const Source& claims, const std::optional<Source>& lines,
                                      const abi::Vocabulary& vocabulary, TextTable& texts,
                                      const ReadOptions& options) {
    return Reader(vocabulary, texts, options).read(claims, lines);
}

Input read_json(std::string_view text, const abi::Vocabulary& vocabulary, TextTable& texts,
                Lang lang) {
    const Source source{"", [text] { return bytes_of(text); }, Form::json, false};
    ReadOptions options;
    options.lang = lang;
    tl::expected<Input, std::string> input = read(source, std::nullopt, vocabulary, texts, options);
    return input ? *std::move(input) : unreadable(vocabulary, input.error());
}

}  // namespace pol::claims
