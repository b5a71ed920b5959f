// Filings: benefits without tiers over a record that is no claim. Each such record is typed in a
// pass of its own, in which it stands for the claim; a definition means the record at hand.
#include <algorithm>

#include "compiler/syntax/walk.h"
#include "compiler/types/checker.h"
#include "runtime/value/overloaded.h"

namespace pol::types {

using namespace syntax;

namespace {

constexpr const char* kPlaceField = "insuplc_admdvs";

const RecordDecl* record_in(const resolve::Names& names, resolve::ModuleIndex module,
                            const std::string& name) {
    const resolve::Symbol* found = names.find(module, name);
    const auto* record =
        found == nullptr ? nullptr : std::get_if<const RecordDecl*>(&found->declared);
    return record == nullptr ? nullptr : *record;
}

}  // namespace

std::vector<const RecordDecl*> filed_records(const resolve::Names& names) {
    std::vector<const RecordDecl*> records;
    for (resolve::ModuleIndex m = 0; m < names.modules.size(); ++m) {
        for (const File* file : names.modules[m].files) {
            for (const Decl& decl : file->decls) {
                const auto* filing = std::get_if<FilingDecl>(&decl.node);
                const RecordDecl* record =
                    filing == nullptr ? nullptr : record_in(names, m, filing->record.text);
                if (record != nullptr && record->name.text != kClaimRecord &&
                    std::find(records.begin(), records.end(), record) == records.end()) {
                    records.push_back(record);
                }
            }
        }
    }
    return records;
}

const RecordDecl* specimen_record(const resolve::Names& names, resolve::ModuleIndex module,
                                  const std::string& name) {
    std::set<const SpecimenDecl*> seen;
    std::string at = name;
    while (true) {
        const resolve::Symbol* found = names.find(module, at);
        if (found == nullptr) {
            return nullptr;
        }
        const auto* specimen = std::get_if<const SpecimenDecl*>(&found->declared);
        if (specimen == nullptr) {
            return record_in(names, module, at);
        }
        if (!seen.insert(*specimen).second) {
            return nullptr;
        }
        at = (*specimen)->base.text;
        module = found->module;
    }
}

// Whether what is made from a specimen, or a record, of this name is of the pass at hand.
bool Checker::is_subject(const std::string& base, resolve::ModuleIndex module) const {
    const RecordDecl* record = specimen_record(names_, module, base);
    if (filed_ != nullptr) {
        return record == filed_;
    }
    const std::vector<const RecordDecl*> filed = filed_records(names_);
    return std::find(filed.begin(), filed.end(), record) == filed.end();
}

// A test is of claims, or of the filings over one record.
bool Checker::is_subject(const TestDecl& test, resolve::ModuleIndex module) {
    const TestClaim* first = nullptr;
    bool own = filed_ == nullptr;
    for (const TestStep& step : test.steps) {
        const auto* claim = std::get_if<TestClaim>(&step.node);
        if (claim == nullptr) {
            continue;
        }
        if (first == nullptr) {
            first = claim;
            own = is_subject(claim->specimen.text, module);
            continue;
        }
        if (is_subject(claim->specimen.text, module) != own) {
            diagnostics_
                .add(Code::E0385_test_of_two_records, claim->specimen.span, {claim->specimen.text})
                .label(first->specimen.span, Note::first_is_here);
            return false;
        }
    }
    return own;
}

// Before the filings' own passes: that each has a record.
void Checker::filing_records() {
    each_decl([&](resolve::ModuleIndex module, const Decl& decl) {
        const auto* filing = std::get_if<FilingDecl>(&decl.node);
        if (filing == nullptr || lost_.contains(filing->record.text)) {
            return;
        }
        const RecordDecl* record = record_in(names_, module, filing->record.text);
        if (record == nullptr || record->name.text == kClaimRecord) {
            diagnostics_.add(Code::E0383_filing_record, filing->record.span,
                             {filing->judged.name.text, filing->record.text});
        }
    });
}

void Checker::declare_filing(const FilingDecl& decl, resolve::ModuleIndex module, Span where) {
    if (record_in(names_, module, decl.record.text) != filed_) {
        return;
    }
    const FieldDecl* first = filed_->fields.empty() ? nullptr : &filed_->fields.front();
    const bool numbered = !typed_.vocabulary.fields.empty() &&
                          typed_.vocabulary.fields.front().kind == abi::Kind::text &&
                          typed_.vocabulary.fields.front().required;
    if (!numbered) {
        diagnostics_.add(Code::E0386_filing_number,
                         first == nullptr ? filed_->name.span : first->name.span,
                         {filed_->name.text});
    }
    if (typed_.modules[module].place && !typed_.vocabulary.field(kPlaceField)) {
        diagnostics_.add(Code::E0387_filing_place, decl.record.span,
                         {filed_->name.text, kPlaceField});
    }
    declare_benefit(decl.judged, module, where);
}

// The date whose text judges a filing, where the filing does not say it: the module's, if the
// record has it, else the only one that must be given.
std::optional<std::uint32_t> Checker::filing_date(const BenefitInfo& info) {
    const AppliesDecl* applies = names_.modules[info.module].applies;
    if (applies != nullptr) {
        const auto found = fields_by_path_.find(applies->field.text());
        if (found != fields_by_path_.end() &&
            typed_.vocabulary.fields[found->second].kind == abi::Kind::date) {
            return found->second;
        }
    }
    std::optional<std::uint32_t> only;
    bool several = false;
    for (std::uint32_t f = 0; f < typed_.vocabulary.fields.size(); ++f) {
        const abi::Field& field = typed_.vocabulary.fields[f];
        if (field.kind == abi::Kind::date && field.required) {
            several = several || only.has_value();
            only = f;
        }
    }
    if (!only || several) {
        diagnostics_
            .add(Code::E0384_filing_date, info.decl->name.span,
                 {info.decl->name.text, filed_->name.text})
            .hint(Note::say_applies);
        return std::nullopt;
    }
    return only;
}

// Definitions and tables that filings ask for, directly or not. Where no claim asks for one too,
// its fields are not the claim's.
void Checker::find_filed() {
    std::vector<std::pair<ExprId, resolve::ModuleIndex>> open;
    const auto push = [&](resolve::ModuleIndex module) {
        return [&open, module](const ExprId& id) { open.emplace_back(id, module); };
    };
    each_decl([&](resolve::ModuleIndex module, const Decl& decl) {
        if (const auto* filing = std::get_if<FilingDecl>(&decl.node)) {
            for (const BenefitItem& item : filing->judged.items) {
                BenefitItem copy = item;
                each_expr(copy, push(module));
            }
        }
    });
    std::set<const ReadingDecl*> readings;
    while (!open.empty()) {
        const auto [id, module] = open.back();
        open.pop_back();
        for (const ExprId part : parts_of(tree_, id)) {
            open.emplace_back(part, module);
        }
        const auto* name = std::get_if<NameExpr>(&tree_[id].node);
        const resolve::Symbol* found = name == nullptr ? nullptr : names_.find(module, name->text);
        if (found == nullptr) {
            continue;
        }
        if (const auto* define = std::get_if<const DefineDecl*>(&found->declared)) {
            if (filed_defines_.insert(*define).second) {
                DefineDecl copy = **define;
                each_expr(copy, push(found->module));
            }
        }
        if (const auto* table = std::get_if<const TableDecl*>(&found->declared)) {
            filed_tables_.insert(*table);
        }
        if (const auto* reading = std::get_if<const ReadingDecl*>(&found->declared)) {
            if (!readings.insert(*reading).second) {
                continue;
            }
            // What an option asks for that is not taken is a filing's too.
            for (const auto* options : {&(*reading)->options, &(*reading)->others}) {
                for (const ReadingOption& option : *options) {
                    if (option.value) {
                        open.emplace_back(*option.value, found->module);
                    }
                }
            }
        }
    }
}

}  // namespace pol::types
