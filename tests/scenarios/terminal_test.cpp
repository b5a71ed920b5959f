// The prompt and long answers at a terminal: typed Chinese, Ctrl-C, the pager.
#include "tests/scenarios/terminal.h"

#include <chrono>
#include <filesystem>
#include <thread>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/scenarios/process.h"

using namespace pol;
using namespace pol::scenario;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// Benefits whose conditions cannot be told apart without trying many claims: half a minute to
// compile.
std::string slow_policy() {
    std::string text =
        "模块 测试\n引用 国家.结算\n辖区  640100 银川市\n年度  1月1日 起 按 结算日期\n"
        "舍入  四舍五入 到 分\n";
    for (int i = 0; i < 200; ++i) {
        text += fmt::format("待遇 甲{0} 当 个数 明细 满足 (单价 > {0}元) > {0}"
                            " 且 (政策范围内金额 > {0}1元 或 医疗费总额 > {0}2元)"
                            " 且 (先自付金额 > {0}3元 或 超限价金额 > {0}4元)"
                            " 且 政策范围内金额 + {0}元 < {0}元\n"
                            "{{ 支付 统筹基金 {{ 基数 政策范围内金额; 比例 50% }} }}\n",
                            i);
    }
    return text;
}

// Long enough that the work has begun, however loaded the machine is, and far from its end.
void let_it_work() {
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
}

}  // namespace

TEST_CASE("Chinese is typed, edited and completed at a terminal, and Ctrl-C gives up a line only") {
    const Folder folder;
    Terminal terminal({"repl", folder.file("city.pol", small_policy()), "--lang", "zh"});
    terminal.until("pol> ");
    terminal.type(":new 甲\r");
    terminal.until("pol> ");
    // A wrong character taken back, and a name completed.
    terminal.type("政策范错\x7f\t = 300元\r");
    terminal.until("pol> ");
    terminal.type("不要的一行");
    terminal.until("行");
    terminal.type("\x03");
    terminal.until("pol> ");
    terminal.type("结算\r");
    terminal.until("个人负担总额");
    terminal.until("200.00");
    terminal.until("pol> ");
    terminal.type(":quit\r");
    CHECK(terminal.wait() == 0);
}

TEST_CASE("Ctrl-C stops compiling, and the policies and the claim stay") {
    const Folder folder;
    const std::string policy = folder.file("city.pol", small_policy());
    Terminal terminal({"repl", policy, "--lang", "zh"});
    terminal.until("pol> ");
    terminal.type(":new 甲\r");
    terminal.until("pol> ");
    terminal.type("政策范围内金额 = 300元\r");
    terminal.until("pol> ");
    (void)folder.file("city.pol", slow_policy());
    // It is read by itself, since the file has changed.
    terminal.type("结算\r");
    let_it_work();
    terminal.type("\x03");
    terminal.until("编译已中断");
    terminal.until("政策没有更换");
    terminal.until("pol> ");
    terminal.type("结算\r");
    terminal.until("个人负担总额");
    terminal.until("200.00");
    terminal.until("pol> ");
    // And again when it is asked for.
    terminal.type(":reload\r");
    let_it_work();
    terminal.type("\x03");
    terminal.until("编译已中断");
    terminal.until("pol> ");
    terminal.type(":quit\r");
    CHECK(terminal.wait() == 0);
}

TEST_CASE("Ctrl-C stops the first compiling, and says so") {
    const Folder folder;
    Terminal terminal({"repl", folder.file("city.pol", slow_policy()), "--lang", "en"});
    let_it_work();
    terminal.type("\x03");
    terminal.until("compiling was stopped");
    terminal.rest();
    CHECK(terminal.wait() == 130);
}

TEST_CASE("an answer taller than the window goes through the pager") {
    const std::vector<std::string> call{"explain", "E0302"};
    const auto shown = [&](const std::vector<std::string>& arguments, unsigned short rows,
                           const std::string& pager) {
        Terminal terminal(arguments, {rows, 100, {{"PAGER", pager}}});
        std::string text = terminal.rest();
        CHECK(terminal.wait() == 0);
        return text;
    };
    CHECK(has(shown(call, 5, "sed s/E0302/paged/"), "paged"));
    CHECK_FALSE(has(shown(call, 500, "sed s/E0302/paged/"), "paged"));
    CHECK_FALSE(has(shown({"explain", "E0302", "--no-pager"}, 5, "sed s/E0302/paged/"), "paged"));
    // Without one, with none that runs, and with one that fails to, the answer is there all the
    // same.
    for (const char* pager :
         {"", "no-such-pager -x", "/no/such/pager", "MORE=x", "exit 127; cat"}) {
        CHECK(has(shown(call, 5, pager), "E0302"));
    }
}

TEST_CASE("the prompt pages until it is told not to, and goes on after it") {
    const Folder folder;
    Terminal terminal({"repl", folder.file("city.pol", small_policy()), "--lang", "zh"},
                      {8, 100, {{"PAGER", "sed s/^:new/paged/"}}});
    terminal.until("pol> ");
    terminal.type(":help\r");
    terminal.until("paged");
    terminal.until("pol> ");
    terminal.type(":pager off\r");
    terminal.until("pol> ");
    terminal.type(":help\r");
    terminal.until(":quit, ");
    CHECK_FALSE(has(terminal.until("pol> "), "paged"));
    terminal.type(":quit\r");
    CHECK(terminal.wait() == 0);
}

TEST_CASE("what changed policies do not pay is told, kept, and posted again by the next that do") {
    const Folder folder;
    const std::string policy = folder.file("city.pol", small_policy());
    Terminal terminal({"repl", policy, "--lang", "zh"});
    terminal.until("pol> ");
    for (const char* line : {":year on\r", ":new 甲\r", "政策范围内金额 = 300元\r", "结算\r"}) {
        terminal.type(line);
        terminal.until("pol> ");
    }
    std::string other = small_policy();
    other.replace(other.find("普通门诊"), std::string_view("普通门诊").size(), "普通住院");
    (void)folder.file("city.pol", other);
    terminal.type(":accounts\r");
    terminal.until("0 笔结算按新的政策重记");
    terminal.until("R1");
    terminal.until("账户都是零");
    terminal.until("pol> ");
    std::filesystem::remove(policy);
    terminal.type("结算\r");
    terminal.until("没有这个文件");
    terminal.until("政策没有更换");
    terminal.until("pol> ");
    (void)folder.file("city.pol", small_policy());
    terminal.type(":accounts\r");
    terminal.until("1 笔结算按新的政策重记");
    terminal.until("100.00");
    terminal.until("pol> ");
    terminal.type(":quit\r");
    CHECK(terminal.wait() == 0);
}
