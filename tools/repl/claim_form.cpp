#include "tools/repl/claim_form.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/source/nearest.h"
#include "runtime/value/money.h"
#include "tools/repl/values.h"

namespace pol::repl {
namespace {

/// Fills one claim from what was said.
class Filling {
  public:
    Filling(const abi::Vocabulary& vocabulary, claims::TextTable& texts, claims::Lang lang)
        : v_(vocabulary), texts_(texts), lang_(lang), zh_(lang == claims::Lang::zh) {}

    Made run(const std::map<std::string, std::string>& given, const std::string& number) {
        claim_.line = 1;
        claim_.values.assign(v_.fields.size(), 0);
        claim_.present.assign(v_.fields.size(), 0);
        claim_.lists.resize(v_.lists.size());
        for (std::size_t f = 0; f < v_.fields.size(); ++f) {
            const auto at = given.find(v_.fields[f].name);
            if (at != given.end()) {
                scalar(at->second, v_.fields[f], claim_.values[f], claim_.present[f]);
            }
        }
        for (std::size_t l = 0; l < v_.lists.size(); ++l) {
            const auto at = given.find(v_.lists[l].name);
            if (at != given.end()) {
                list(at->second, l);
            }
        }
        identity(number);
        total();
        const bool is_right = made_.wrong.empty();
        defaults();
        if (!made_.wrong.empty()) {
            made_.so_far = is_right ? std::optional(std::move(claim_)) : std::nullopt;
            return std::move(made_);
        }
        made_.claim = std::move(claim_);
        return std::move(made_);
    }

  private:
    void scalar(const std::string& text, const abi::Field& field, std::int64_t& value,
                std::uint8_t& present) {
        const auto read = parse_value(text, field, v_, texts_, lang_);
        if (!read) {
            made_.wrong.push_back(fmt::format("{} = {}: {}", field.name, text, read.error()));
            return;
        }
        present = *read ? 1 : 0;
        value = read->value_or(0);
    }

    void list(const std::string& text, std::size_t l) {
        const auto elements = parse_list(text, lang_);
        if (!elements) {
            made_.wrong.push_back(fmt::format("{}: {}", v_.lists[l].name, elements.error()));
            return;
        }
        claims::ListValues& values = claim_.lists[l];
        for (const Element& element : *elements) {
            ++values.count;
            for (const abi::Field& field : v_.lists[l].fields) {
                values.values.push_back(0);
                values.present.push_back(0);
                for (const auto& [name, value] : element) {
                    if (name == field.name || name == field.external) {
                        scalar(value, field, values.values.back(), values.present.back());
                    }
                }
            }
        }
    }

    // Who and which settlement, where it was not said.
    void identity(const std::string& number) {
        const auto text = [&](std::string_view external, const std::string& otherwise) {
            const auto f = v_.field(external);
            if (f && claim_.present[*f] == 0) {
                claim_.values[*f] = texts_.intern(otherwise);
                claim_.present[*f] = 1;
            }
            return f ? texts_[claim_.values[*f]] : otherwise;
        };
        claim_.setl_id = text(v_.number(), number);
        claim_.psn_no = text("psn_no", "P1");
    }

    void total() {
        std::int64_t sum = 0;
        bool any = false;
        const auto lines = v_.list("feedetail");
        if (lines && claim_.lists[*lines].count > 0) {
            const auto& fields = v_.lists[*lines].fields;
            const claims::ListValues& values = claim_.lists[*lines];
            for (std::size_t at = 0; at < values.values.size(); ++at) {
                sum += fields[at % fields.size()].external == "det_item_fee_sumamt"
                           ? values.values[at]
                           : 0;
            }
            any = true;
        } else {
            for (const std::string_view part : abi::kPartFields) {
                if (const auto f = v_.field(part)) {
                    any = any || claim_.present[*f] != 0;
                    sum += claim_.present[*f] != 0 ? claim_.values[*f] : 0;
                }
            }
            for (const std::string_view part : abi::kPartFields) {
                if (const auto f = v_.field(part); f && any) {
                    claim_.present[*f] = 1;
                }
            }
        }
        const auto total = v_.field("medfee_sumamt");
        if (!total || !any) {
            return;
        }
        if (claim_.present[*total] != 0 && claim_.values[*total] != sum) {
            made_.wrong.push_back(
                zh_ ? fmt::format("{} 应是各部分之和 {}，给的是 {}", v_.fields[*total].name,
                                  format_fen(sum), format_fen(claim_.values[*total]))
                    : fmt::format("{} should be the sum of its parts, {}, and is {}",
                                  v_.fields[*total].name, format_fen(sum),
                                  format_fen(claim_.values[*total])));
        }
        claim_.values[*total] = sum;
        claim_.present[*total] = 1;
    }

    void apply(const abi::Field& field, std::int64_t& value, std::uint8_t& present) const {
        if (present == 0 && field.fallback.kind == abi::Default::Kind::value) {
            present = 1;
            value = field.fallback.value;
        }
        if (present == 0 && field.fallback.kind == abi::Default::Kind::field) {
            const auto other = static_cast<std::size_t>(field.fallback.value);
            present = claim_.present[other];
            value = claim_.values[other];
        }
    }

    void defaults() {
        std::string missing;
        for (std::size_t f = 0; f < v_.fields.size(); ++f) {
            const abi::Field& field = v_.fields[f];
            apply(field, claim_.values[f], claim_.present[f]);
            if (claim_.present[f] == 0 && field.required) {
                missing += missing.empty() ? "" : zh_ ? "、" : ", ";
                // A total is the sum of parts that are yet to be said.
                missing += field.external == "medfee_sumamt" ? "政策范围内金额" : field.name;
            }
        }
        for (std::size_t l = 0; l < v_.lists.size(); ++l) {
            const auto& fields = v_.lists[l].fields;
            claims::ListValues& values = claim_.lists[l];
            for (std::size_t at = 0; at < values.values.size(); ++at) {
                const abi::Field& field = fields[at % fields.size()];
                apply(field, values.values[at], values.present[at]);
                if (values.present[at] == 0 && field.required) {
                    missing += fmt::format("{}{}.{}",
                                           missing.empty() ? ""
                                           : zh_           ? "、"
                                                           : ", ",
                                           v_.lists[l].name, field.name);
                }
            }
        }
        if (!missing.empty()) {
            made_.wrong.push_back((zh_ ? "还缺：" : "still missing: ") + missing);
        }
    }

    const abi::Vocabulary& v_;
    claims::TextTable& texts_;
    claims::Lang lang_;
    bool zh_;
    claims::Claim claim_;
    Made made_;
};

// 备案.类别 stands in the record 备案; a plain field in none.
std::pair<std::string, std::string> parts_of(const std::string& name) {
    const std::size_t dot = name.find('.');
    return dot == std::string::npos
               ? std::pair<std::string, std::string>{"", name}
               : std::pair<std::string, std::string>{name.substr(0, dot), name.substr(dot + 1)};
}

std::vector<std::string> field_names(const abi::Vocabulary& vocabulary) {
    std::vector<std::string> names;
    for (const abi::Field& field : vocabulary.fields) {
        names.push_back(field.name);
        names.push_back(field.external);
    }
    for (const abi::ListField& list : vocabulary.lists) {
        names.push_back(list.name);
        names.push_back(list.external);
    }
    return names;
}

}  // namespace

std::string no_such_field(const abi::Vocabulary& vocabulary, std::string_view name,
                          claims::Lang lang) {
    const bool zh = lang == claims::Lang::zh;
    if (vocabulary.fields.empty()) {
        return zh ? "这些政策没有就诊的字段：在第一行 模块 … 下面写 引用 国家.结算"
                  : "these policies have no fields of a claim: write 引用 国家.结算 below the "
                    "first "
                    "line, 模块 …";
    }
    const std::string near = nearest(std::string(name), field_names(vocabulary));
    std::string text = zh ? "没有这个字段" : "there is no such field";
    text += near.empty()
                ? ""
                : fmt::format(fmt::runtime(zh ? "，是 {} 吗？" : "; did you mean {}?"), near);
    return text;
}

const abi::Field* find_field(const abi::Vocabulary& vocabulary, std::string_view name) {
    for (const abi::Field& field : vocabulary.fields) {
        if (field.name == name || field.external == name) {
            return &field;
        }
    }
    return nullptr;
}

const abi::ListField* find_list(const abi::Vocabulary& vocabulary, std::string_view name) {
    for (const abi::ListField& list : vocabulary.lists) {
        if (list.name == name || list.external == name) {
            return &list;
        }
    }
    return nullptr;
}

std::string ClaimForm::set(std::string_view name, std::string_view value,
                           const abi::Vocabulary& vocabulary, claims::Lang lang) {
    claims::TextTable scratch(std::vector<std::string>{});
    const bool zh = lang == claims::Lang::zh;
    if (const abi::Field* field = find_field(vocabulary, name)) {
        const auto read = parse_value(value, *field, vocabulary, scratch, lang);
        if (!read) {
            return read.error();
        }
        given_[field->name] = *read ? written(**read, *field, vocabulary, scratch) : "无";
        return "";
    }
    const abi::ListField* list = find_list(vocabulary, name);
    if (list == nullptr) {
        return zh ? "没有这个字段" : "there is no such field";
    }
    const auto elements = parse_list(value, lang);
    if (!elements) {
        return elements.error();
    }
    std::string text;
    for (const Element& element : *elements) {
        std::string fields;
        for (const auto& [own, typed] : element) {
            const auto at =
                std::find_if(list->fields.begin(), list->fields.end(), [&](const abi::Field& f) {
                    return f.name == own || f.external == own;
                });
            if (at == list->fields.end()) {
                return own + (zh ? ": 没有这个字段" : ": there is no such field");
            }
            const auto read = parse_value(typed, *at, vocabulary, scratch, lang);
            if (!read) {
                return own + ": " + read.error();
            }
            if (*read) {
                fields += fmt::format("{}{}: {}", fields.empty() ? "" : ", ", at->name,
                                      written(**read, *at, vocabulary, scratch));
            }
        }
        text += fmt::format("{}{{ {} }}", text.empty() ? "" : ", ", fields);
    }
    given_[list->name] = "[" + text + "]";
    return "";
}

void ClaimForm::take(const claims::Claim& claim, const abi::Vocabulary& vocabulary,
                     const claims::TextTable& texts) {
    given_.clear();
    for (std::size_t f = 0; f < vocabulary.fields.size(); ++f) {
        const abi::Field& field = vocabulary.fields[f];
        const abi::Default& usual = field.fallback;
        const bool is_default =
            (usual.kind == abi::Default::Kind::value && claim.values[f] == usual.value) ||
            (usual.kind == abi::Default::Kind::field &&
             claim.values[f] == claim.values[static_cast<std::size_t>(usual.value)]);
        if (claim.present[f] != 0 && !is_default && field.external != vocabulary.number() &&
            field.external != "medfee_sumamt") {
            given_[field.name] = written(claim.values[f], field, vocabulary, texts);
        }
    }
    for (std::size_t l = 0; l < vocabulary.lists.size(); ++l) {
        const auto& fields = vocabulary.lists[l].fields;
        const claims::ListValues& values = claim.lists[l];
        std::string text;
        for (std::size_t at = 0; at < values.values.size(); at += fields.size()) {
            std::string element;
            for (std::size_t f = 0; f < fields.size(); ++f) {
                if (values.present[at + f] != 0) {
                    element +=
                        fmt::format("{}{}: {}", element.empty() ? "" : ", ", fields[f].name,
                                    written(values.values[at + f], fields[f], vocabulary, texts));
                }
            }
            text += fmt::format("{}{{ {} }}", text.empty() ? "" : ", ", element);
        }
        if (values.count > 0) {
            given_[vocabulary.lists[l].name] = "[" + text + "]";
        }
    }
}

Made ClaimForm::make(const abi::Vocabulary& vocabulary, claims::TextTable& texts,
                     const std::string& number, claims::Lang lang) const {
    return Filling(vocabulary, texts, lang).run(given_, number);
}

std::vector<std::pair<std::string, std::string>>
ClaimForm::given(const abi::Vocabulary& vocabulary) const {
    std::vector<std::pair<std::string, std::string>> list;
    const auto add = [&](const std::string& name) {
        if (const auto at = given_.find(name); at != given_.end()) {
            list.emplace_back(at->first, at->second);
        }
    };
    for (const abi::Field& field : vocabulary.fields) {
        add(field.name);
    }
    for (const abi::ListField& each : vocabulary.lists) {
        add(each.name);
    }
    return list;
}

std::string ClaimForm::as_record(const abi::Vocabulary& vocabulary, std::string_view indent) const {
    std::string out;
    std::vector<std::pair<std::string, std::string>> nested;  ///< record and its fields so far
    for (const auto& [name, value] : given(vocabulary)) {
        const auto [record, field] = parts_of(name);
        // A test names its claims and persons itself.
        const abi::Field* known = find_field(vocabulary, name);
        if (known != nullptr &&
            (known->external == vocabulary.number() || known->external == "psn_no")) {
            continue;
        }
        if (record.empty()) {
            out += fmt::format("{}{}: {}\n", indent, field, value);
            continue;
        }
        auto at = std::find_if(nested.begin(), nested.end(),
                               [&](const auto& n) { return n.first == record; });
        if (at == nested.end()) {
            nested.emplace_back(record, "");
            at = std::prev(nested.end());
        }
        at->second += fmt::format("{}{}: {}", at->second.empty() ? "" : ", ", field, value);
    }
    for (const auto& [record, fields] : nested) {
        out += fmt::format("{}{}: {{ {} }}\n", indent, record, fields);
    }
    return out;
}

}  // namespace pol::repl
