#include "tools/pol/fault_report.h"

#include <cstdio>

#include <fmt/format.h>

namespace pol::tool {
namespace {

constexpr std::size_t kAlike = 100;

/// `feedetail[2].pric` without the number.
std::string field_of(const std::string& path) {
    std::string field;
    bool is_number = false;
    for (const char c : path) {
        is_number = c == '[' || (is_number && c != ']');
        if (!is_number || c == '[') {
            field += c;
        }
    }
    return field;
}

}  // namespace

void FaultReport::add(std::size_t line, const claims::Settled& settled) {
    ++faulted_;
    for (const claims::ClaimFault& fault : settled.faults) {
        if (++alike_[{fault.code, field_of(fault.field)}] <= kAlike) {
            text_ += fmt::format("{}:{}: {}{}{}\n", file_, line, settled.setl_id,
                                 settled.setl_id.empty() ? "" : ": ", fault.text);
        }
    }
}

void FaultReport::print() {
    fmt::print(stderr, "{}", text_);
    text_.clear();
}

int FaultReport::finish(std::size_t all) {
    for (const auto& [kind, count] : alike_) {
        if (count > kAlike) {
            text_ += fmt::format(fmt::runtime(say(common_, "{}：还有 {} 处 {}{}{}，见各笔结算\n",
                                                  "{}: and {} more of {}{}{}, as each settlement "
                                                  "tells\n")),
                                 file_, count - kAlike, name_of(kind.first),
                                 kind.second.empty() ? "" : " ", kind.second);
        }
    }
    if (faulted_ > 0) {
        text_ += fmt::format(fmt::runtime(say(common_, "{} 笔中有 {} 笔不能结算\n",
                                              "of {} claims {} could not be settled\n")),
                             all, faulted_);
    }
    print();
    return faulted_ == 0 ? kGood : kMistakes;
}

}  // namespace pol::tool
