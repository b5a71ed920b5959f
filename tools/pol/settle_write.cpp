#include "tools/pol/settle_write.h"

#include <utility>

#include <fmt/format.h>

#include "runtime/claims/write.h"

namespace pol::tool {
namespace {

std::string beginning(const TextForm& form, const abi::Vocabulary& vocabulary) {
    if (form.name == "json") {
        return "[\n";
    }
    if (form.name == "csv") {
        return fmt::format("{}{}\n", form.bom ? "\xEF\xBB\xBF" : "",
                           claims::csv_header(vocabulary));
    }
    return "";
}

}  // namespace

SettlementWriter::SettlementWriter(Output& output, TextForm form, const abi::Manifest& manifest)
    : output_(output),
      form_(std::move(form)),
      vocabulary_(manifest.vocabulary),
      is_going_(output.write(beginning(form_, vocabulary_))) {}

bool SettlementWriter::put(const std::vector<claims::Settled>& settled) {
    for (std::size_t i = 0; i < settled.size() && is_going_; ++i) {
        const bool is_csv = form_.name == "csv";
        const std::string text = is_csv ? claims::to_csv(settled[i], vocabulary_)
                                        : claims::to_json(settled[i], vocabulary_);
        is_going_ = output_.write(before_next() + text + (form_.name == "json" ? "" : "\n"));
    }
    return is_going_;
}

std::string SettlementWriter::before_next() {
    const bool is_first = std::exchange(is_first_, false);
    return form_.name == "json" && !is_first ? ",\n" : "";
}

void SettlementWriter::end() {
    if (form_.name == "json") {
        output_.write(is_first_ ? "]\n" : "\n]\n");
    }
}

}  // namespace pol::tool
