// A statement as one page that needs nothing else: it can be kept, mailed and printed.
#include <algorithm>

#include <fmt/format.h>

#include "runtime/statement/statement.h"
#include "runtime/statement/words.h"
#include "runtime/value/text.h"

namespace pol::statement {
namespace {

constexpr std::string_view kStyle = R"(
body { font: 15px/1.5 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif;
       color: #1c2430; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .2rem; } h2 { font-size: 1.1rem; margin: 1.8rem 0 .5rem; }
.status { padding: .1rem .6rem; border-radius: .3rem; font-size: 1rem; background: #e3ebf5; }
.status.refused, .status.fault { background: #f6dfdc; } .status.pending, .status.manual { background: #f8edd2; }
.status.paid { background: #dcefe2; }
.muted { color: #5d6878; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid #e4e8ee; }
th { color: #5d6878; font-weight: normal; }
td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.name { white-space: nowrap; } tr.tier td { font-weight: bold; padding-top: .8rem; }
tr.paid td.name, tr.paid td.n, tr.person td.name, tr.person td.n, tr.total td.n { font-weight: bold; }
svg { width: 100%; height: auto; } svg text { font-size: 13px; fill: #1c2430; }
.key span { display: inline-block; width: .8rem; height: .8rem; margin: 0 .3rem 0 1rem; vertical-align: -1px; }
@media print { @page { margin: 15mm; } body { margin: 0; max-width: none; font-size: 11px; } h2 { break-after: avoid; } tr, svg { break-inside: avoid; } }
)";

constexpr std::string_view kFundColor = "#3b7dd8";
constexpr std::string_view kPersonColor = "#e08a3c";
constexpr std::string_view kWholeColor = "#9aa7b8";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : valid_utf8(text)) {
        switch (c) {
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '&':
            out += "&amp;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string_view status_class(abi::Status status) {
    constexpr std::string_view kClasses[] = {"paid", "manual", "pending", "refused", "fault"};
    return kClasses[static_cast<std::size_t>(status)];
}

/// The waterfall: bars from the left are money that is still there, bars in the middle are what
/// was taken from it.
class Waterfall {
  public:
    explicit Waterfall(const Statement& s) : s_(s) {}

    std::string run() {
        whole_ = s_.fee.front().amount;
        if (whole_ <= 0) {
            return "";
        }
        Fen rest = whole_;
        for (const Line& line : s_.fee) {
            if (line.kind == LineKind::outside) {
                bar(line.name, line.amount, rest - line.amount, kPersonColor, false);
                rest -= line.amount;
            } else {
                bar(line.name, line.amount, 0, kWholeColor, false);
            }
        }
        Fen unpaid = whole_;
        for (const Tier& tier : s_.tiers) {
            if (tier.runs) {
                this->tier(tier, unpaid);
            }
            unpaid = tier.unpaid;
        }
        for (const Line& line : s_.result) {
            if (line.kind == LineKind::person) {
                bar(line.name, line.amount, 0, kPersonColor, false);
            }
        }
        return fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\">\n{}</svg>\n", kWidth,
                           y_ + kBar, bars_);
    }

  private:
    static constexpr int kLeft = 215;
    static constexpr int kBars = 560;
    static constexpr int kWidth = 900;
    static constexpr int kStep = 28;
    static constexpr int kBar = 18;

    void tier(const Tier& tier, Fen unpaid) {
        for (const Line& line : tier.lines) {
            const std::string name = tier.name + " " + line.name;
            if (line.kind == LineKind::deductible && line.amount != 0) {
                bar(name, line.amount, 0, kPersonColor, true);
            } else if (line.kind == LineKind::cut) {
                bar(name, line.amount, 0, kPersonColor, true);
            } else if (line.kind == LineKind::paid && line.amount > 0) {
                bar(name, line.amount, unpaid - line.amount, kFundColor, false);
            }
        }
    }

    void bar(const std::string& name, Fen amount, Fen from, std::string_view color, bool thin) {
        const auto x = [&](Fen fen) {
            const Fen held = std::clamp<Fen>(fen, 0, whole_);
            return kLeft + static_cast<int>(held * kBars / whole_);
        };
        const int left = x(from);
        const int width = std::max(x(from + amount) - left, amount != 0 ? 2 : 0);
        const int height = thin ? 6 : kBar;
        bars_ += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>", kLeft - 10,
                             y_ + 14, escaped(name));
        bars_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
                             left, y_ + (kBar - height) / 2, width, height, color);
        bars_ += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n", kWidth - 5,
                             y_ + 14, format_fen(amount));
        y_ += kStep;
    }

    const Statement& s_;
    Fen whole_ = 0;
    int y_ = 4;
    std::string bars_;
};

class Page {
  public:
    explicit Page(const Statement& s) : s_(s), w_(words_of(s.lang)) {}

    std::string run() {
        const std::string title =
            fmt::format("{} {}", s_.record.empty() ? w_.settlement : w_.filing, s_.number);
        out_ =
            fmt::format("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
                        s_.lang == claims::Lang::zh ? "zh-CN" : "en", escaped(title), kStyle);
        out_ += fmt::format("<h1>{} <span class=\"status {}\">{}</span></h1>\n", escaped(title),
                            status_class(s_.status), escaped(status_word(s_)));
        about();
        answers();
        if (!s_.fee.empty()) {
            waterfall();
            lines();
        }
        accounts();
        readings();
        return out_ + "</body>\n</html>\n";
    }

  private:
    void about() {
        if (!s_.benefit.empty()) {
            out_ += fmt::format("<p>{} <span class=\"muted\">{}</span></p>\n", escaped(s_.benefit),
                                escaped(s_.benefit_cite));
        }
        std::string text = fmt::format("{} {}", w_.person, s_.person);
        for (const auto& [name, value] : s_.about) {
            text += fmt::format(" · {} {}", name, value);
        }
        out_ += fmt::format("<p class=\"muted\">{}</p>\n", escaped(text));
        for (const std::string& fault : s_.faults) {
            out_ += fmt::format("<p class=\"status fault\">{}</p>\n", escaped(fault));
        }
    }

    void answers() {
        for (const Answer& a : s_.answers) {
            out_ += fmt::format("<p><strong>{}</strong> <span class=\"muted\">{}</span>",
                                escaped(a.text), escaped(a.cite));
            out_ += a.why.empty()
                        ? "</p>\n"
                        : fmt::format("<br>{}{}{}</p>\n", w_.because, w_.colon, escaped(a.why));
        }
    }

    void waterfall() {
        out_ += fmt::format("<h2>{}</h2>\n{}", w_.waterfall, Waterfall(s_).run());
        const bool zh = s_.lang == claims::Lang::zh;
        out_ += fmt::format("<p class=\"key muted\"><span style=\"background:{}\"></span>{}"
                            "<span style=\"background:{}\"></span>{}</p>\n",
                            kFundColor, zh ? "基金支付" : "paid by funds", kPersonColor,
                            zh ? "个人负担（细条：起付和封顶，含在个人负担里，除非后面的基金支付）"
                               : "the person's (thin: deductibles and limits, part of it unless a "
                                 "later fund pays them)");
    }

    void row(const Line& line) {
        const std::string_view kind = line.kind == LineKind::paid     ? "paid"
                                      : line.kind == LineKind::person ? "person"
                                      : line.kind == LineKind::total  ? "total"
                                                                      : "";
        out_ += fmt::format("<tr class=\"{}\"><td class=\"name\">{}</td><td class=\"n\">{}</td>"
                            "<td>{}</td><td title=\"{}\">{}</td></tr>\n",
                            kind, escaped(line.name), line.value, escaped(line.how),
                            escaped(line.place), escaped(line.cite));
    }

    void title_row(std::string_view title, int columns) {
        out_ += fmt::format("<tr class=\"tier\"><td colspan=\"{}\">{}</td></tr>\n", columns,
                            escaped(title));
    }

    void lines() {
        out_ += fmt::format("<table>\n<tr><th>{}</th><th class=\"n\">{}</th><th>{}</th><th>{}</th>"
                            "</tr>\n",
                            w_.fee, w_.amount, w_.how, w_.clause);
        for (const Line& line : s_.fee) {
            row(line);
        }
        for (const Tier& tier : s_.tiers) {
            title_row(tier.name, 4);
            for (const Line& line : tier.lines) {
                row(line);
            }
        }
        title_row(w_.together, 4);
        for (const Line& line : s_.result) {
            row(line);
        }
        out_ += "</table>\n";
    }

    void accounts() {
        if (s_.accounts.empty()) {
            return;
        }
        out_ +=
            fmt::format("<h2>{}</h2>\n<table>\n<tr><th>{}</th><th>{}</th><th class=\"n\">{}</th>"
                        "<th class=\"n\">{}</th><th class=\"n\">{}</th></tr>\n",
                        w_.accounts, w_.account, w_.period, w_.before, w_.change, w_.after);
        for (const AccountLine& a : s_.accounts) {
            out_ += fmt::format("<tr><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">"
                                "{}</td><td class=\"n\">{}</td></tr>\n",
                                escaped(a.name), a.period, format_fen(a.before),
                                format_fen(a.after - a.before), format_fen(a.after));
        }
        out_ += "</table>\n";
    }

    void readings() {
        if (s_.assumed.empty()) {
            return;
        }
        out_ += fmt::format("<h2>{}</h2>\n<table>\n<tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th>"
                            "</tr>\n",
                            w_.readings, w_.reading, w_.option, w_.question, w_.clause);
        for (const Assumed& a : s_.assumed) {
            out_ +=
                fmt::format("<tr><td class=\"name\">{}</td><td>{}{}</td><td>{}</td><td>{}</td>"
                            "</tr>\n",
                            escaped(a.reading), escaped(a.option),
                            a.adopted ? "" : fmt::format("{}{}{}", w_.open, w_.chosen, w_.close),
                            escaped(a.question), escaped(a.cite));
        }
        out_ += "</table>\n";
    }

    const Statement& s_;
    const Words& w_;
    std::string out_;
};

}  // namespace

std::string to_html(const Statement& statement) {
    return Page(statement).run();
}

}  // namespace pol::statement
