// The pipeline: files found and read, engines by name, what stands beside a program, tests planned.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include <catch2/catch.hpp>

#include "compiler/driver/column_engine.h"
#include "compiler/driver/engine.h"
#include "compiler/driver/manifest.h"
#include "tests/support/policies.h"

using namespace pol;
namespace fs = std::filesystem;

namespace {

/// A folder that is gone with this object.
struct Folder {
    fs::path path = fs::temp_directory_path() / ("pol-driver-" + std::to_string(::getpid()));

    Folder() { fs::create_directories(path / "city"); }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path / name, std::ios::binary) << text;
        return (path / name).string();
    }
};

constexpr const char* kPolicy =
    "模块 测试\n引用 国家.结算\n辖区 640100 某市\n年度 1月1日 起 按 结算日期\n舍入 四舍五入 到 分\n"
    "出处 流程 = \"办理流程\"\n"
    "待遇 门诊 当 医疗类别 为 普通门诊 {\n    不予支付 药店 当 机构类型 为 药店 依据 流程 \"一\"\n"
    "    支付 统筹基金 {\n        基数  政策范围内金额\n        起付  100元 每 年度 每 险种\n"
    "        比例  50%\n    }\n}\n"
    "样例 甲 = 就诊 { 险种: 职工, 人员类别: 在职, 参保地: 640104, 就医地: 640104\n"
    "    医疗类别: 普通门诊, 开始日期: 2023-03-01, 病种备案: [{ 病种: M03900, 起始: 2023-01-01 }] "
    "}\n"
    "样例 乙 = 甲 { 险种: 居民, 备案: { 备案地: 110000 } }\n"
    "测例 \"一\" { 此前 起付[居民] = 40元\n"
    "    乙 { 政策范围内金额: 300元, 全自费金额: 20元 } 得 统筹基金 = 120元, 起付额 = 61元 }\n";

}  // namespace

TEST_CASE("engines have names") {
    CHECK(driver::engine_named("interpreter") == driver::EngineKind::interpreter);
    CHECK(driver::engine_named("jit") == driver::EngineKind::jit);
    CHECK(driver::engine_named("jit-O0") == driver::EngineKind::jit_unoptimized);
    CHECK_FALSE(driver::engine_named("JIT"));
    CHECK_FALSE(driver::engine_named(""));
}

TEST_CASE("folders give their policies in order, a file stands once") {
    const Folder folder;
    const std::string b = folder.write("b.pol", "b");
    const std::string a = folder.write("city/a.pol", "\xEF\xBB\xBF"
                                                     "a");
    (void)folder.write("city/claims.jsonl", "{}");
    const auto files = driver::read_policies({folder.path.string(), b, a});
    REQUIRE(files.has_value());
    REQUIRE(files->size() == 2);
    CHECK((*files)[0].text == "b");
    CHECK((*files)[1].text == "a");  // without its mark of byte order
    CHECK((*files)[1].name.ends_with("city/a.pol"));
    const std::vector<std::string> names = driver::policy_files({folder.path.string()});
    CHECK(names == std::vector<std::string>{(*files)[0].name, (*files)[1].name});
    CHECK(driver::policy_files({folder.path.string() + "/none"}).size() == 1);
}

TEST_CASE("what cannot be read is an error with its name") {
    const Folder folder;
    for (const std::string path : {"none.pol", "city"}) {
        const auto files = driver::read_policies({(folder.path / path).string()});
        REQUIRE_FALSE(files.has_value());
        CHECK(files.error().message.find(path) != std::string::npos);
    }
}

TEST_CASE("the national vocabulary is that beside the policies, else the program's own") {
    const Folder folder;
    const std::string policy = folder.write("city/a.pol", "模块 测试\n引用 国家.结算\n");
    CHECK(driver::national_beside({policy}).empty());
    CHECK(driver::compile({policy}).value()->diagnostics.all().empty());
    fs::create_directory(folder.path / "national");
    (void)folder.write("national/n.pol", "模块 国家.结算\n记录 就诊 { 甲 as a : 金额 }\n");
    REQUIRE(driver::national_beside({policy}).size() == 1);
    const auto c = driver::compile({policy});
    REQUIRE(c.has_value());
    CHECK((*c)->typed.vocabulary.fields.size() == 1);
    const auto national = test::national();
    REQUIRE(driver::national_built_in().size() == national.size());
    for (std::size_t i = 0; i < national.size(); ++i) {
        CHECK(driver::national_built_in()[i].text == national[i].text);
    }
}

TEST_CASE("a policy with errors has no program, and its messages stand in file order") {
    const auto c =
        test::compile_text("模块 测试\n引用 国家.结算\n定义 乙 = 5元 + 1%\n定义 甲 = 5%+ 1元\n");
    CHECK_FALSE(c->program);
    CHECK(test::codes(*c) == "E0324 E0324");
    CHECK(c->diagnostics.all()[0].span.begin < c->diagnostics.all()[1].span.begin);
}

TEST_CASE("nothing is said of text that syntax has lost") {
    const auto c =
        test::compile_text("模块 测试\n引用 国家.结算\n参数 甲 5元 + 1%\n定义 乙 = 甲 + 1元\n");
    CHECK(test::codes(*c) == "E0112");
}

TEST_CASE("the manifest names what the program computes") {
    const auto c = test::compile_text(kPolicy);
    INFO(test::messages(*c));
    REQUIRE(c->program);
    const abi::Manifest m = driver::manifest(*c->program, c->sources);
    CHECK(m.steps.size() == c->program->quantities.size());
    REQUIRE(m.accounts.size() == 1);
    CHECK(m.accounts[0].name == "门诊.统筹基金.起付");
    CHECK(m.accounts[0].keys == std::vector{abi::Kind::code});
    REQUIRE_FALSE(m.answers.empty());
    CHECK(m.answers[0].text == "不予支付：药店");
    CHECK(m.answers[0].cites[0].document == "办理流程");
    bool found = false;
    for (const abi::StepRow& row : m.steps) {
        if (row.name == "门诊.统筹基金.应付") {
            found = true;
            CHECK(row.role == "payable");
            CHECK(row.rounding == "四舍五入到分");
            CHECK(row.inputs.size() == 2);
            CHECK(row.place == "policy.pol:12:9");
        }
    }
    CHECK(found);
}

TEST_CASE("a test's claim is whole: specimens, defaults, the sum of its parts") {
    const auto c = test::compile_text(kPolicy);
    REQUIRE(c->tests.size() == 1);
    REQUIRE(c->tests[0].claims.size() == 1);
    const driver::PlannedClaim& planned = c->tests[0].claims[0];
    const abi::Vocabulary& v = c->program->vocabulary;
    const auto value = [&](const char* field) {
        return planned.claim.values[v.field(field).value()];
    };
    const auto given = [&](const char* field) {
        return planned.claim.present[v.field(field).value()] != 0;
    };
    CHECK(value("insutype") == 1);
    CHECK(value("medfee_sumamt") == 320'00);
    CHECK(value("setl_date") == value("begndate"));
    CHECK(value("filing.rloc_admdvs") == 110'000);
    CHECK(given("direct"));
    CHECK_FALSE(given("dise_codg"));
    CHECK(planned.claim.lists[v.list("disease_filings").value()].count == 1);
    REQUIRE(planned.before.size() == 1);
    CHECK(planned.before[0].value == 40'00);
    CHECK(planned.before[0].keys == std::vector<std::int64_t>{1});
    CHECK(planned.expectations.size() == 2);
}

TEST_CASE("what a test expects and does not get is told with a trace") {
    const auto c = test::compile_text(kPolicy);
    REQUIRE(c->program);
    for (const auto kind : {driver::EngineKind::interpreter, driver::EngineKind::jit}) {
        const auto engine = driver::load_engine(*c->program, kind, false, true);
        REQUIRE(engine.has_value());
        const auto outcomes =
            driver::run_tests(c->tests, *c->program, c->sources, engine->engine, claims::Lang::en);
        REQUIRE(outcomes.size() == 1);
        REQUIRE(outcomes[0].failures.size() == 1);
        CHECK(outcomes[0].failures[0].text == "起付额: expected 61.00, got 60.00");
        const std::vector<trace::Line>& steps = outcomes[0].failures[0].steps;
        CHECK(std::any_of(steps.begin(), steps.end(),
                          [](const trace::Line& step) { return step.name == "起付剩余"; }));
    }
}

TEST_CASE("a program of more operations than a kernel is made of has none, and says so") {
    const auto c = test::compile_text(R"(
模块 试
引用 国家.结算
辖区 640100 某地
适用 按 开始日期
年度 1月1日 起 按 开始日期
舍入 四舍五入 到 分
待遇 门诊 {
    支付 统筹基金 {
        基数  政策范围内金额
        比例  60%
    }
}
)");
    INFO(test::messages(*c));
    REQUIRE(c->program);
    const driver::LoadedColumns columns = driver::load_columns(*c->program);
    REQUIRE(columns.engine.places.places == std::vector<Place>{640100});
    CHECK(!columns.engine.by_person);
    for (const std::size_t place : {0U, 1U}) {
        REQUIRE(columns.place(place).kernel);
        CHECK(columns.place(place).kernel->settle != nullptr);
        CHECK(!columns.place(place).kernel->accounts);
    }
    CHECK(columns.without().empty());
    const auto none = driver::load_columns(*c->program, {.most_operations = 10});
    const driver::PlaceColumns& place = none.place(0);
    REQUIRE(!place.kernel);
    REQUIRE(place.why.obstacle);
    CHECK(place.why.obstacle->why == columns::Obstacle::Why::long_program);
    CHECK(none.without() == std::vector<std::size_t>{0});
}
