// A statement as Markdown: for mail, tickets and documents.
#include <fmt/format.h>

#include "runtime/statement/statement.h"
#include "runtime/statement/words.h"

namespace pol::statement {
namespace {

// What would be read as markup, or end the cell.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '|' || c == '\\' || c == '*' || c == '_' || c == '`' || c == '[' || c == '<') {
            out += '\\';
        }
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

std::string row(const Line& line, bool strong) {
    const std::string mark = strong ? "**" : "";
    return fmt::format("| {0}{1}{0} | {0}{2}{0} | {3} | {4} |\n", mark, cell(line.name), line.value,
                       cell(line.how), cell(line.cite));
}

bool is_strong(LineKind kind) {
    return kind == LineKind::total || kind == LineKind::paid || kind == LineKind::person;
}

}  // namespace

std::string to_markdown(const Statement& s) {
    const Words& w = words_of(s.lang);
    std::string out = fmt::format("# {} {}{}{}\n\n", s.record.empty() ? w.settlement : w.filing,
                                  cell(s.number), w.colon, status_word(s));
    if (!s.benefit.empty()) {
        out += fmt::format("{}{}{}", w.benefit, w.colon, cell(s.benefit));
        out += s.benefit_cite.empty()
                   ? "\n\n"
                   : fmt::format("{}{}{}\n\n", w.open, cell(s.benefit_cite), w.close);
    }
    out += fmt::format("- {}{}{}\n", w.person, w.colon, cell(s.person));
    for (const auto& [name, value] : s.about) {
        out += fmt::format("- {}{}{}\n", cell(name), w.colon, cell(value));
    }
    for (const std::string& fault : s.faults) {
        out += fmt::format("\n{}{}{}\n", w.fault, w.colon, cell(fault));
    }
    for (const Answer& a : s.answers) {
        out += fmt::format("\n**{}** {}  \n{}{}{}\n", cell(a.text), cell(a.cite), w.because,
                           w.colon, cell(a.why));
    }
    if (!s.fee.empty()) {
        out += fmt::format("\n## {}\n\n| {} | {} | {} | {} |\n|---|---:|---|---|\n", w.waterfall,
                           w.fee, w.amount, w.how, w.clause);
        for (const Line& line : s.fee) {
            out += row(line, is_strong(line.kind));
        }
        for (const Tier& tier : s.tiers) {
            out += fmt::format("| **{}** | | | |\n", cell(tier.name));
            for (const Line& line : tier.lines) {
                out += row(line, is_strong(line.kind));
            }
        }
        out += fmt::format("| **{}** | | | |\n", w.together);
        for (const Line& line : s.result) {
            out += row(line, is_strong(line.kind));
        }
    }
    if (!s.accounts.empty()) {
        out += fmt::format("\n## {}\n\n| {} | {} | {} | {} | {} |\n|---|---|---:|---:|---:|\n",
                           w.accounts, w.account, w.period, w.before, w.change, w.after);
        for (const AccountLine& a : s.accounts) {
            out += fmt::format("| {} | {} | {} | {} | {} |\n", cell(a.name), a.period,
                               format_fen(a.before), format_fen(a.after - a.before),
                               format_fen(a.after));
        }
    }
    if (!s.assumed.empty()) {
        out += fmt::format("\n## {}\n\n| {} | {} | {} | {} |\n|---|---|---|---|\n", w.readings,
                           w.reading, w.option, w.question, w.clause);
        for (const Assumed& a : s.assumed) {
            out += fmt::format("| {} | {}{} | {} | {} |\n", cell(a.reading), cell(a.option),
                               a.adopted ? "" : fmt::format("{}{}{}", w.open, w.chosen, w.close),
                               cell(a.question), cell(a.cite));
        }
    }
    return out;
}

}  // namespace pol::statement
