#include "tools/repl/policies.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/diagnostics/render.h"
#include "compiler/driver/manifest.h"
#include "compiler/driver/selection.h"

namespace pol::repl {
namespace {

std::string text_of(const driver::Error& error, claims::Lang lang) {
    const bool zh = lang == claims::Lang::zh && !error.chinese.empty();
    return fmt::format("{}\n", zh ? error.chinese : error.message);
}

std::string messages(const driver::Compilation& compilation, claims::Lang lang) {
    const RenderStyle style{lang == claims::Lang::zh ? Language::zh : Language::en, false};
    std::string text;
    for (const Diagnostic& d : compilation.diagnostics.all()) {
        if (severity_of(d.code) == Severity::error) {
            text += render(d, compilation.sources, style) + "\n";
        }
    }
    return text;
}

// One record at a time: the interpreter has answered before machine code is made.
tl::expected<Desk, driver::Error> desk_of(const ir::Program& program, const SourceMap& sources) {
    Desk desk;
    desk.record = program.vocabulary.filed;
    desk.program = &program;
    desk.manifest = driver::manifest(program, sources);
    auto engine = driver::load_engine(program, driver::EngineKind::interpreter, true, true);
    if (!engine) {
        return tl::unexpected(engine.error());
    }
    desk.engine = std::move(*engine);
    desk.texts = std::make_unique<claims::TextTable>(desk.manifest.texts);
    return desk;
}

tl::expected<std::vector<Desk>, driver::Error> desks_of(const driver::Compilation& c) {
    std::vector<const ir::Program*> programs{&*c.program};
    for (const driver::Filings& filings : c.filings) {
        if (filings.program) {
            programs.push_back(&*filings.program);
        }
    }
    std::vector<Desk> desks;
    desks.reserve(programs.size());
    for (const ir::Program* program : programs) {
        auto desk = desk_of(*program, c.sources);
        if (!desk) {
            return tl::unexpected(desk.error());
        }
        desks.push_back(std::move(*desk));
    }
    return desks;
}

}  // namespace

bool Policies::turn_to(std::string_view name) {
    if (name == "就诊" || name == "claim") {
        at_ = 0;
        return true;
    }
    for (std::size_t d = 1; d < desks.size(); ++d) {
        const auto& filings = desks[d].program->benefits;
        if (desks[d].record == name ||
            std::any_of(filings.begin(), filings.end(),
                        [&](const ir::Benefit& filing) { return filing.name == name; })) {
            at_ = d;
            return true;
        }
    }
    return false;
}

tl::expected<std::unique_ptr<Policies>, std::string> load(const std::vector<std::string>& paths,
                                                          const resolve::Selection& selection,
                                                          claims::Lang lang, Cancel cancel) {
    auto files = driver::read_policies(paths);
    if (!files) {
        return tl::unexpected(text_of(files.error(), lang));
    }
    auto policies = std::make_unique<Policies>();
    policies->files = std::move(*files);
    policies->national = driver::national_beside(paths);
    if (policies->national.empty()) {
        policies->national = driver::national_built_in();
    }
    std::erase_if(policies->national, [&](const driver::PolicyFile& n) {
        return std::any_of(policies->files.begin(), policies->files.end(),
                           [&](const driver::PolicyFile& f) { return f.name == n.name; });
    });
    policies->compilation = driver::compile_texts(policies->files, policies->national, selection,
                                                  driver::Untaken::skip, cancel);
    const driver::Compilation& c = *policies->compilation;
    if (c.is_cancelled) {
        return tl::unexpected(
            std::string(lang == claims::Lang::zh ? "编译已中断\n" : "compiling was stopped\n"));
    }
    if (const auto none = driver::no_such_option(c.readings, selection)) {
        return tl::unexpected(text_of(*none, lang));
    }
    if (c.clash) {
        return tl::unexpected(text_of(*c.clash, lang));
    }
    if (!c.program) {
        return tl::unexpected(messages(c, lang));
    }
    auto desks = desks_of(c);
    if (!desks) {
        return tl::unexpected(text_of(desks.error(), lang));
    }
    policies->desks = std::move(*desks);
    return policies;
}

Stamps stamps_of(const std::vector<std::string>& paths, const Policies& policies) {
    std::vector<std::string> names = driver::policy_files(paths);
    const SourceMap& sources = policies.compilation->sources;
    for (std::uint32_t f = 0; f < sources.size(); ++f) {
        names.push_back(sources.name({f}));
    }
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    Stamps stamps;
    stamps.reserve(names.size());
    for (std::string& name : names) {
        std::error_code failed;
        const auto time = std::filesystem::last_write_time(name, failed);
        stamps.emplace_back(std::move(name), time);
    }
    return stamps;
}

}  // namespace pol::repl
