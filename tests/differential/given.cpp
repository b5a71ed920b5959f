#include "tests/differential/given.h"

#include "compiler/driver/manifest.h"
#include "runtime/claims/read.h"

namespace pol::differential {

Given::Given(const ir::Program& of, const SourceMap& sources, std::string_view lines)
    : program(of), manifest(driver::manifest(of, sources)), texts(manifest.texts) {
    claims = claims::read_json(lines, manifest.vocabulary, texts, claims::Lang::en).claims;
}

}  // namespace pol::differential
