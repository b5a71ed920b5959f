// A statement as data, in the place that the platform has for it: setl_proc_info.
#include <fmt/format.h>

#include "runtime/claims/write.h"
#include "runtime/statement/statement.h"
#include "runtime/value/text.h"

namespace pol::statement {
namespace {

std::string_view word(LineKind kind) {
    switch (kind) {
    case LineKind::total:
        return "total";
    case LineKind::outside:
        return "outside";
    case LineKind::in_scope:
        return "in_scope";
    case LineKind::base:
        return "base";
    case LineKind::deductible:
        return "deductible";
    case LineKind::above:
        return "above";
    case LineKind::rate:
        return "rate";
    case LineKind::band:
        return "band";
    case LineKind::payable:
        return "payable";
    case LineKind::cut:
        return "cut";
    case LineKind::paid:
        return "paid";
    case LineKind::beyond:
        return "beyond";
    case LineKind::fund:
        return "fund";
    case LineKind::person:
        return "person";
    }
    return "";
}

/// Members of an object, or elements of an array, a line each.
class Json {
  public:
    void member(std::string_view name, std::string_view json) {
        inner_ += fmt::format("{}{}: {}", inner_.empty() ? "" : ", ", json_text(name), json);
    }
    void text(std::string_view name, std::string_view value) { member(name, json_text(value)); }
    [[nodiscard]] std::string object() const { return "{" + inner_ + "}"; }

  private:
    std::string inner_;
};

template <class List, class Of>
std::string array(const List& list, Of of) {
    std::string out;
    for (const auto& element : list) {
        out += (out.empty() ? "\n    " : ",\n    ") + of(element);
    }
    return "[" + out + "]";
}

std::string line_json(const Line& line) {
    Json json;
    json.text("kind", word(line.kind));
    json.text("name", line.name);
    json.text("value", line.value);
    json.text("how", line.how);
    json.text("clause", line.cite);
    json.text("position", line.place);
    return json.object();
}

std::string tier_json(const Tier& tier) {
    Json json;
    json.text("name", tier.name);
    json.member("applies", tier.runs ? "true" : "false");
    json.member("paid", format_fen(tier.paid));
    json.member("unpaid", format_fen(tier.unpaid));
    json.member("lines", array(tier.lines, line_json));
    return json.object();
}

std::string step_json(const trace::Line& step) {
    Json json;
    json.text("quantity", step.name);
    json.text("value", step.value);
    json.text("formula", step.formula);
    json.text("inputs", step.inputs);
    json.text("rounding", step.rounding);
    json.text("clause", step.cite);
    json.text("position", step.place);
    return json.object();
}

std::string answer_json(const Answer& answer) {
    Json json;
    json.text("kind", claims::word(answer.kind));
    json.text("text", answer.text);
    json.text("why", answer.why);
    json.text("clause", answer.cite);
    json.text("position", answer.place);
    return json.object();
}

std::string account_json(const AccountLine& account) {
    Json json;
    json.text("account", account.name);
    json.text("period", account.period);
    json.member("before", format_fen(account.before));
    json.member("after", format_fen(account.after));
    return json.object();
}

std::string reading_json(const Assumed& assumed) {
    Json json;
    json.text("reading", assumed.reading);
    json.text("option", assumed.option);
    json.member("adopted", assumed.adopted ? "true" : "false");
    json.text("question", assumed.question);
    json.text("clause", assumed.cite);
    return json.object();
}

}  // namespace

std::string to_json(const Statement& s) {
    std::string out;
    const auto member = [&](std::string_view name, const std::string& json) {
        out += fmt::format("{}  {}: {}", out.empty() ? "" : ",\n", json_text(name), json);
    };
    member("setl_id", json_text(s.number));
    member("psn_no", json_text(s.person));
    member("status", json_text(claims::word(s.status, !s.record.empty())));
    member("benefit", json_text(s.benefit));
    member("clause", json_text(s.benefit_cite));
    member("faults", array(s.faults, [](const std::string& f) { return json_text(f); }));
    member("answers", array(s.answers, answer_json));
    member("fee", array(s.fee, line_json));
    member("tiers", array(s.tiers, tier_json));
    member("result", array(s.result, line_json));
    member("accounts", array(s.accounts, account_json));
    member("readings", array(s.assumed, reading_json));
    member("setl_proc_info", array(s.steps, step_json));
    return "{\n" + out + "\n}\n";
}

}  // namespace pol::statement
