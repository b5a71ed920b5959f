// Names to declarations.
#include "compiler/resolve/resolve.h"

#include <catch2/catch.hpp>

#include "compiler/parse/parse.h"

using namespace pol;
using resolve::ModuleIndex;
using resolve::Symbol;

namespace {

struct Resolved {
    SourceMap sources;
    syntax::Tree tree;
    parse::Damage damage;
    Diagnostics diagnostics;
    resolve::Names names;

    explicit Resolved(const std::vector<std::string>& texts) {
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const FileId file = sources.add(std::to_string(i) + ".pol", texts[i]);
            parse::parse(file, sources, tree, damage, diagnostics);
        }
        names = resolve::resolve(tree, damage.names, diagnostics);
    }
    [[nodiscard]] std::string codes() const {
        std::string out;
        for (const Diagnostic& d : diagnostics.all()) {
            out += (out.empty() ? "" : " ") + std::string(name_of(d.code));
        }
        return out;
    }
    /// The text of the declared name that `name` finds in a module; empty where it finds none.
    [[nodiscard]] std::string place(ModuleIndex module, std::string_view name) const {
        const Symbol* found = names.find(module, name);
        return found == nullptr ? "" : sources.describe(found->span);
    }
};

}  // namespace

TEST_CASE("a module's own names come before imported ones, those in the order of the imports") {
    const Resolved r({"模块 甲\n引用 乙, 丙\n参数 一 = 1元\n",
                      "模块 乙\n参数 一 = 1元\n参数 二 = 1元\n",
                      "模块 丙\n参数 二 = 1元\n参数 三 = 1元\n"});
    CHECK(r.codes().empty());
    CHECK(r.place(0, "一") == "0.pol:3:4");
    CHECK(r.place(0, "二") == "1.pol:3:4");
    CHECK(r.place(0, "三") == "2.pol:3:4");
    CHECK(r.place(0, "四").empty());
    CHECK(r.place(1, "三").empty());
}

TEST_CASE("imports are not passed on") {
    const Resolved r({"模块 甲\n引用 乙\n", "模块 乙\n引用 丙\n", "模块 丙\n参数 一 = 1元\n"});
    CHECK(r.place(1, "一") == "2.pol:2:4");
    CHECK(r.place(0, "一").empty());
}

TEST_CASE("files of one module are one module") {
    const Resolved r({"模块 甲\n参数 一 = 1元\n", "模块 甲\n辖区 640100 某市\n参数 二 = 1元\n"});
    REQUIRE(r.names.modules.size() == 1);
    CHECK(r.names.modules[0].files.size() == 2);
    CHECK(r.names.modules[0].jurisdiction != nullptr);
    CHECK(r.place(0, "一") == "0.pol:2:4");
    CHECK(r.place(0, "二") == "1.pol:3:4");
}

TEST_CASE("sources have names of their own") {
    const Resolved r({"模块 甲\n出处 流程 = \"办理流程\"\n参数 流程 = 5元 依据 流程 \"一\"\n"});
    CHECK(r.codes().empty());
    CHECK(r.place(0, "流程") == "0.pol:3:4");
    const Symbol* source = r.names.find_source(0, "流程");
    REQUIRE(source != nullptr);
    CHECK(r.sources.describe(source->span) == "0.pol:2:4");
}

TEST_CASE("a module may import one that imports it, and itself") {
    const Resolved r(
        {"模块 甲\n引用 乙, 甲\n参数 一 = 1元\n", "模块 乙\n引用 甲\n参数 二 = 1元\n"});
    CHECK(r.codes().empty());
    CHECK(r.place(0, "二") == "1.pol:3:4");
    CHECK(r.place(1, "一") == "0.pol:3:4");
}

TEST_CASE("modules that are imported and not there are known to whoever loads files") {
    const Resolved r({"模块 甲\n引用 国家.结算, 乙\n", "模块 乙\n引用 国家.结算, 丙\n"});
    CHECK(resolve::missing_modules(r.tree) == std::vector<std::string>{"国家.结算", "丙"});
    CHECK(r.codes() == "E0204 E0204 E0204");
}

TEST_CASE("a module that misses an import, or lost text, is broken") {
    CHECK(Resolved({"模块 甲\n引用 乙\n"}).names.modules[0].broken);
    CHECK(Resolved({"模块 甲\n参数 一 二\n"}).names.modules[0].broken);
    CHECK_FALSE(Resolved({"模块 甲\n参数 一 = 1元\n"}).names.modules[0].broken);
}

TEST_CASE("settings stand once, the first counts") {
    const Resolved r({"模块 甲\n年度 1月1日 起 按 一\n年度 7月1日 起 按 二\n"});
    CHECK(r.codes() == "E0203");
    REQUIRE(r.names.modules[0].year != nullptr);
    CHECK(r.names.modules[0].year->month == 1);
}
