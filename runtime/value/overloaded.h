// A visitor from lambdas, without a catch-all unless one is written: a new alternative is a compile
// error at every visit.
#pragma once

namespace pol {

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace pol
