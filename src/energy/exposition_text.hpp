#pragma once
// Reads what a Prometheus exporter writes (text format 0.0.4): the samples of DCGM, Kepler and model servers.
//
// Only a few families of a page are wanted, so samples are visited in place instead of being collected, and a line that
// is no sample is passed over, because a page has comments and newer exporters have more. Pure; views into the text.
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace greeninfer::energy {

struct ExpositionSample {
    std::string_view name;
    std::string_view labels;  // as written between the braces
    double value = 0;         // may be NaN or infinite, as the format allows

    // The value of a label, its escapes undone; absent where the sample has no such label.
    std::optional<std::string> label(std::string_view wanted) const;
};

// Absent where the line is no sample: a comment, an empty line, or not in this format.
std::optional<ExpositionSample> read_sample(std::string_view line);

// Every sample of this family, in the order of the page.
void for_each_sample(std::string_view page, std::string_view family,
                     const std::function<void(const ExpositionSample&)>& visit);

// Every sample whose name begins with one of these, in one pass.
void for_each_sample(std::string_view page, std::span<const std::string_view> beginnings,
                     const std::function<void(const ExpositionSample&)>& visit);

}  // namespace greeninfer::energy
