#include "tools/pol/places.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "compiler/driver/pairs.h"
#include "runtime/value/text.h"

namespace pol::tool {
namespace {

using check::Coverage;

std::string names_of(const std::vector<Coverage>& all, Coverage::Kind kind, const Common& common) {
    std::string names;
    for (const Coverage& one : all) {
        if (one.kind == kind) {
            names += (names.empty() ? "" : say(common, "、", ", ")) + one.care;
        }
    }
    return names;
}

template <class... Args>
std::string text(const Common& common, const char* zh, const char* en, const Args&... args) {
    return fmt::format(fmt::runtime(say(common, zh, en)), args...);
}

// A line of a place, or of a pair: which kinds of care have no benefit at all, and which in part.
std::string summary(const std::vector<Coverage>& all, const Common& common) {
    const std::string none = names_of(all, Coverage::Kind::none, common);
    const std::string part = names_of(all, Coverage::Kind::in_part, common);
    const std::string open = names_of(all, Coverage::Kind::undecided, common);
    std::vector<std::string> words;
    if (!none.empty()) {
        words.push_back(text(common, "没有待遇：{}", "no benefit: {}", none));
    }
    if (!part.empty()) {
        words.push_back(text(common, "部分没有待遇：{}", "no benefit in part: {}", part));
    }
    if (!open.empty()) {
        words.push_back(text(common, "看不出：{}", "not decided: {}", open));
    }
    if (words.empty()) {
        words.emplace_back(say(common, "都有待遇", "all have a benefit"));
    }
    return fmt::format("{}", fmt::join(words, say(common, "；", "; ")));
}

std::string details(const std::vector<Coverage>& all, const Common& common) {
    std::string out;
    for (const Coverage& one : all) {
        switch (one.kind) {
        case Coverage::Kind::covered:
            out += text(common, "  {}  都有待遇\n", "  {}  always a benefit\n", one.care);
            break;
        case Coverage::Kind::in_part:
            out += text(common, "  {}  部分没有待遇，例如：{}\n",
                        "  {}  no benefit in part, for example: {}\n", one.care, one.claim);
            break;
        case Coverage::Kind::none:
            out += text(common, "  {}  没有待遇，例如：{}\n", "  {}  no benefit, for example: {}\n",
                        one.care, one.claim);
            break;
        case Coverage::Kind::undecided:
            out += text(common, "  {}  看不出\n", "  {}  not decided\n", one.care);
            break;
        }
    }
    return out;
}

bool lacks_something(const driver::Pair& pair) {
    return pair.standard || !pair.parts.empty() || !pair.fields.empty() ||
           std::ranges::all_of(
               *pair.care, [](const Coverage& one) { return one.kind == Coverage::Kind::none; });
}

// By what is lacking, the benefits that ask for it.
std::map<std::string, std::string> grouped(const std::vector<driver::Lack>& all,
                                           const Common& common) {
    std::map<std::string, std::string> list;
    for (const driver::Lack& lack : all) {
        std::string& names = list[lack.what];
        names += (names.empty() ? "" : say(common, "、", ", ")) + lack.benefit;
    }
    return list;
}

std::string pair_details(const driver::Pair& pair, const Common& common) {
    std::string out = text(common, "{} 参保、{} 就医\n", "insured at {}, treated at {}\n",
                           pair.insured.name, pair.treated.name);
    if (pair.standard) {
        out += text(common, "  {} 没有自己的目录，按“{}”\n",
                    "  {} has no catalogue of its own: “{}” counts\n", pair.treated.name,
                    pair.catalogue);
    } else {
        out += text(common, "  目录：{}\n", "  catalogue: {}\n", pair.catalogue);
    }
    for (const auto& [what, benefits] : grouped(pair.parts, common)) {
        out += text(common, "  这个目录没有 {}，总是零；用到它的待遇：{}\n",
                    "  this catalogue never sets {}; asked for by: {}\n", what, benefits);
    }
    for (const auto& [what, benefits] : grouped(pair.fields, common)) {
        out += text(common, "  只有参保地的就诊有字段 {}；用到它的待遇：{}\n",
                    "  {}, a field of the place of insurance alone; asked for by: {}\n", what,
                    benefits);
    }
    return out + "  " + summary(*pair.care, common) + "\n";
}

// As JSON, on one line.
std::string list_of(const std::vector<std::string>& items) {
    return fmt::format("[{}]", fmt::join(items, ","));
}

std::string json_of(const std::vector<Coverage>& all) {
    std::vector<std::string> list;
    for (const Coverage& one : all) {
        const char* answer = one.kind == Coverage::Kind::covered   ? "covered"
                             : one.kind == Coverage::Kind::in_part ? "in_part"
                             : one.kind == Coverage::Kind::none    ? "none"
                                                                   : "undecided";
        std::string care =
            fmt::format(R"({{"care":{},"benefit":"{}")", json_text(one.care), answer);
        if (!one.claim.empty()) {
            care += R"(,"example":)" + json_text(one.claim);
        }
        list.push_back(care + "}");
    }
    return list_of(list);
}

std::string json_of(const std::vector<driver::Lack>& all) {
    std::vector<std::string> list;
    list.reserve(all.size());
    for (const driver::Lack& lack : all) {
        list.push_back(fmt::format(R"({{"what":{},"benefit":{}}})", json_text(lack.what),
                                   json_text(lack.benefit)));
    }
    return list_of(list);
}

}  // namespace

std::string place_notices_json(const driver::Compilation& compilation, const PlaceDetail& detail) {
    std::string out;
    if (!compilation.program || !(detail.uncovered || detail.pairs)) {
        return out;
    }
    check::Coverages coverages(*compilation.program);
    for (const driver::LoadedPlace& place : driver::loaded_places(compilation)) {
        if (place.insures && detail.uncovered) {
            out += fmt::format(R"({{"severity":"notice","kind":"place","insured":{},"care":{}}})",
                               json_text(place.name),
                               json_of(coverages.of(place.division, std::nullopt)));
            out += "\n";
        }
    }
    if (!detail.pairs) {
        return out;
    }
    driver::for_each_pair(compilation, coverages, [&](const driver::Pair& pair) {
        out += fmt::format(
            R"({{"severity":"notice","kind":"pair","insured":{},"treated":{},"catalogue":{},)"
            R"("own_catalogue":{},"parts_never_set":{},"fields_of_insured_only":{},"care":{}}})",
            json_text(pair.insured.name), json_text(pair.treated.name), json_text(pair.catalogue),
            !pair.standard, json_of(pair.parts), json_of(pair.fields), json_of(*pair.care));
        out += "\n";
    });
    return out;
}

std::string place_notices(const driver::Compilation& compilation, const PlaceDetail& detail,
                          const Common& common) {
    std::string out;
    if (!compilation.program) {
        return out;
    }
    check::Coverages coverages(*compilation.program);
    for (const driver::LoadedPlace& place : driver::loaded_places(compilation)) {
        if (!place.insures) {
            continue;
        }
        const auto care = coverages.of(place.division, std::nullopt);
        out += fmt::format("{}: {}\n", place.name, summary(care, common));
        out += detail.uncovered ? details(care, common) : "";
    }
    std::size_t count = 0;
    std::size_t lacking = 0;
    std::string list;
    driver::for_each_pair(compilation, coverages, [&](const driver::Pair& pair) {
        ++count;
        lacking += lacks_something(pair) ? 1U : 0U;
        list += detail.pairs ? pair_details(pair, common) : "";
    });
    if (count == 0) {
        return out;
    }
    out += text(common, "异地：{} 对参保地和就医地，{} 对缺东西{}\n",
                "pairs: {} of a place of insurance and one of care, {} lack something{}\n", count,
                lacking,
                detail.pairs || lacking == 0 ? "" : say(common, "，见 --pairs", "; see --pairs"));
    return out + list;
}

}  // namespace pol::tool
