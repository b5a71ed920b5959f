#include "compiler/driver/selection.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace pol::driver {
namespace {

std::string listed(const std::vector<std::string>& names, const char* between) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : between) + name;
    }
    return text;
}

// The option of a reading that is selected, or null.
const syntax::ReadingOption* selected(const syntax::Decl& decl,
                                      const resolve::Selection& selection) {
    const auto* reading = std::get_if<syntax::ReadingDecl>(&decl.node);
    const auto wanted = reading == nullptr ? selection.end() : selection.find(reading->name.text);
    if (wanted == selection.end()) {
        return nullptr;
    }
    for (const syntax::ReadingOption& option : reading->options) {
        if (option.name.text == wanted->second) {
            return &option;
        }
    }
    return nullptr;
}

}  // namespace

// Tests are of the text as it is adopted: another option has other figures, and other accounts.
void drop_tests(syntax::Tree& tree) {
    for (syntax::File& file : tree.files) {
        std::erase_if(file.decls, [](const syntax::Decl& decl) {
            return std::holds_alternative<syntax::TestDecl>(decl.node);
        });
    }
}

bool takes_another(const Readings& readings, const resolve::Selection& selection) {
    return std::any_of(selection.begin(), selection.end(), [&](const auto& wanted) {
        const auto known = readings.find(wanted.first);
        return known != readings.end() && !known->second.empty() &&
               known->second.front() != wanted.second;
    });
}

// A reading or an option that the policies do not have; the message says which there are.
std::optional<Error> no_such_option(const Readings& known_readings,
                                    const resolve::Selection& selection) {
    std::vector<std::string> readings;
    for (const auto& [name, options] : known_readings) {
        readings.push_back(name);
    }
    for (const auto& [reading, option] : selection) {
        const auto known = known_readings.find(reading);
        const bool is_known = known != known_readings.end();
        if (is_known && std::ranges::count(known->second, option) > 0) {
            continue;
        }
        const std::vector<std::string>& names = is_known ? known->second : readings;
        const std::string call = fmt::format("--reading {}={}", reading, option);
        if (names.empty()) {
            return Error{call + ": the policies have no readings", call + ": 政策里没有口径"};
        }
        return Error{
            call + (is_known ? ": no such option; there are: " : ": no such reading; there are: ") +
                listed(names, ", "),
            call + (is_known ? ": 没有这种答案，有的是：" : ": 没有这个口径，有的是：") +
                listed(names, "、")};
    }
    return std::nullopt;
}

// Options that change one clause cannot be taken together: one would silently undo the other.
std::optional<Error> clash_of(const syntax::Tree& tree, const resolve::Selection& selection) {
    std::map<std::string, std::string> changed_by;  // by the clause
    for (const syntax::File& file : tree.files) {
        for (const syntax::Decl& decl : file.decls) {
            const syntax::ReadingOption* option = selected(decl, selection);
            if (option == nullptr) {
                continue;
            }
            const std::string& reading = std::get<syntax::ReadingDecl>(decl.node).name.text;
            for (const syntax::ChangeItem& item : option->changes) {
                const auto* change = std::get_if<syntax::Change>(&item.node);
                if (change == nullptr || change->verb != syntax::Verb::set) {
                    continue;
                }
                const std::string clause = change->path.text();
                const auto [first, is_new] = changed_by.emplace(clause, reading);
                if (!is_new && first->second != reading) {
                    const std::string call = "--reading " + reading;
                    return Error{
                        fmt::format("{}: changes {}, as {} does", call, clause, first->second),
                        fmt::format("{}: 改的是 {}，{} 也改它，不能同时另选", call, clause,
                                    first->second)};
                }
            }
        }
    }
    return std::nullopt;
}

}  // namespace pol::driver
