// Whatever an exporter sends: a sample's name and labels lie in the page, and a label that is found can be found again.
#include <cstdint>
#include <cstdlib>

#include "energy/exposition_text.hpp"

using namespace greeninfer::energy;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view page(reinterpret_cast<const char*>(bytes), size);
    const auto inside = [&](std::string_view part) {
        return part.empty() || (part.data() >= page.data() && part.data() + part.size() <= page.data() + page.size());
    };
    for_each_sample(page, "joules", [&](const ExpositionSample& sample) {
        require(sample.name == "joules" && inside(sample.name) && inside(sample.labels));
        const auto label = sample.label("gpu");
        if (label) require(label->size() <= sample.labels.size());
    });
    return 0;
}
