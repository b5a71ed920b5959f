// Several cities at once: what settles claims of one place of insurance alone against the whole
// program, in every engine and in columns, with people who are insured in both cities too.
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/driver/engine.h"
#include "compiler/driver/manifest.h"
#include "compiler/ir/slice.h"
#include "compiler/ir/verify.h"
#include "runtime/account/store.h"
#include "runtime/batch/settle.h"
#include "runtime/claims/read.h"
#include "runtime/claims/write.h"
#include "tests/differential/batches_agree.h"
#include "tests/support/policies.h"
#include "tests/support/random.h"

using namespace pol;
using Json = nlohmann::ordered_json;

namespace {

std::unique_ptr<driver::Compilation> both_cities() {
    std::vector<driver::PolicyFile> files;
    for (const char* folder : {"policies/ningxia/yinchuan", "policies/liaoning/shenyang"}) {
        for (const std::string& path : test::policy_files(folder)) {
            files.push_back({path, test::read_file(test::root() / path)});
        }
    }
    return test::compile_files(std::move(files));
}

/// Claims of the example year. Of ten people three are insured in Shenyang, one in Sichuan, where
/// no policy holds, and one in Yinchuan or Shenyang as it comes.
std::string year_of_claims(std::size_t count) {
    const std::string year = test::read_file(test::root() / "examples/year/claims.jsonl");
    std::string text;
    test::Random random(7);
    std::size_t from = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t end = year.find('\n', from);
        Json claim = Json::parse(year.substr(from, end - from));
        from = end + 1;
        const int person = std::stoi(claim["psn_no"].get<std::string>().substr(1)) % 10;
        if (person < 3 || (person == 4 && random.percent(50))) {
            claim["insuplc_admdvs"] = random.percent(30) ? "210102" : "210100";
        } else if (person == 3) {
            claim["insuplc_admdvs"] = "510100";
        }
        text += claim.dump() + "\n";
    }
    return text;
}

std::string settled(const ir::Program& program, const abi::Manifest& manifest,
                    driver::EngineKind kind, const std::string& text) {
    claims::TextTable texts(manifest.texts);
    const claims::Input input =
        claims::read_json(text, manifest.vocabulary, texts, claims::Lang::en);
    const auto engine = driver::load_engine(program, kind, true, false);
    REQUIRE(engine.has_value());
    account::Store store;
    std::string all;
    for (const claims::Settled& one :
         batch::settle(input.claims, manifest, engine->engine, store, texts, {})) {
        all += claims::to_json(one, manifest.vocabulary) + "\n";
    }
    return all;
}

}  // namespace

TEST_CASE("each place of insurance has a part of the program, which is a program") {
    const auto c = both_cities();
    INFO(test::messages(*c));
    REQUIRE(c->program);
    const abi::InsuredPlaces places = ir::places_of_insurance(*c->program);
    REQUIRE(places.places == std::vector<Place>{210100, 640100});
    CHECK(places.of(210104) == 0);
    CHECK(places.of(640100) == 1);
    CHECK(places.of(640200) == 2);
    CHECK(places.of(std::nullopt) == 2);
    std::size_t benefits = 0;
    for (std::size_t i = 0; i < places.count(); ++i) {
        const ir::Slice slice = ir::slice(*c->program, places, i);
        CHECK(ir::verify(slice.program).empty());
        CHECK(slice.program.quantities.size() < c->program->quantities.size());
        for (std::uint32_t q = 0; q < slice.program.quantities.size(); ++q) {
            CHECK(slice.program.quantities[q].name ==
                  c->program->quantities[slice.whole.quantity(q)].name);
        }
        benefits += slice.program.benefits.size();
    }
    // Those of the nation are in each.
    CHECK(benefits >= c->program->benefits.size());
    CHECK(ir::slice(*c->program, places, 2).program.jurisdictions.size() <
          c->program->jurisdictions.size());
}

TEST_CASE("claims of several cities are settled alike by the whole and by parts") {
    const auto c = both_cities();
    INFO(test::messages(*c));
    REQUIRE(c->program);
    const abi::Manifest manifest = driver::manifest(*c->program, c->sources);
    const std::string text = year_of_claims(1'200);
    const std::string right = settled(*c->program, manifest, driver::EngineKind::interpreter, text);
    for (const auto kind : {driver::EngineKind::automatic, driver::EngineKind::jit,
                            driver::EngineKind::jit_unoptimized}) {
        CHECK(settled(*c->program, manifest, kind, text) == right);
    }
    differential::Given given(*c->program, c->sources, text);
    for (std::uint64_t turn = 1; turn <= 4; ++turn) {
        const auto agreement = differential::settle_in_batches(given, turn);
        INFO(agreement.difference << agreement.obstacle);
        CHECK(agreement.difference.empty());
        CHECK(agreement.obstacle.empty());
        CHECK(agreement.in_columns * 4 > agreement.rows);
    }
}
