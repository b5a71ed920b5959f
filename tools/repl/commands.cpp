#include "tools/repl/commands.h"

#include <array>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "runtime/claims/read.h"
#include "runtime/statement/layout.h"
#include "tools/repl/ask.h"
#include "tools/repl/figures.h"
#include "tools/repl/save.h"
#include "tools/repl/sweep.h"
#include "tools/repl/values.h"

namespace pol::repl {
namespace {

// Writes a whole file; the answer says where, or why not.
Answer write_file(const State& state, const std::string& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary);
    out << text;
    out.close();
    if (!out) {
        return {fmt::format("{} {}\n", state.say("不能写入", "cannot write to"), path), true};
    }
    return good(fmt::format("{} {}\n", state.say("已写入", "written to"), path));
}

Answer set(State& state, std::string_view text, std::size_t at) {
    state.last.reset();
    return assign(state, text, at, state.form);
}

Answer new_claim(State& state, std::string_view text, std::size_t at) {
    ClaimForm form;
    const std::string name = trimmed(text);
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

Answer take_claim(State& state, std::string_view text, std::size_t at) {
    const std::string path = trimmed(text);
    std::ifstream in(path, std::ios::binary);
    if (path.empty() || !in) {
        return wrong(state, at, state.say("不能读取这个文件", "cannot read this file"));
    }
    std::ostringstream whole;
    whole << in.rdbuf();
    Policies& p = *state.policies;
    const claims::Input input =
        claims::read_json(whole.str(), p.vocabulary(), *p.texts, state.lang);
    if (input.claims.empty()) {
        return wrong(state, at, state.say("文件里没有就诊", "there is no claim in the file"));
    }
    const claims::Claim& claim = input.claims.front();
    if (!claim.faults.empty()) {
        std::string faults;
        for (const claims::ClaimFault& f : claim.faults) {
            faults += f.text + "\n";
        }
        return {faults, true};
    }
    state.last.reset();
    state.form.take(claim, p.vocabulary(), *p.texts);
    return show_claim(state);
}

Answer show(State& state, std::string_view, std::size_t) {
    return show_claim(state);
}

Answer post_last(State& state, std::string_view, std::size_t) {
    return post(state);
}

Answer year(State& state, std::string_view text, std::size_t at) {
    const std::string word = trimmed(text);
    const bool on = word == "on" || word == "开";
    if (!on && word != "off" && word != "关") {
        return wrong(state, at, state.say("应是 on 或 off", "should be on or off"));
    }
    state.posts_at_once = on;
    return good(on ? state.say("每笔结算都记账\n", "each settlement posts\n")
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

Answer save(State& state, std::string_view text, std::size_t at) {
    const std::string path = trimmed(text);
    if (path.empty()) {
        return wrong(state, at, state.say("要有文件名", "needs a file name"));
    }
    const auto policy = to_policy(state);
    return policy ? write_file(state, path, *policy) : Answer{policy.error() + "\n", true};
}

Answer svg(State& state, std::string_view text, std::size_t at) {
    const std::string path = trimmed(text);
    if (path.empty()) {
        return wrong(state, at, state.say("要有文件名", "needs a file name"));
    }
    if (!state.swept) {
        return {state.say("还没有扫描过\n", "nothing has been swept yet\n"), true};
    }
    return write_file(state, path, to_svg(*state.swept, state.lang));
}

Answer show_help(State& state, std::string_view, std::size_t) {
    return help(state);
}

constexpr std::array kCommands{
    Command{":set", ":设", "字段 = 值", "FIELD = VALUE", "设一个字段", "set a field", set},
    Command{":new", ":新", "[样例]", "[SPECIMEN]", "新的就诊，或从样例开始",
            "a new claim, or from a specimen", new_claim},
    Command{":claim", ":就诊", "文件", "FILE", "取文件里的第一笔就诊",
            "take the first claim of a file", take_claim},
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
    Command{":clauses", ":条款", "", "", "条款和引用它们的规则", "clauses and what cites them",
            clauses},
    Command{":reading", ":口径", "[口径=选项]", "[NAME=OPTION]", "口径；或另选一个答案",
            "the readings; or take another option", take_reading},
    Command{":reload", ":重载", "", "", "重新读取政策", "read the policies again", load_again},
    Command{":svg", ":图", "文件", "FILE", "把上一次扫描画成图",
            "write the last sweep as a picture", svg},
    Command{":save", ":保存", "文件", "FILE", "把会话存成样例和测例",
            "save the session as specimens and a test", save},
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
