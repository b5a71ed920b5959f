#include "runtime/fault/fault.h"

namespace pol {

std::string_view name_of(FaultCode code) {
    switch (code) {
    case FaultCode::none:
        return "none";
    case FaultCode::missing_field:
        return "missing_field";
    case FaultCode::bad_value:
        return "bad_value";
    case FaultCode::out_of_bounds:
        return "out_of_bounds";
    case FaultCode::unknown_code:
        return "unknown_code";
    case FaultCode::parts_differ:
        return "parts_differ";
    case FaultCode::duplicate:
        return "duplicate";
    case FaultCode::overflow:
        return "overflow";
    case FaultCode::no_row:
        return "no_row";
    case FaultCode::no_case:
        return "no_case";
    case FaultCode::no_benefit:
        return "no_benefit";
    case FaultCode::overpaid:
        return "overpaid";
    case FaultCode::divided_by_zero:
        return "divided_by_zero";
    case FaultCode::calendar:
        return "calendar";
    case FaultCode::not_supported:
        return "not_supported";
    case FaultCode::unknown_original:
        return "unknown_original";
    case FaultCode::broken_property:
        return "broken_property";
    case FaultCode::bad_record:
        return "bad_record";
    case FaultCode::several_years:
        return "several_years";
    }
    return "unknown";
}

}  // namespace pol
