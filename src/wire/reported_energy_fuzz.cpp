// Whatever a server says of energy, what is taken from it is an energy that an answer can have used.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "wire/reply_view.hpp"
#include "wire/reported_energy.hpp"

using namespace greeninfer;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void require_sound(const wire::EnergyReport& report) {
    if (!report.energy) return;
    require(!report.is_refused);
    require(report.energy->low > Energy() && report.energy->high <= wire::kReportedEnergyMax);
    require(report.energy->low <= report.energy->high);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    std::string text(reinterpret_cast<const char*>(bytes), size);
    require_sound(wire::read_energy_comment(text));
    require_sound(wire::read_energy_object(text));
    if (const auto view = wire::read_reply(wire::PaddedView::of(text))) {
        require_sound(view->reported_energy);
        if (view->usage) require(view->usage->reported_energy == view->reported_energy);
    }
    return 0;
}
