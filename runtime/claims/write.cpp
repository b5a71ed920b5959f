#include "runtime/claims/write.h"

#include <fmt/format.h>

#include "runtime/value/text.h"

namespace pol::claims {
namespace {

void put_key(std::string& out, std::string_view key) {
    out += out.ends_with('{') ? "" : ",";
    put_json_text(out, key);
    out += ':';
}

void put_member(std::string& out, std::string_view key, std::string_view text) {
    put_key(out, key);
    put_json_text(out, text);
}

/// What a record does not have is null, never an empty text.
void put_optional(std::string& out, std::string_view key, std::string_view text) {
    put_key(out, key);
    if (text.empty()) {
        out += "null";
    } else {
        put_json_text(out, text);
    }
}

void put_reasons(std::string& out, const std::vector<Reason>& reasons) {
    put_key(out, "reasons");
    out += '[';
    for (const Reason& reason : reasons) {
        out += out.ends_with('[') ? "{" : ",{";
        put_member(out, "kind", word(reason.kind));
        put_member(out, "code", reason.code);
        put_member(out, "text", reason.text);
        put_member(out, "cite", reason.cite);
        out += '}';
    }
    out += ']';
}

void put_faults(std::string& out, const std::vector<ClaimFault>& faults) {
    put_key(out, "faults");
    out += '[';
    for (const ClaimFault& fault : faults) {
        out += out.ends_with('[') ? "{" : ",{";
        put_member(out, "code", name_of(fault.code));
        put_optional(out, "field", fault.field);
        put_member(out, "text", fault.text);
        out += '}';
    }
    out += ']';
}

/// A number with all its decimals, straight from the integer; or a date.
std::string amount(const abi::ResultField& field, std::int64_t value) {
    switch (field.kind) {
    case abi::Kind::money:
        return format_decimal(value, 2 + field.scale);
    case abi::Kind::boolean:
        return value != 0 ? "true" : "false";
    case abi::Kind::date:
        return format_date(value);
    case abi::Kind::number:
        return format_decimal(value, field.scale);
    case abi::Kind::text:
    case abi::Kind::place:
    case abi::Kind::code:
        break;
    }
    return format_decimal(value, 0);
}

/// A cell, in quotes where it needs them; bytes that are no UTF-8 become U+FFFD.
void put_cell(std::string& out, std::string_view text) {
    const std::string valid = valid_utf8(text);
    if (valid.find_first_of(",\"\r\n") == std::string::npos) {
        out += valid;
        return;
    }
    out += '"';
    for (const char c : valid) {
        out += c == '"' ? "\"" : "";
        out += c;
    }
    out += '"';
}

std::string joined_reasons(const std::vector<Reason>& reasons) {
    std::string all;
    for (const Reason& reason : reasons) {
        all += fmt::format("{}{}:{}", all.empty() ? "" : ";", word(reason.kind), reason.code);
    }
    return all;
}

std::string joined_faults(const std::vector<ClaimFault>& faults) {
    std::string all;
    for (const ClaimFault& fault : faults) {
        all += fmt::format("{}{}:{}", all.empty() ? "" : ";", name_of(fault.code), fault.field);
    }
    return all;
}

}  // namespace

std::string_view word(abi::Status status, bool of_filing) {
    switch (status) {
    case abi::Status::paid:
        return of_filing ? "accepted" : "paid";
    case abi::Status::manual:
        return "manual";
    case abi::Status::pending:
        return "pending";
    case abi::Status::refused:
        return "refused";
    case abi::Status::fault:
        return "fault";
    }
    return "fault";
}

std::string_view word(abi::AnswerKind kind) {
    switch (kind) {
    case abi::AnswerKind::notice:
        return "notice";
    case abi::AnswerKind::manual:
        return "manual";
    case abi::AnswerKind::pending:
        return "pending";
    case abi::AnswerKind::refused:
        return "refused";
    }
    return "notice";
}

std::string_view answered_by(const abi::Vocabulary& vocabulary) {
    return vocabulary.filed.empty() ? "benefit" : "filing";
}

std::string to_json(const Settled& settled, const abi::Vocabulary& vocabulary) {
    std::string out = "{";
    put_optional(out, vocabulary.number(), settled.setl_id);
    put_optional(out, "psn_no", settled.psn_no);
    put_member(out, "status", word(settled.status, !vocabulary.filed.empty()));
    put_optional(out, answered_by(vocabulary), settled.benefit);
    put_reasons(out, settled.reasons);
    put_faults(out, settled.faults);
    for (std::size_t i = 0; i < vocabulary.results.size(); ++i) {
        put_key(out, vocabulary.results[i].external);
        const bool is_text = vocabulary.results[i].kind == abi::Kind::date;
        out += is_text ? "\"" : "";
        out += amount(vocabulary.results[i], settled.outputs[i]);
        out += is_text ? "\"" : "";
    }
    out += '}';
    return out;
}

std::string csv_header(const abi::Vocabulary& vocabulary) {
    std::string out;
    put_cell(out, vocabulary.number());
    out += fmt::format(",psn_no,status,{},reasons,faults", answered_by(vocabulary));
    for (const abi::ResultField& result : vocabulary.results) {
        out += ',';
        put_cell(out, result.external);
    }
    return out;
}

std::string to_csv(const Settled& settled, const abi::Vocabulary& vocabulary) {
    std::string out;
    put_cell(out, settled.setl_id);
    for (const std::string& text :
         {settled.psn_no, std::string(word(settled.status, !vocabulary.filed.empty())),
          settled.benefit, joined_reasons(settled.reasons), joined_faults(settled.faults)}) {
        out += ',';
        put_cell(out, text);
    }
    for (std::size_t i = 0; i < vocabulary.results.size(); ++i) {
        out += ',';
        out += amount(vocabulary.results[i], settled.outputs[i]);
    }
    return out;
}

}  // namespace pol::claims
