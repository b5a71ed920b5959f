// pol clauses: the clauses of each document, what follows from each in the policies, and how long
// both texts are.
#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <fmt/core.h>
#include <fmt/format.h>

#include "compiler/driver/project.h"
#include "compiler/parse/outline.h"
#include "runtime/value/text.h"
#include "tools/pol/common.h"
#include "tools/pol/grid.h"
#include "tools/pol/terminal.h"

namespace pol::tool {
namespace {

struct Options {
    Common common;
    std::vector<std::string> texts;  ///< NAME=FILE
    std::string format = "table";
};

// A document that policies cite.
struct Document {
    struct Clause {
        std::string clause;
        std::string kind;  ///< empty: the document has no table of clauses, or not this one
        std::vector<std::pair<std::size_t, std::size_t>> cited_by;  ///< file, statement
    };
    const parse::OutlineSource* source = nullptr;
    std::string module;
    std::vector<Clause> clauses;
    std::set<std::string> citing;  ///< modules
    std::size_t policy_characters = 0;
    std::optional<std::size_t> characters;

    // Stands in for a text that is not there yet: what cites nothing else is nobody's rule.
    [[nodiscard]] bool is_illustrative() const {
        return source->title.find("示例") != std::string::npos;
    }
    Clause& clause(const std::string& name) {
        const auto found = std::ranges::find(clauses, name, &Clause::clause);
        return found != clauses.end() ? *found : clauses.emplace_back(Clause{name, "", {}});
    }
};

class Book {
  public:
    Book(SourceMap& sources, const Common& common) : sources_(sources), common_(common) {}

    // What was read so far, document by document. False where a file could not be read.
    bool read(const std::vector<driver::PolicyFile>& files) {
        Diagnostics diagnostics;
        for (const driver::PolicyFile& file : files) {
            const FileId id = sources_.add(file.name, file.text);
            if (auto outline = parse::outline(id, sources_, diagnostics)) {
                outlines_.push_back(*std::move(outline));
            }
        }
        diagnostics.sort();
        const RenderStyle style{language(common_), colored(stderr)};
        for (const Diagnostic& d : diagnostics.all()) {
            fmt::print(stderr, "{}\n", render(d, sources_, style));
        }
        for (const parse::Outline& outline : outlines_) {
            for (const parse::OutlineSource& source : outline.sources) {
                documents_.push_back({&source, outline.module, {}, {}, 0, {}});
            }
        }
        link();
        count();
        return !diagnostics.has_errors();
    }

    // The text of a document: NAME=FILE. What is wrong, or nothing.
    std::string take_text(const std::string& text) {
        const std::size_t middle = text.find('=');
        if (middle == std::string::npos) {
            return "--source " + text + ": NAME=FILE";
        }
        const std::string path = text.substr(middle + 1);
        std::ifstream in(path, std::ios::binary);
        std::ostringstream all;
        if (!in || !(all << in.rdbuf())) {
            return path + ": " + say(common_, "读不了", "cannot be read");
        }
        if (invalid_utf8(all.view()) != std::string_view::npos) {
            return path + ": " + say(common_, "不是 UTF-8", "is not UTF-8");
        }
        bool found = false;
        for (Document& document : documents_) {
            if (document.source->name == text.substr(0, middle)) {
                document.characters = parse::characters_in(all.view());
                found = true;
            }
        }
        return found ? ""
                     : "--source " + text + ": " + say(common_, "没有这个出处", "no such source");
    }

    [[nodiscard]] std::string table() const {
        std::string out;
        for (const Document& document : documents_) {
            out += table_of(document) + "\n";
        }
        out += say(common_, "没有依据的语句：", "statements without a citation:");
        std::string list;
        for (const auto& [file, statement] : uncited()) {
            const parse::Statement& s = outlines_[file].statements[statement];
            list += fmt::format("\n  {}  {}", place(s.span), s.name);
        }
        return out + (list.empty() ? say(common_, "无", " none") : list) + "\n";
    }

    [[nodiscard]] std::string json() const {
        std::vector<std::string> documents;
        documents.reserve(documents_.size());
        for (const Document& document : documents_) {
            documents.push_back("\n" + json_of(document));
        }
        std::vector<std::string> statements;
        for (const auto& [file, statement] : uncited()) {
            statements.push_back("\n  " + json_of(file, statement));
        }
        return fmt::format("{{\"sources\": {},\n\"uncited_statements\": {}}}\n",
                           json_list(documents), json_list(statements));
    }

  private:
    // The document that a name stands for in a module: its own, else one of those it uses.
    Document* document(const std::string& module, const std::string& name) {
        std::set<std::string> used;
        for (const parse::Outline& outline : outlines_) {
            if (outline.module == module) {
                used.insert(outline.uses.begin(), outline.uses.end());
            }
        }
        Document* found = nullptr;
        for (Document& d : documents_) {
            if (d.source->name == name && d.module == module) {
                return &d;
            }
            if (d.source->name == name && used.contains(d.module)) {
                found = &d;
            }
        }
        return found;
    }

    void link() {
        for (const parse::Outline& outline : outlines_) {
            for (const parse::OutlineClause& entry : outline.clauses) {
                if (Document* d = document(outline.module, entry.source)) {
                    d->clause(entry.clause).kind = entry.kind;
                }
            }
        }
        for (std::size_t f = 0; f < outlines_.size(); ++f) {
            for (std::size_t s = 0; s < outlines_[f].statements.size(); ++s) {
                for (const parse::OutlineCite& cite : outlines_[f].statements[s].cites) {
                    if (Document* d = document(outlines_[f].module, cite.source)) {
                        d->clause(cite.clause).cited_by.emplace_back(f, s);
                        d->citing.insert(outlines_[f].module);
                    }
                }
            }
        }
    }

    // The nearest citations around a statement are its own.
    const std::vector<parse::OutlineCite>& cites_of(std::size_t file, std::size_t s) const {
        const auto& statements = outlines_[file].statements;
        while (statements[s].cites.empty() && statements[s].inside) {
            s = *statements[s].inside;
        }
        return statements[s].cites;
    }

    bool is_illustrative(std::size_t file, std::size_t s) {
        const auto& cites = cites_of(file, s);
        return !cites.empty() && std::ranges::all_of(cites, [&](const parse::OutlineCite& cite) {
            const Document* d = document(outlines_[file].module, cite.source);
            return d != nullptr && d->is_illustrative();
        });
    }

    void count() {
        std::map<std::string, std::size_t> characters;
        for (std::size_t f = 0; f < outlines_.size(); ++f) {
            std::size_t& sum = characters[outlines_[f].module];
            sum += outlines_[f].characters;
            for (std::size_t s = 0; s < outlines_[f].statements.size(); ++s) {
                sum += is_illustrative(f, s) ? 0 : outlines_[f].statements[s].characters;
            }
        }
        for (Document& document : documents_) {
            for (const std::string& module : document.citing) {
                document.policy_characters += characters[module];
            }
        }
    }

    // Statements that cite nothing, lie in none that does and hold none that does; of one within
    // another the outer alone.
    std::vector<std::pair<std::size_t, std::size_t>> uncited() const {
        std::vector<std::pair<std::size_t, std::size_t>> list;
        for (std::size_t f = 0; f < outlines_.size(); ++f) {
            const auto& statements = outlines_[f].statements;
            std::vector<bool> cites_within(statements.size(), false);
            for (std::size_t s = statements.size(); s-- > 0;) {
                cites_within[s] = cites_within[s] || !statements[s].cites.empty();
                if (cites_within[s] && statements[s].inside) {
                    cites_within[*statements[s].inside] = true;
                }
            }
            for (std::size_t s = 0; s < statements.size(); ++s) {
                const auto inside = statements[s].inside;
                const bool outer_is_told = inside && !cites_within[*inside];
                if (statements[s].may_cite_alone && !cites_within[s] && !outer_is_told &&
                    cites_of(f, s).empty()) {
                    list.emplace_back(f, s);
                }
            }
        }
        return list;
    }

    [[nodiscard]] std::string place(Span span) const {
        return fmt::format("{}:{}", sources_.name(span.file),
                           sources_.line_column(span.file, span.begin).line);
    }

    [[nodiscard]] std::string kind(const std::string& word) const {
        constexpr const char* kKinds[][2] = {
            {"计算", "computed"}, {"核验", "checked"}, {"程序", "procedural"}};
        for (const auto& [zh, en] : kKinds) {
            if (word == zh || word == en) {
                return say(common_, zh, en);
            }
        }
        return word;
    }

    [[nodiscard]] std::string table_of(const Document& document) const {
        std::string out = fmt::format(
            "{}  {}  {}{}\n", document.source->name, document.source->title,
            place(document.source->span),
            document.is_illustrative() ? say(common_, "  （示例）", "  (illustrative)") : "");
        const std::string characters =
            document.characters ? std::to_string(*document.characters) : "?";
        if (!document.is_illustrative()) {
            out +=
                fmt::format(fmt::runtime(say(common_, "文件 {} 字；政策 {} 字\n",
                                             "document: {} characters; policy: {} characters\n")),
                            characters, document.policy_characters);
        }
        Grid grid({{say(common_, "条款", "clause")},
                   {say(common_, "类别", "class")},
                   {say(common_, "位置", "place")},
                   {say(common_, "语句", "statement")}});
        for (const Document::Clause& clause : document.clauses) {
            std::vector<std::string> row{clause.clause, kind(clause.kind)};
            if (clause.cited_by.empty()) {
                row.insert(row.end(), {"-", say(common_, "无人引用", "cited by nothing")});
                grid.add(row);
            }
            for (const auto& [file, s] : clause.cited_by) {
                const parse::Statement& statement = outlines_[file].statements[s];
                grid.add({row[0], row[1], place(statement.span), statement.name});
                row = {"", ""};
            }
        }
        return out + grid.text();
    }

    [[nodiscard]] std::string json_of(std::size_t file, std::size_t s) const {
        const parse::Statement& statement = outlines_[file].statements[s];
        return fmt::format("{{\"file\": {}, \"line\": {}, \"statement\": {}}}",
                           json_text(sources_.name(statement.span.file)),
                           sources_.line_column(statement.span.file, statement.span.begin).line,
                           json_text(statement.name));
    }

    [[nodiscard]] std::string json_of(const Document& document) const {
        std::vector<std::string> clauses;
        for (const Document::Clause& clause : document.clauses) {
            std::vector<std::string> statements;
            statements.reserve(clause.cited_by.size());
            for (const auto& [file, s] : clause.cited_by) {
                statements.push_back(json_of(file, s));
            }
            clauses.push_back(fmt::format("\n  {{\"clause\": {}, \"class\": {}, \"cited_by\": {}}}",
                                          json_text(clause.clause), json_text(clause.kind),
                                          json_list(statements)));
        }
        return fmt::format(
            "{{\"name\": {}, \"title\": {}, \"module\": {}, \"file\": {}, \"line\": {},\n"
            " \"illustrative\": {}, \"document_characters\": {}, \"policy_characters\": {},\n"
            " \"clauses\": {}}}",
            json_text(document.source->name), json_text(document.source->title),
            json_text(document.module), json_text(sources_.name(document.source->span.file)),
            sources_.line_column(document.source->span.file, document.source->span.begin).line,
            document.is_illustrative(),
            document.characters ? std::to_string(*document.characters) : "null",
            document.is_illustrative() ? "null" : std::to_string(document.policy_characters),
            json_list(clauses));
    }

    SourceMap& sources_;
    const Common& common_;
    std::vector<parse::Outline> outlines_;
    std::vector<Document> documents_;
};

int clauses(const Options& options) {
    const auto files = driver::read_policies(options.common.policies);
    if (!files) {
        fmt::print(stderr, "pol: {}\n", files.error().message);
        return kWrongCall;
    }
    SourceMap sources;
    Book book(sources, options.common);
    if (!book.read(*files)) {
        return kMistakes;
    }
    for (const std::string& text : options.texts) {
        if (const std::string why = book.take_text(text); !why.empty()) {
            fmt::print(stderr, "pol: {}\n", why);
            return kWrongCall;
        }
    }
    show(options.format == "json" ? book.json() : book.table(), options.common.pages);
    return kGood;
}

}  // namespace

void add_clauses(CLI::App& app, Work& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "clauses", "List the clauses of each source, what cites each, and what cites nothing");
    add_files(*command, options->common);
    add_paging(*command, options->common);
    command->add_option("--source", options->texts,
                        "The text of a source, to count its characters: NAME=FILE");
    command->add_option("--format", options->format, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command->footer(
        "Characters are counted without blanks; of a policy without comments, "
        "citations, sources, clause tables,\nquestions, specimens, tests and what cites "
        "an illustrative source (示例) only.\n\nExample:\n"
        "  pol clauses policies/ningxia/yinchuan\n"
        "  pol clauses policies/ningxia/yinchuan --source 流程=document.txt");
    command->callback([options, &chosen] { chosen = [options] { return clauses(*options); }; });
}

}  // namespace pol::tool
