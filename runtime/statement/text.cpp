// A statement and a trace on a terminal.
#include <algorithm>

#include <fmt/format.h>

#include "runtime/statement/layout.h"
#include "runtime/statement/statement.h"
#include "runtime/statement/words.h"

namespace pol::statement {
namespace {

constexpr std::size_t kWidestName = 30;
constexpr std::size_t kWidestCite = 26;

using Rows = std::vector<std::vector<std::string>>;

// What a line does to the money before it.
std::string_view sign_of(LineKind kind) {
    switch (kind) {
    case LineKind::outside:
    case LineKind::deductible:
    case LineKind::cut:
        return "- ";
    case LineKind::rate:
        return "× ";
    case LineKind::in_scope:
    case LineKind::above:
    case LineKind::payable:
        return "= ";
    case LineKind::total:
    case LineKind::base:
    case LineKind::band:
    case LineKind::paid:
    case LineKind::beyond:
    case LineKind::fund:
    case LineKind::person:
        return "  ";
    }
    return "";
}

std::string indented(const std::string& text, std::size_t columns, std::string_view indent) {
    std::string out;
    for (const std::string& line : wrapped(text, columns - indent.size())) {
        out += fmt::format("{}{}\n", indent, line);
    }
    return out;
}

class Text {
  public:
    Text(const Statement& s, std::size_t columns) : s_(s), w_(words_of(s.lang)), width_(columns) {}

    std::string head() const {
        std::string first =
            fmt::format("{} {}  {}  {}", s_.record.empty() ? w_.settlement : w_.filing, s_.number,
                        status_word(s_), s_.benefit);
        if (!s_.benefit_cite.empty()) {
            first += fmt::format("{}{}{}", w_.open, s_.benefit_cite, w_.close);
        }
        std::string out = indented(first, width_, "");
        std::string about = fmt::format("{} {}", w_.person, s_.person);
        for (const auto& [name, value] : s_.about) {
            about += fmt::format("  {} {}", name, value);
        }
        out += indented(about, width_, "  ");
        for (const std::string& fault : s_.faults) {
            out += indented(fault, width_, "  ");
        }
        return out + answers();
    }

    std::string answers() const {
        std::string out;
        for (const Answer& a : s_.answers) {
            out += indented(a.cite.empty() ? a.text : a.text + "  " + a.cite, width_, "  ");
            if (!a.why.empty()) {
                out += indented(fmt::format("{}{}{}", w_.because, w_.colon, a.why), width_, "    ");
            }
        }
        return out;
    }

    std::string money() const {
        if (s_.fee.empty()) {
            return "";
        }
        Rows rows;
        add(rows, s_.fee);
        for (const Tier& tier : s_.tiers) {
            rows.push_back({tier.name});
            add(rows, tier.lines);
        }
        rows.push_back({std::string(w_.together)});
        add(rows, s_.result);
        return "\n" + table({{std::string(w_.fee), false, kWidestName, false},
                             {std::string(w_.amount), true, 0, false},
                             {std::string(w_.how), false, 0, true},
                             {std::string(w_.clause), false, kWidestCite, false}},
                            rows, width_);
    }

    std::string accounts() const {
        Rows rows;
        for (const AccountLine& a : s_.accounts) {
            rows.push_back({a.name, a.period, format_fen(a.before),
                            (a.after > a.before ? "+" : "") + format_fen(a.after - a.before),
                            format_fen(a.after)});
        }
        if (rows.empty()) {
            return "";
        }
        return "\n" + table({{std::string(w_.account), false, 0, true},
                             {std::string(w_.period), false, 0, false},
                             {std::string(w_.before), true, 0, false},
                             {std::string(w_.change), true, 0, false},
                             {std::string(w_.after), true, 0, false}},
                            rows, width_);
    }

    std::string readings() const {
        if (s_.assumed.empty()) {
            return "";
        }
        std::string list;
        for (const Assumed& a : s_.assumed) {
            list += list.empty() ? "" : std::string(w_.stop);
            list += fmt::format("{} = {}", a.reading, a.option);
            list += a.adopted ? "" : fmt::format("{}{}{}", w_.open, w_.chosen, w_.close);
        }
        return fmt::format("\n{}\n{}", w_.readings, indented(list, width_, "  "));
    }

    std::string totals() const {
        Rows rows;
        for (const auto* lines : {&s_.fee, &s_.result}) {
            for (const Line& line : *lines) {
                rows.push_back({line.name, line.value});
            }
        }
        return rows.empty() ? ""
                            : table({{"", false, 0, false}, {"", true, 0, false}}, rows, width_);
    }

  private:
    static void add(Rows& rows, const std::vector<Line>& lines) {
        for (const Line& line : lines) {
            rows.push_back({fmt::format("{}{}", sign_of(line.kind), line.name), line.value,
                            line.how, line.cite});
        }
    }

    const Statement& s_;
    const Words& w_;
    std::size_t width_;
};

}  // namespace

std::string to_text(const Statement& statement, std::size_t columns) {
    const Text text(statement, columns);
    return text.head() + text.money() + text.accounts() + text.readings();
}

std::string to_short_text(const Statement& statement, std::size_t columns) {
    const Text text(statement, columns);
    return text.head() + text.totals();
}

std::string steps_text(const std::vector<trace::Line>& steps, std::size_t columns) {
    std::string out;
    for (const trace::Line& step : steps) {
        out += indented(fmt::format("{} = {}{}{}", step.name, step.value,
                                    step.cite.empty() ? "" : "  ", step.cite),
                        columns, "");
        std::string how = step.formula;
        how += step.rounding.empty() ? "" : "；" + step.rounding;
        out += how.empty() ? "" : indented(how, columns, "    ");
        out += step.inputs.empty() ? "" : indented(step.inputs, columns, "    ");
        out += step.place.empty() ? "" : indented(step.place, columns, "    ");
    }
    return out;
}

}  // namespace pol::statement
