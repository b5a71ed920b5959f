// Random expressions: what they yield fits the width that was proved, and they print and read back.
#include <bit>
#include <random>

#include <catch2/catch.hpp>

#include "compiler/ir/print.h"
#include "compiler/ir/read.h"
#include "compiler/ir/typing.h"
#include "compiler/ir/verify.h"
#include "compiler/ir/width.h"
#include "tests/unit/interpret/bench.h"

using namespace pol;
using namespace pol::interpret::test;
using ir::Builder;
using ir::NodeId;
using ir::Op;

namespace {

/// Bits of the magnitude of a value in two words.
int bits_of(const Slot& slot) {
    auto low = static_cast<std::uint64_t>(slot.low);
    auto high = static_cast<std::uint64_t>(slot.high);
    if (slot.high < 0) {
        low = 0 - low;
        high = ~high + (low == 0 ? 1 : 0);
    }
    return static_cast<int>(high != 0 ? 64 + std::bit_width(high) : std::bit_width(low));
}

/// Appends random nodes, each over those before it.
class Generator {
  public:
    Generator(Bench& bench, unsigned seed) : bench_(bench), build_(bench.build()), random_(seed) {
        bench.set(kTotal, pick(-kMoneyBound, kMoneyBound));
        bench.set(kDay, pick(kFirstDay, kLastDay));
        bench.set(kTimes, pick(-kWidestNumber, kWidestNumber));
        bench.set(kPlace, pick(0, 999'999));
        maybe(kGiven, -kMoneyBound, kMoneyBound);
        maybe(kFlag, 0, 1);
        maybe(kBorn, kFirstDay, kLastDay);
        maybe(kMaybeTimes, -100, 100);
        build_.add(ir::Account{"account", "年度", {}});
        bench.sum(0, 0, {}, pick(0, 40 * kMoneyBound));
        for (const std::uint32_t field :
             {kTotal, kDay, kTimes, kPlace, kGiven, kFlag, kBorn, kMaybeTimes}) {
            nodes_.push_back(build_.field(field));
        }
        nodes_.push_back(build_.balance({0}, build_.date(0)));
        nodes_.push_back(build_.boolean(chance()));
        nodes_.push_back(build_.number(pick(0, 20'000), 4));
        nodes_.push_back(build_.number(pick(-3, 3)));
        nodes_.push_back(build_.money(pick(-500'00, 500'00)));
    }

    /// One more node, if the operation and the operands that were drawn go together.
    void step() {
        const auto op =
            static_cast<Op>(pick(static_cast<int>(Op::negate), static_cast<int>(Op::age)));
        const ir::OpRow& row = ir::row_of(op);
        if (row.refs != ir::Refs::none) {
            return;
        }
        ir::Node node;
        node.op = op;
        const std::int64_t most = row.most < 0 ? row.least + 2 : row.most;
        for (std::int64_t i = pick(row.least, most); i > 0; --i) {
            node.args.push_back(any());
        }
        choose_freely(node);
        append(node);
    }

    [[nodiscard]] const std::vector<NodeId>& nodes() const { return nodes_; }

  private:
    static constexpr std::int64_t kWidestNumber = 1'000'000'000'000'000;

    std::int64_t pick(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>{low, high}(random_);
    }
    bool chance() { return pick(0, 1) == 1; }
    NodeId any() { return nodes_[static_cast<std::size_t>(pick(0, std::ssize(nodes_) - 1))]; }

    void maybe(std::uint32_t field, std::int64_t low, std::int64_t high) {
        if (chance()) {
            bench_.set(field, pick(low, high));
        }
    }

    /// What the operation leaves to its node.
    void choose_freely(ir::Node& node) {
        if (node.op == Op::rescale || node.op == Op::round || node.op == Op::quotient) {
            node.type.scale = static_cast<std::uint8_t>(pick(0, 6));
        }
        if (node.op == Op::round || node.op == Op::quotient) {
            const auto mode = static_cast<ir::RoundingMode>(pick(0, 3));
            const auto digits = static_cast<std::uint8_t>(chance() ? 0 : pick(0, 4));
            node.value = ir::Rounding{mode, digits}.encoded();
        }
        if (node.op == Op::year_start) {
            node.value = pick(1, 12) * 100 + pick(1, 28);
        }
    }

    void append(ir::Node& node) {
        ir::Program& program = bench_.program();
        const tl::expected<ir::Type, std::string> type = ir::type_of(program, node);
        if (!type) {
            return;
        }
        node.type = *type;
        program.nodes.push_back(node);
        if (ir::verify(program).empty()) {
            nodes_.push_back({static_cast<std::uint32_t>(program.nodes.size() - 1)});
        } else {
            program.nodes.pop_back();  // too wide
        }
    }

    Bench& bench_;
    Builder& build_;
    std::mt19937 random_;
    std::vector<NodeId> nodes_;
};

/// Settles each node on its own, since a fault ends the claim.
void check_widths(Bench& bench, const std::vector<NodeId>& nodes) {
    const std::vector<int> widths = ir::widths(bench.program());
    std::vector<ir::QuantityId> quantities;
    quantities.reserve(nodes.size());
    for (const NodeId id : nodes) {
        quantities.push_back(
            bench.build().define("q" + std::to_string(id.value), ir::Role::definition, id));
    }
    bench.benefit();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        bench.program().benefits.front().steps = {ir::Compute{quantities[i]}};
        const Slot slot = bench.settle().tape[quantities[i].value];
        if (slot.state == abi::Slot::absent) {
            CHECK(bench.program()[nodes[i]].type.optional);
        } else if (slot.state == abi::Slot::value) {
            CAPTURE(i, slot.low, slot.high);
            CHECK(bits_of(slot) <= widths[nodes[i].value]);
        }
    }
}

}  // namespace

TEST_CASE("random expressions keep to their width and type, and read back") {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        Bench bench;
        Generator generator{bench, seed};
        for (int i = 0; i < 400; ++i) {
            generator.step();
        }
        CHECK(generator.nodes().size() > 20);
        check_widths(bench, generator.nodes());
        const auto again = ir::read(ir::print(bench.program()));
        REQUIRE(again.has_value());
        CHECK(*again == bench.program());
    }
}
