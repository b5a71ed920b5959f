#include "tools/pol/plan.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/codegen/processor.h"
#include "compiler/ir/slice.h"
#include "runtime/fault/assert.h"
#include "tools/pol/settle_table.h"

namespace pol::tool {
namespace {

std::string obstacle_words(columns::Obstacle::Why why, const Common& common) {
    using Why = columns::Obstacle::Why;
    switch (why) {
    case Why::missing_column:
        return say(common, "需要的字段没有列", "needs a field that has no column");
    case Why::open_key:
        return say(common, "账户的一个键没有确定的取值范围",
                   "has an account with a key whose values are not known beforehand");
    case Why::several_periods:
        return say(common, "读同一个账户的两个期间", "reads one account in two periods");
    case Why::late_balance:
        return say(common, "读账户是在记账之前还是之后，由就诊决定",
                   "reads an account before or after a posting, as the claim has it");
    case Why::wide:
        return say(common, "准确值超过 120 位", "needs more than 120 bits");
    case Why::large_table:
        return say(common, "查的表既不能排成数组也不能检索",
                   "looks into a table that can be neither laid out nor searched");
    case Why::long_program:
        return say(common, "运算太多，一个内核编译不下",
                   "has more operations than one kernel is made of");
    case Why::listed_balance:
        return say(common, "清单的每一项要看账户", "judges elements of a list by an account");
    }
    unreachable_state("an obstacle out of range");
}

std::string list_names(const std::vector<std::uint32_t>& lists, const abi::Vocabulary& vocabulary) {
    std::vector<std::string> names;
    names.reserve(lists.size());
    for (const std::uint32_t list : lists) {
        names.push_back(vocabulary.lists[list].external);
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

class Plan {
  public:
    Plan(const ir::Program& program, const abi::Manifest& manifest, const SettleOptions& options)
        : program_(program), manifest_(manifest), common_(options.common), options_(options) {}

    std::string text() {
        const bool one_by_one = options_.engine != "auto" && options_.engine != "columns";
        if (one_by_one) {
            for (const ir::Jurisdiction& one : program_.jurisdictions) {
                benefits(one, fmt::format("{} ({})", say(common_, "逐笔", "one by one"),
                                          options_.engine));
            }
            return text_;
        }
        const driver::LoadedColumns columns = driver::load_columns(program_);
        columns.make_all(options_.threads_used());
        const bool is_one = columns.engine.places.count() == 1;
        for (const ir::Jurisdiction& one : program_.jurisdictions) {
            const auto place = is_one ? std::nullopt : ir::place_of(program_, one);
            jurisdiction(one, columns, columns.engine.places.of(place));
        }
        return text_;
    }

  private:
    void line(const std::string& what, const std::string& how) {
        text_ += fmt::format("{}{}{}\n", what, say(common_, "：", ": "), how);
    }

    void benefits(const ir::Jurisdiction& jurisdiction, const std::string& how) {
        for (const ir::BenefitId id : jurisdiction.benefits) {
            line(jurisdiction.name + " " + program_[id].label(), how);
        }
    }

    /// Claims of a place have the benefits of wider ones too, in the same pass.
    void jurisdiction(const ir::Jurisdiction& jurisdiction, const driver::LoadedColumns& columns,
                      std::size_t which) {
        const driver::PlaceColumns& place = columns.place(which);
        if (!place.kernel) {
            benefits(jurisdiction,
                     say(common_, "逐笔：", "one by one: ") + why_no_columns(place.why, common_));
            return;
        }
        benefits(jurisdiction, say(common_, "按列，与其他待遇一遍算完",
                                   "in columns, in one pass with the others"));
        kernel(*place.kernel, place.lanes);
    }

    void kernel(const abi::ColumnKernel& engine, int lanes) {
        line(say(common_, "内核", "kernel"),
             fmt::format(fmt::runtime(say(common_, "{}，每次 {} 行", "{}, rows at a time: {}")),
                         codegen::name_of(codegen::this_processor()), lanes));
        const auto fields = std::ranges::count_if(engine.inputs, [](const abi::ColumnInput& one) {
            return one.source == abi::ColumnInput::Source::field;
        });
        line(say(common_, "读", "reads"),
             fmt::format(fmt::runtime(say(common_, "{} 列", "{} columns")), fields));
        if (engine.lists) {
            line(say(common_, "清单", "lists"),
                 fmt::format(
                     fmt::runtime(say(common_, "{} 个数，由 {} 逐笔算出后成列",
                                      "{} figures of {}, made claim by claim, then columns")),
                     engine.lists->figures.size(),
                     list_names(engine.lists->lists, manifest_.vocabulary)));
        }
        if (engine.accounts) {
            line(say(common_, "账户", "accounts"),
                 fmt::format(fmt::runtime(say(common_,
                                              "{} 个，每人 {} 字节；同一人的就诊在一起，按"
                                              "结算日期和编号先后",
                                              "{}, {} bytes a person; the claims of a person "
                                              "together, by settlement date and number")),
                             engine.accounts->accounts.size(), engine.accounts->size));
        } else {
            line(say(common_, "账户", "accounts"),
                 say(common_, "没有；就诊不分先后", "none; claims in any order"));
        }
        line(say(common_, "逐笔", "one by one"),
             engine.accounts
                 ? say(common_, "冲正、有故障和要细看的就诊，以及同一人的其他就诊",
                       "reversals, claims that fault or need a closer look, and the other claims "
                       "of their people")
                 : say(common_, "冲正、有故障和要细看的就诊",
                       "reversals, and claims that fault or need a closer look"));
    }

    const ir::Program& program_;
    const abi::Manifest& manifest_;
    const Common& common_;
    const SettleOptions& options_;
    std::string text_;
};

}  // namespace

std::string why_no_columns(const driver::NoColumns& why, const Common& common) {
    if (!why.obstacle) {
        return why.error;
    }
    return fmt::format("{} {}",
                       why.obstacle->quantity.empty() ? say(common, "结算", "the settlement")
                                                      : why.obstacle->quantity,
                       obstacle_words(why.obstacle->why, common));
}

std::string plan_text(const ir::Program& program, const abi::Manifest& manifest,
                      const SettleOptions& options) {
    return Plan(program, manifest, options).text();
}

}  // namespace pol::tool
