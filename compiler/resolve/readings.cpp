#include "compiler/resolve/readings.h"

#include <algorithm>

namespace pol::resolve {
namespace {

using namespace syntax;

std::string module_of(const File& file) {
    for (const Decl& decl : file.decls) {
        if (const auto* m = std::get_if<ModuleDecl>(&decl.node)) {
            return m->path.text();
        }
    }
    return {};
}

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

class Applier {
  public:
    Applier(Tree& tree, const Selection& selection, Diagnostics& diagnostics)
        : tree_(tree), selection_(selection), diagnostics_(diagnostics) {}

    void run() {
        for (File& file : tree_.files) {
            for (Decl& decl : file.decls) {
                if (auto* reading = std::get_if<ReadingDecl>(&decl.node)) {
                    take(*reading, module_of(file));
                }
            }
        }
    }

  private:
    void take(ReadingDecl& reading, const std::string& module) {
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
        for (const Change& change : option->changes) {
            apply(change, module);
        }
        ReadingOption taken = std::move(*option);
        options.clear();
        options.push_back(std::move(taken));
    }

    void apply(const Change& change, const std::string& module) {
        for (File& file : tree_.files) {
            if (module_of(file) != module) {
                continue;
            }
            for (Decl& decl : file.decls) {
                if (change_define(decl, change) || change_clause(decl, change)) {
                    return;
                }
            }
        }
        diagnostics_.add(Code::E0211_nothing_to_change, change.path.span, {change.path.text()});
    }

    static bool change_define(Decl& decl, const Change& change) {
        auto* define = std::get_if<DefineDecl>(&decl.node);
        if (define == nullptr || change.path.parts.size() != 1 ||
            define->name.text != change.path.parts[0].text) {
            return false;
        }
        define->value = change.value;
        define->cases.clear();
        return true;
    }

    // 门诊慢特病.统筹基金.封顶: benefit, tier, clause.
    static bool change_clause(Decl& decl, const Change& change) {
        auto* benefit = std::get_if<BenefitDecl>(&decl.node);
        const auto& parts = change.path.parts;
        if (benefit == nullptr || parts.size() < 3 || benefit->name.text != parts[0].text) {
            return false;
        }
        for (BenefitItem& item : benefit->items) {
            auto* tier = std::get_if<TierDecl>(&item.node);
            if (tier == nullptr || tier->fund.text != parts[1].text) {
                continue;
            }
            const bool second = tier->second.has_value();
            if (parts.size() != (second ? 4U : 3U) ||
                (second && tier->second->text != parts[2].text)) {
                continue;
            }
            return change_tier(*tier, parts.back().text, change);
        }
        return false;
    }

    static bool change_tier(TierDecl& tier, const std::string& clause, const Change& change) {
        const auto is = [&](const char* zh, const char* en) {
            return clause == zh || clause == en;
        };
        const auto replace = [&](auto made) {
            made.cites = change.cites;
            for (TierClause& c : tier.clauses) {
                if (auto* old = std::get_if<decltype(made)>(&c.node)) {
                    if (made.cites.empty()) {
                        made.cites = old->cites;
                    }
                    c = {std::move(made), change.span};
                    return;
                }
            }
            tier.clauses.push_back({std::move(made), change.span});
        };
        if (is("基数", "base")) {
            replace(BaseClause{change.value, {}});
        } else if (is("起付", "deduct")) {
            replace(DeductClause{change.value, change.each, {}});
        } else if (is("比例", "rate")) {
            replace(RateClause{change.value, {}});
        } else if (is("封顶", "limit")) {
            replace(LimitClause{change.value, change.each, {}, change.looks});
        } else {
            return false;
        }
        return true;
    }

    Tree& tree_;
    const Selection& selection_;
    Diagnostics& diagnostics_;
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

void apply_readings(Tree& tree, const Selection& selection, Diagnostics& diagnostics) {
    Applier(tree, selection, diagnostics).run();
}

}  // namespace pol::resolve
