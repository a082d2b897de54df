#include "pipeline/preview_json.hpp"

#include "grid/timestamp.hpp"
#include "models/catalogue.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::pipeline {

namespace {

void write_footprint(const energy::Footprint& footprint, wire::JsonWriter& writer) {
    writer.key("energy_mwh").measure(footprint.energy.as_milliwatt_hours());
    writer.key("energy_mwh_low").measure(footprint.energy_p5.as_milliwatt_hours());
    writer.key("energy_mwh_high").measure(footprint.energy_p95.as_milliwatt_hours());
    writer.member("energy_method", name_of(footprint.evidence));
    if (!footprint.carbon || !footprint.carbon_p5 || !footprint.carbon_p95) return;
    writer.key("co2_grams").measure(footprint.carbon->as_grams());
    writer.key("co2_grams_low").measure(footprint.carbon_p5->as_grams());
    writer.key("co2_grams_high").measure(footprint.carbon_p95->as_grams());
}

// What is unknown is said to be, since a missing figure is too easily taken for none.
void write_figures(const std::optional<energy::Footprint>& footprint, wire::JsonWriter& writer) {
    if (footprint) return write_footprint(*footprint, writer);
    writer.member("energy_mwh", nullptr);
}

void write_text(const MadePreview& preview, wire::JsonWriter& writer) {
    writer.member("id", std::string_view(preview.id));
    writer.member("expires_at", std::string_view(grid::print_timestamp(preview.expires_at)));
    writer.member("summary", std::string_view(preview.text.summary)).key("outline").begin_array();
    for (const std::string& point : preview.text.outline) writer.value(std::string_view(point));
    writer.end_array();
    writer.member("model_tier", to_string(preview.model->settings.tier));
    writer.member("model_id", std::string_view(preview.model->settings.name)).key("choices").begin_array();
    using enum wire::ConfirmChoice;
    for (const auto choice : {expand, different_angle, add_detail}) writer.value(to_string(choice));
    writer.end_array();
}

}  // namespace

std::string preview_json(const MadePreview& preview) {
    std::string json;
    wire::JsonWriter writer(json);
    writer.begin_object();
    write_text(preview, writer);
    const PreviewEstimate& estimate = preview.estimate;
    writer.key("estimated").begin_object().member("tier", to_string(estimate.model->settings.tier));
    writer.member("model_id", std::string_view(estimate.model->settings.name));
    writer.member("output_tokens", estimate.output_tokens);
    write_figures(estimate.footprint, writer);
    writer.end_object().key("spent").begin_object();
    write_figures(preview.spent.footprint, writer);
    if (preview.spent.cost) writer.key("cost_usd").measure(preview.spent.cost->as_usd());
    writer.end_object().end_object();
    return json;
}

}  // namespace greeninfer::pipeline
