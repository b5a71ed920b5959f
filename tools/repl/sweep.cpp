#include "tools/repl/sweep.h"

#include <algorithm>
#include <array>
#include <sstream>

#include <fmt/format.h>

#include "runtime/batch/settle.h"
#include "runtime/statement/layout.h"
#include "runtime/trace/render.h"
#include "tools/repl/values.h"

namespace pol::repl {
namespace {

constexpr std::int64_t kMostPoints = 10000;
constexpr std::size_t kMostRows = 26;
constexpr std::size_t kPlotHeight = 14;
constexpr std::size_t kPlotWidth = 66;

struct Range {
    const abi::Field* field = nullptr;
    std::int64_t from = 0, to = 0, by = 0;
};

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// 30日 as a number of days.
std::string days(std::string word) {
    constexpr std::string_view unit = "日";
    word.resize(word.ends_with(unit) ? word.size() - unit.size() : word.size());
    return word;
}

// The range, or what is wrong with it.
Answer read_range(const State& state, std::string_view text, std::size_t at, Range& range) {
    const abi::Vocabulary& v = state.policies->vocabulary();
    std::istringstream in{std::string(text)};
    std::array<std::string, 7> words;
    std::size_t count = 0;
    while (count < words.size() && in >> words[count]) {
        ++count;
    }
    if (count != words.size() || !is_one_of(words[1], {"from", "从", "自"}) ||
        !is_one_of(words[3], {"to", "到", "至"}) || !is_one_of(words[5], {"by", "每", "步长"})) {
        return wrong(state, at,
                     state.say("应写成 扫描 字段 从 0 到 100000元 每 1000元",
                               "should be sweep FIELD from 0 to 100000元 by 1000元"));
    }
    const auto place = [&](std::size_t w) {
        return at + text.find(words[w], w > 1 ? text.find(words[w - 1]) + words[w - 1].size() : 0);
    };
    range.field = find_field(v, words[0]);
    if (range.field == nullptr) {
        return wrong(state, place(0), no_such_field(v, words[0], state.lang));
    }
    const abi::Kind kind = range.field->kind;
    if (kind != abi::Kind::money && kind != abi::Kind::number && kind != abi::Kind::date) {
        return wrong(
            state, place(0),
            state.say("只能扫描金额、数和日期", "only amounts, numbers and dates can be swept"));
    }
    abi::Field step = *range.field;
    if (kind == abi::Kind::date) {
        step.kind = abi::Kind::number;
        step.scale = 0;
    }
    claims::TextTable scratch(std::vector<std::string>{});
    std::array<std::int64_t*, 3> into{&range.from, &range.to, &range.by};
    for (std::size_t i = 0; i < into.size(); ++i) {
        const std::size_t w = 2 * i + 2;
        const bool is_days = i == 2 && kind == abi::Kind::date;
        const auto value = parse_value(is_days ? days(words[w]) : words[w],
                                       i == 2 ? step : *range.field, v, scratch, state.lang);
        if (is_days && !value) {
            return wrong(state, place(w),
                         state.say("步长应是天数，如 30日", "the step should be days: 30日"));
        }
        if (!value || !*value) {
            return wrong(state, place(w),
                         value ? state.say("要有值", "needs a value") : value.error());
        }
        *into[i] = **value;
    }
    if (range.by <= 0) {
        return wrong(state, place(6), state.say("步长应大于零", "the step should be above zero"));
    }
    if (range.to < range.from) {
        return wrong(state, place(4),
                     state.say("终点在起点之前", "the end is before the beginning"));
    }
    if (const std::int64_t points = (range.to - range.from) / range.by + 1; points > kMostPoints) {
        return wrong(state, place(6),
                     fmt::format(fmt::runtime(state.say("这样有 {} 点，至多 {} 点：步长再大些",
                                                        "that is {} points and {} at most: take a "
                                                        "longer step")),
                                 points, kMostPoints));
    }
    return good("");
}

std::string plot(const Swept& swept, const State& state) {
    Fen most = 1;
    for (const Swept::Point& p : swept.points) {
        most = std::max({most, p.fund, p.person});
    }
    const std::size_t width = std::min(kPlotWidth, std::max<std::size_t>(swept.points.size(), 20));
    std::vector<std::string> rows(kPlotHeight, std::string(width, ' '));
    for (std::size_t x = 0; x < width; ++x) {
        const std::size_t last = swept.points.size() - 1;
        const Swept::Point& p = swept.points[last * x / (width - 1)];
        const auto put = [&](Fen amount, char mark) {
            const auto up = static_cast<std::size_t>(std::max<Fen>(amount, 0) *
                                                     static_cast<Fen>(kPlotHeight - 1) / most);
            char& cell = rows[kPlotHeight - 1 - up][x];
            cell = cell == ' ' || cell == mark ? mark : '#';
        };
        put(p.person, 'o');
        put(p.fund, '*');
    }
    const std::string top = format_fen(most);
    std::string out;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const std::string label = r == 0 ? top : r + 1 == rows.size() ? "0.00" : "";
        std::string row = rows[r];
        row.erase(row.find_last_not_of(' ') + 1);
        out += fmt::format("{} |{}\n", statement::padded(label, top.size(), true), row);
    }
    out += fmt::format("{} +{}\n", std::string(top.size(), ' '), std::string(width, '-'));
    out += fmt::format("{}  {} .. {}   * {}   o {}   # {}\n", std::string(top.size(), ' '),
                       swept.points.front().at, swept.points.back().at, state.say("基金", "fund"),
                       state.say("个人", "person"), state.say("两者", "both"));
    return out;
}

std::string table_of(const Swept& swept, const State& state) {
    std::vector<std::vector<std::string>> rows;
    const std::size_t step = (swept.points.size() + kMostRows - 1) / kMostRows;
    for (std::size_t i = 0; i < swept.points.size(); ++i) {
        if (i % step == 0 || i + 1 == swept.points.size()) {
            const Swept::Point& p = swept.points[i];
            rows.push_back(swept.has_money
                               ? std::vector<std::string>{p.at, format_fen(p.fund),
                                                          format_fen(p.person), p.status, p.benefit}
                               : std::vector<std::string>{p.at, p.status, p.benefit});
        }
    }
    std::vector<statement::Column> columns{{swept.field, true, 0, false}};
    if (swept.has_money) {
        columns.push_back({state.say("基金", "fund"), true, 0, false});
        columns.push_back({state.say("个人", "person"), true, 0, false});
    }
    columns.push_back({state.say("状态", "status"), false, 0, false});
    columns.push_back({swept.has_money ? state.say("待遇", "benefit") : state.say("事项", "filing"),
                       false, 0, true});
    std::string out = statement::table(columns, rows, state.columns);
    if (step > 1) {
        out += fmt::format(fmt::runtime(state.say("共 {} 点，每 {} 点列一行\n",
                                                  "{} points, a row for every {}\n")),
                           swept.points.size(), step);
    }
    return out;
}

}  // namespace

Answer sweep(State& state, std::string_view text, std::size_t at) {
    Range range;
    if (Answer answer = read_range(state, text, at, range); answer.is_wrong) {
        return answer;
    }
    Policies& p = *state.policies;
    const abi::Vocabulary& v = p.vocabulary();
    const auto fund = v.result("fund_pay_sumamt");
    const auto person = v.result("psn_part_amt");
    Swept swept;
    swept.field = range.field->name;
    swept.has_money = fund && person;
    ClaimForm form = state.form;
    for (std::int64_t value = range.from; value <= range.to; value += range.by) {
        if (state.cancel.is_asked()) {
            return stopped(state);
        }
        const std::string typed = written(value, *range.field, v, p.texts());
        if (const std::string why = form.set(range.field->name, typed, v, state.lang);
            !why.empty()) {
            return {why + "\n", true};
        }
        const Made made = form.make(v, p.texts(), "R", state.lang);
        if (!made.claim) {
            return {fmt::format("{}\n", fmt::join(made.wrong, "\n")), true};
        }
        account::Store accounts = state.accounts;
        batch::Options how;
        how.lang = state.lang;
        const claims::Settled settled =
            batch::settle({*made.claim}, p.manifest(), p.engine(), accounts, p.texts(), how)
                .front();
        statement::Statement named;
        named.lang = state.lang;
        named.record = p.record();
        named.status = settled.status;
        swept.points.push_back(
            {trace::show(value, 0, range.field->kind, range.field->scale, 0, v, p.texts()), value,
             fund ? settled.outputs[*fund] : 0, person ? settled.outputs[*person] : 0,
             settled.benefit, status_word(named)});
    }
    std::string out = table_of(swept, state) + (swept.has_money ? plot(swept, state) : "");
    state.swept = std::move(swept);
    return good(std::move(out));
}

std::string to_svg(const Swept& swept, claims::Lang lang) {
    constexpr int left = 90, top = 20, width = 700, height = 360;
    Fen most = 1;
    for (const Swept::Point& p : swept.points) {
        most = std::max({most, p.fund, p.person});
    }
    const std::int64_t first = swept.points.front().value;
    const std::int64_t range = std::max<std::int64_t>(swept.points.back().value - first, 1);
    const auto line = [&](auto amount, std::string_view color) {
        std::string points;
        for (const Swept::Point& p : swept.points) {
            const auto x = left + (p.value - first) * width / range;
            const auto y = top + height - std::max<Fen>(amount(p), 0) * height / most;
            points += fmt::format("{},{} ", x, y);
        }
        return fmt::format("<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"2\" "
                           "points=\"{}\"/>\n",
                           color, points);
    };
    const bool zh = lang == claims::Lang::zh;
    std::string out =
        fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 820 440\" "
                    "font-family=\"sans-serif\" font-size=\"13\">\n"
                    "<rect width=\"820\" height=\"440\" fill=\"white\"/>\n"
                    "<path d=\"M{0} {1}V{2}H{3}\" fill=\"none\" stroke=\"#5d6878\"/>\n",
                    left, top, top + height, left + width);
    out += line([](const Swept::Point& p) { return p.fund; }, "#3b7dd8");
    out += line([](const Swept::Point& p) { return p.person; }, "#e08a3c");
    const auto text = [&](int x, int y, std::string_view anchor, std::string_view color,
                          std::string_view words) {
        out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" fill=\"{}\">{}</text>\n", x,
                           y, anchor, color, words);
    };
    text(left - 6, top + 10, "end", "#1c2430", format_fen(most));
    text(left - 6, top + height, "end", "#1c2430", "0.00");
    text(left, top + height + 20, "middle", "#1c2430", swept.points.front().at);
    text(left + width, top + height + 20, "end", "#1c2430", swept.points.back().at);
    text(left + width / 2, top + height + 40, "middle", "#1c2430", swept.field);
    text(left + 20, top + 16, "start", "#3b7dd8", zh ? "基金支付" : "fund");
    text(left + 20, top + 34, "start", "#e08a3c", zh ? "个人负担" : "person");
    return out + "</svg>\n";
}

}  // namespace pol::repl
