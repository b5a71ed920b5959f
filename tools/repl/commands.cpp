#include "tools/repl/commands.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "runtime/statement/layout.h"
#include "tools/repl/ask.h"
#include "tools/repl/claim_file.h"
#include "tools/repl/figures.h"
#include "tools/repl/files.h"
#include "tools/repl/machine.h"
#include "tools/repl/save.h"
#include "tools/repl/sweep.h"
#include "tools/repl/values.h"

namespace pol::repl {
namespace {

// What stands behind the command as it was typed: the name of a file may have full-width marks.
std::string typed_argument(const State& state) {
    constexpr std::string_view kWideBlank = "　";
    const std::string& line = state.typed;
    const std::size_t end = std::min(line.find(' '), line.find(kWideBlank));
    std::string_view rest = std::string_view(line).substr(std::min(end, line.size()));
    while (rest.starts_with(' ') || rest.starts_with(kWideBlank)) {
        rest.remove_prefix(rest.starts_with(' ') ? 1 : kWideBlank.size());
    }
    return trimmed(rest);
}

std::optional<bool> is_on(std::string_view text) {
    const std::string word = trimmed(text);
    if (word == "on" || word == "开") {
        return true;
    }
    return word == "off" || word == "关" ? std::optional(false) : std::nullopt;
}

Answer set(State& state, std::string_view text, std::size_t at) {
    if (trimmed(text).empty()) {
        return wrong(state, at, state.say("应写成 字段 = 值", "should be FIELD = VALUE"));
    }
    const Answer answer = assign(state, text, at, state.form);
    if (!answer.is_wrong) {
        state.last.reset();
    }
    return answer;
}

Answer new_claim(State& state, std::string_view text, std::size_t at) {
    ClaimForm form;
    const std::string name = trimmed(text);
    const auto record = name.empty() ? std::nullopt : specimen_record(state, name);
    if (record && *record != state.policies->record()) {
        return wrong(
            state, at,
            fmt::format(fmt::runtime(state.say("这是 {} 的样例；先 :filing {}",
                                               "this is a specimen of {}; :filing {} first")),
                        record->empty() ? "就诊" : *record, record->empty() ? "就诊" : *record));
    }
    if (!name.empty() && !take_specimen(state, name, form)) {
        return wrong(state, at,
                     fmt::format("{}{}",
                                 state.say("没有这个样例，有：", "no such specimen; there are: "),
                                 fmt::join(specimen_names(state), state.say("、", ", "))));
    }
    state.form = std::move(form);
    state.last.reset();
    return name.empty() ? good("") : show_claim(state);
}

Answer take_claim(State& state, std::string_view, std::size_t at) {
    return take_from_file(state, typed_argument(state), at);
}

Answer show(State& state, std::string_view, std::size_t) {
    return show_claim(state);
}

Answer post_last(State& state, std::string_view, std::size_t) {
    return post(state);
}

Answer year(State& state, std::string_view text, std::size_t at) {
    const auto on = is_on(text);
    if (!on) {
        return wrong(state, at, state.say("应是 on 或 off", "should be on or off"));
    }
    state.posts_at_once = *on;
    return good(
        *on ? state.say("每笔结算都记账\n", "each settlement posts\n")
            : state.say("结算不记账，除非 :post\n", "settlements post when asked: :post\n"));
}

Answer accounts(State& state, std::string_view, std::size_t) {
    return show_accounts(state);
}

Answer reset(State& state, std::string_view, std::size_t) {
    state.accounts = {};
    state.posted.clear();
    state.last.reset();
    state.settled_count = 0;
    return good(state.say("账户已清零，就诊还在\n", "the accounts are zero; the claim stays\n"));
}

Answer why_benefit(State& state, std::string_view text, std::size_t) {
    return why(state, trimmed(text));
}

Answer ir_of(State& state, std::string_view text, std::size_t) {
    return show_ir(state, trimmed(text));
}

Answer clauses(State& state, std::string_view, std::size_t) {
    return show_clauses(state);
}

Answer take_reading(State& state, std::string_view text, std::size_t) {
    return reading(state, text);
}

Answer load_again(State& state, std::string_view, std::size_t) {
    return reload(state);
}

Answer save(State& state, std::string_view, std::size_t at) {
    const std::string path = file_argument(typed_argument(state)).path;
    if (path.empty()) {
        return wrong(state, at, state.say("要有文件名", "needs a file name"));
    }
    const auto policy = to_policy(state);
    return policy ? write_file(state, path, *policy, state.insists)
                  : Answer{policy.error() + "\n", true};
}

Answer svg(State& state, std::string_view, std::size_t at) {
    const std::string path = file_argument(typed_argument(state)).path;
    if (path.empty()) {
        return wrong(state, at, state.say("要有文件名", "needs a file name"));
    }
    if (!state.swept || !state.swept->has_money) {
        return {state.say("还没有扫描过金额\n", "no amounts have been swept yet\n"), true};
    }
    return write_file(state, path, to_svg(*state.swept, state.lang), state.insists);
}

// Which filings there are, or those of a name.
Answer take_filing(State& state, std::string_view text, std::size_t at) {
    const std::string name = trimmed(text);
    if (!name.empty() && turn_to(state, name)) {
        return show_claim(state);
    }
    std::vector<std::vector<std::string>> rows;
    for (const Desk& desk : state.policies->desks) {
        for (const ir::Benefit& filing : desk.program->benefits) {
            if (!desk.record.empty() && !filing.name.empty()) {
                rows.push_back({filing.name, desk.record});
            }
        }
    }
    if (rows.empty()) {
        return {state.say("这些政策没有事项\n", "these policies have no filings\n"), true};
    }
    const std::string list = statement::table({{state.say("事项", "filing"), false, 0, false},
                                               {state.say("记录", "record"), false, 0, true}},
                                              rows, state.columns);
    if (name.empty()) {
        return good(list);
    }
    Answer answer =
        wrong(state, at, state.say("没有这个事项，有：", "there is no such filing; there are:"));
    answer.text += list;
    return answer;
}

Answer assembly(State& state, std::string_view, std::size_t) {
    return show_assembly(state);
}

Answer paging(State& state, std::string_view text, std::size_t at) {
    const auto on = is_on(text);
    if (!on) {
        return wrong(state, at, state.say("应是 on 或 off", "should be on or off"));
    }
    state.pages = *on;
    return good(*on ? state.say("长的回答分页\n", "long answers are paged\n")
                    : state.say("回答不分页\n", "answers are not paged\n"));
}

Answer show_help(State& state, std::string_view, std::size_t) {
    return help(state);
}

constexpr std::array kCommands{
    Command{":set", ":设", "字段 = 值", "FIELD = VALUE", "设一个字段", "set a field", set},
    Command{":new", ":新", "[样例]", "[SPECIMEN]", "新的就诊，或从样例开始",
            "a new claim, or from a specimen", new_claim},
    Command{":claim", ":就诊", "文件 [编号]", "FILE [NUMBER]", "取文件里的一笔",
            "take one claim of a file", take_claim},
    Command{":filing", ":事项", "[事项|就诊]", "[FILING|claim]", "改填一个事项的申请；或回到就诊",
            "fill in a filing, or go back to the claim", take_filing},
    Command{":show", ":看", "", "", "就诊现在的样子", "the claim as it is", show},
    Command{":post", ":记账", "", "", "把上一笔结算记入账户", "post the last settlement",
            post_last},
    Command{":year", ":年度", "on|off", "on|off", "每笔结算都记账", "post each settlement", year},
    Command{":accounts", ":账户", "", "", "账户", "the accounts", accounts},
    Command{":reset", ":清零", "", "", "账户清零", "empty the accounts", reset},
    Command{":why", ":为什么", "[待遇]", "[BENEFIT]", "整个结算单；或某个待遇为何不适用",
            "the whole statement; or why a benefit did not apply", why_benefit},
    Command{":type", ":类型", "式子", "EXPRESSION", "式子的类型", "the type of an expression",
            show_type},
    Command{":ir", ":规则", "[名称]", "[NAME]", "编译后的规则", "the compiled rules", ir_of},
    Command{":asm", ":机器码", "", "", "整批结算的机器码", "the machine code that settles columns",
            assembly},
    Command{":clauses", ":条款", "", "", "条款和引用它们的规则", "clauses and what cites them",
            clauses},
    Command{":reading", ":口径", "[口径=选项]", "[NAME=OPTION]", "口径；或另选一个答案",
            "the readings; or take another option", take_reading},
    Command{":reload", ":重载", "", "", "重新读取政策", "read the policies again", load_again},
    Command{":svg", ":图", "文件", "FILE", "把上一次扫描画成图",
            "write the last sweep as a picture", svg},
    Command{":save", ":保存", "文件", "FILE", "把会话存成样例和测例；:save! 覆盖原有的文件",
            "save the session as specimens and a test; :save! over a file", save},
    Command{":pager", ":分页", "on|off", "on|off", "长的回答是否分页", "page long answers", paging},
    Command{":help", ":帮助", "", "", "这个说明", "this help", show_help},
};

}  // namespace

std::span<const Command> commands() {
    return kCommands;
}

Answer help(const State& state) {
    const bool zh = state.lang == claims::Lang::zh;
    std::vector<std::vector<std::string>> rows{
        {state.say("字段 = 值", "FIELD = VALUE"),
         state.say("设就诊的字段；几个用逗号隔开", "set fields of the claim; several with commas")},
        {"结算, settle", state.say("结算这笔就诊", "settle the claim")},
        {"如果 字段 = 值, what if …", state.say("会有什么变化", "what would change")},
        {"扫描 字段 从 a 到 b 每 c, sweep FIELD from a to b by c",
         state.say("金额变动时的基金和个人", "fund and person as an amount moves")},
        {state.say("式子", "EXPRESSION"),
         state.say("语言的任何式子，按这笔就诊求值",
                   "any expression of the language, evaluated on the claim")},
    };
    for (const Command& c : commands()) {
        const std::string_view takes = zh ? c.takes_zh : c.takes;
        rows.push_back(
            {fmt::format("{}{}{}, {}", c.name, takes.empty() ? "" : " ", takes, c.chinese),
             std::string(zh ? c.zh : c.en)});
    }
    rows.push_back({":quit, :退出", state.say("结束", "end the session")});
    return good(
        statement::table({{"", false, 40, false}, {"", false, 0, true}}, rows, state.columns));
}

}  // namespace pol::repl
