#include "compiler/resolve/readings.h"

#include <algorithm>

#include "compiler/resolve/changes.h"

namespace pol::resolve {
namespace {

using namespace syntax;

template <class F>
void each_reading(const Tree& tree, F f) {
    for (const File& file : tree.files) {
        for (const Decl& decl : file.decls) {
            if (const auto* reading = std::get_if<ReadingDecl>(&decl.node)) {
                f(*reading);
            }
        }
    }
}

class Taker {
  public:
    Taker(Tree& tree, const Scopes& scopes, const Selection& selection, Diagnostics& diagnostics)
        : tree_(tree), scopes_(scopes), selection_(selection), diagnostics_(diagnostics) {}

    std::vector<PendingChange> run() {
        for (FileIndex f = 0; f < tree_.files.size(); ++f) {
            for (Decl& decl : tree_.files[f].decls) {
                if (auto* reading = std::get_if<ReadingDecl>(&decl.node)) {
                    take(*reading, f);
                }
            }
        }
        return std::move(pending_);
    }

  private:
    void take(ReadingDecl& reading, FileIndex file) {
        auto& options = reading.options;
        const auto adopted = [](const ReadingOption& o) { return o.adopted; };
        if (std::count_if(options.begin(), options.end(), adopted) != 1) {
            diagnostics_.add(Code::E0210_adopt_one, reading.name.span, {reading.name.text});
        }
        auto option = std::find_if(options.begin(), options.end(), adopted);
        if (const auto wanted = selection_.find(reading.name.text); wanted != selection_.end()) {
            option = std::find_if(options.begin(), options.end(), [&](const ReadingOption& o) {
                return o.name.text == wanted->second;
            });
        }
        if (option == options.end()) {
            return;
        }
        ReadingOption taken = std::move(*option);
        options.erase(option);
        reading.others = std::move(options);
        options.clear();
        for (ChangeItem& item : taken.changes) {
            if (!outside_benefits(item, file)) {
                pending_.push_back({std::move(item), file});
            }
        }
        taken.changes.clear();
        options.push_back(std::move(taken));
    }

    // A definition, a shared tier's clause or an allowance.
    bool outside_benefits(const ChangeItem& item, FileIndex file) {
        const auto* change = std::get_if<Change>(&item.node);
        if (change == nullptr) {
            return false;
        }
        const auto& parts = change->path.parts;
        const auto named = [&](const Name& name) { return name.text == parts[0].text; };
        if (parts.size() == 1) {
            if (auto* define = find_decl<DefineDecl>(
                    tree_, scopes_, file, [&](const auto& d) { return named(d.name); })) {
                return said_anew(*change, [&] {
                    define->value = change->value;
                    define->cases.clear();
                });
            }
            if (auto* allowance = find_decl<AllowanceDecl>(
                    tree_, scopes_, file, [&](const auto& d) { return named(d.name); })) {
                return said_anew(*change, [&] {
                    allowance->amount = *change->value;
                    if (!change->each.empty()) {
                        allowance->each = change->each;
                    }
                });
            }
            return false;
        }
        auto* tier = find_decl<TierDecl>(tree_, scopes_, file, [&](const TierDecl& t) {
            const std::size_t length = t.second ? 2 : 1;
            return named(t.fund) && parts.size() == length + 1 &&
                   (!t.second || t.second->text == parts[1].text);
        });
        if (tier == nullptr) {
            return false;
        }
        const ChangeSite site{std::nullopt, "", allowances_seen(tree_, scopes_, file)};
        apply(tree_, *tier, parts.back(), *change, site, diagnostics_);
        return true;
    }

    template <class F>
    bool said_anew(const Change& change, F say) {
        if (change.verb == Verb::set && change.value) {
            say();
        } else {
            diagnostics_.add(Code::E0212_verb_unfit, change.span, {change.path.text()})
                .hint(Note::verbs_are, {std::string("为")});
        }
        return true;
    }

    Tree& tree_;
    const Scopes& scopes_;
    const Selection& selection_;
    Diagnostics& diagnostics_;
    std::vector<PendingChange> pending_;
};

}  // namespace

std::vector<Selection> other_selections(const Tree& tree) {
    std::vector<Selection> list;
    each_reading(tree, [&](const ReadingDecl& reading) {
        for (const ReadingOption& option : reading.options) {
            if (!option.adopted) {
                list.push_back({{reading.name.text, option.name.text}});
            }
        }
    });
    return list;
}

std::map<std::string, std::vector<std::string>> readings_of(const Tree& tree) {
    std::map<std::string, std::vector<std::string>> all;
    each_reading(tree, [&](const ReadingDecl& reading) {
        auto& names = all[reading.name.text];
        for (const ReadingOption& option : reading.options) {
            names.insert(option.adopted ? names.begin() : names.end(), option.name.text);
        }
    });
    return all;
}

std::vector<PendingChange> take_readings(Tree& tree, const Scopes& scopes,
                                         const Selection& selection, Diagnostics& diagnostics) {
    return Taker(tree, scopes, selection, diagnostics).run();
}

}  // namespace pol::resolve
