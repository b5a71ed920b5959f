#include "tests/scenarios/process.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/support/policies.h"

namespace pol::scenario {
namespace {

void redirect(const std::string& path, int flags, int to) {
    const int file = ::open(path.c_str(), flags, 0600);
    if (file < 0 || ::dup2(file, to) < 0) {
        ::_exit(126);
    }
}

[[noreturn]] void become_pol(const std::vector<std::string>& arguments, const Folder& folder) {
    redirect(folder.path("in"), O_RDONLY, STDIN_FILENO);
    redirect(folder.path("out"), O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
    redirect(folder.path("err"), O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
    (void)::setenv("LC_ALL", "C", 1);
    (void)::setenv("NO_COLOR", "1", 1);
    (void)::setenv("POL_CACHE", "off", 0);
    if (::chdir(test::root().c_str()) != 0) {
        ::_exit(126);
    }
    std::string program = POL_BINARY_DIR "/pol";
    std::vector<std::string> texts = arguments;
    std::vector<char*> pointers{program.data()};
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    ::alarm(60);
    ::execv(program.c_str(), pointers.data());
    ::_exit(127);
}

}  // namespace

Ran run(const std::vector<std::string>& arguments, std::string_view input) {
    const Folder folder;
    (void)folder.file("in", input);
    const pid_t child = ::fork();
    if (child == 0) {
        become_pol(arguments, folder);
    }
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child) {
        return {126, "", "the program could not be started"};
    }
    const int exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return {exit, test::read_file(folder.path("out")), test::read_file(folder.path("err"))};
}

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "pol-scenario-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        (void)std::fprintf(stderr, "%s: cannot be made\n", name.c_str());
        std::abort();
    }
    folder_ = name;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string Folder::file(const std::string& name, std::string_view text) const {
    std::ofstream out(folder_ / name, std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    return path(name);
}

std::vector<std::string> Folder::names() const {
    std::vector<std::string> list;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        list.push_back(entry.path().filename().string());
    }
    std::ranges::sort(list);
    return list;
}

Variable::Variable(const char* name, const std::string& value) : name_(name) {
    ::setenv(name, value.c_str(), 1);
}

Variable::~Variable() {
    ::unsetenv(name_);
}

std::string small_policy() {
    return "模块 测试\n引用 国家.结算\n\n辖区  640100 银川市\n年度  1月1日 起 按 结算日期\n"
           "舍入  四舍五入 到 分\n\n待遇 门诊 当 医疗类别 为 普通门诊 {\n"
           "    不予支付 药店 当 机构类型 为 药店\n    支付 统筹基金 {\n"
           "        基数  政策范围内金额\n        起付  100元 每 年度\n        比例  50%\n    "
           "}\n}\n"
           "样例 甲 = 就诊 { 险种: 职工, 人员类别: 在职, 参保地: 640104, 就医地: 640104\n"
           "    医疗类别: 普通门诊, 开始日期: 2023-03-01 }\n"
           "测例 \"一半\" { 甲 { 政策范围内金额: 300元 } 得 统筹基金 = 100元 }\n";
}

std::string claim(std::string_view number, std::string_view amount, std::string_view more) {
    return fmt::format(R"({{"setl_id":"{}","psn_no":"P1","insutype":"310","psn_type":"11",)"
                       R"("insuplc_admdvs":"640104","mdtrtarea_admvs":"640104","med_type":"11",)"
                       R"("begndate":"2023-03-01","medfee_sumamt":{},"inscp_scp_amt":{}{}}})",
                       number, amount, amount, more);
}

std::string one_claim(const std::string& instead, const std::string& more) {
    const std::string replace = instead.empty() ? "" : fmt::format(" REPLACE ({})", instead);
    return fmt::format(
        "SELECT *{} FROM (SELECT '1' AS setl_id, 'P1' AS psn_no, '310' AS insutype, '11' AS "
        "psn_type, '640104' AS insuplc_admdvs, '640104' AS mdtrtarea_admvs, '11' AS med_type, "
        "DATE '2023-03-01' AS begndate, 300::DECIMAL(16,2) AS medfee_sumamt, 300::DECIMAL(16,2) AS "
        "inscp_scp_amt{})",
        replace, more);
}

std::string sql(const std::string& statement) {
    const Ran ran =
        run({"sql", "policies/ningxia/yinchuan", "--format", "jsonl", "--command", statement});
    INFO(statement << "\n" << ran.err);
    CHECK(ran.exit == 0);
    return ran.out;
}

Ran settle(const std::string& policy, const std::string& claims,
           const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"settle", policy, "--claims", claims, "--format", "jsonl"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ran one_by_one = run(arguments);
    arguments.insert(arguments.end(), {"--engine", "columns"});
    const Ran in_columns = run(arguments);
    CHECK(in_columns.out == one_by_one.out);
    CHECK(in_columns.err == one_by_one.err);
    CHECK(in_columns.exit == one_by_one.exit);
    return one_by_one;
}

bool contains(const std::string& text, const std::string& part) {
    UNSCOPED_INFO(text);
    return text.find(part) != std::string::npos;
}

}  // namespace pol::scenario
