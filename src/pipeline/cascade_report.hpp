#pragma once
// What the cascade did with one request, for its receipt. A plain value in the Outcome.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greeninfer::models {
struct Model;
}

namespace greeninfer::wire {
class JsonWriter;
}

namespace greeninfer::pipeline {

struct CascadeReport {
    std::vector<const models::Model*> path;     // tried, in order; the last one answered
    unsigned escalations = 0;                   // a climb after an error is none
    std::string_view plan;                      // static: for the first model asked; empty: none was made
    std::string_view reason;                    // static: why the last answer was kept, or not judged
    std::string_view signal;                    // static: what the last judgement rests on; empty: there was none
    std::optional<double> p_right;              // of the answer judged last
    std::optional<double> p_right_next;         // of the model above it
    const models::Model* checked_by = nullptr;  // null: no other model looked at it
};

// "cascade_path", "escalations" and "cascade"; nothing when no cascade ran.
void write_cascade(const CascadeReport& report, wire::JsonWriter& writer);
// The object "cascade" alone, as far as it is known.
std::optional<std::string> cascade_json(const CascadeReport& report);

}  // namespace greeninfer::pipeline
