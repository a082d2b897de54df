#include "fleet/engine_page.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "energy/exposition_text.hpp"
#include "fleet/engine_families.hpp"
#include "fleet/figure_sum.hpp"

namespace greeninfer::fleet {

namespace {

std::optional<std::uint64_t> whole(double value) {
    constexpr double kExactMost = 9e15;  // doubles tell whole numbers apart up to 2^53
    if (!(value >= 1 && value <= kExactMost)) return std::nullopt;
    return static_cast<std::uint64_t>(std::llround(value));
}

std::optional<std::uint64_t> whole(const std::optional<double>& value) {
    return value ? whole(*value) : std::nullopt;
}

// Of `name="64"`. vLLM writes None for what it does not know yet.
std::optional<std::uint64_t> number_in(const energy::ExpositionSample& sample, std::string_view name) {
    constexpr std::uint64_t kMost = 1ULL << 31U;  // so that a product of two of them fits
    const std::string text = sample.label(name).value_or("");
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size() || number == 0 || number > kMost) return {};
    return number;
}

// The figures of one engine's families.
class Reading {
public:
    explicit Reading(std::string_view model) : model_(model) {}

    void add(EngineFigure figure, const energy::ExpositionSample& sample) {
        is_empty_ = false;
        if (figure == EngineFigure::cache_config) return add_configuration(sample);
        if (figure == EngineFigure::waiting_by_reason && sample.label("reason") != "capacity") return;
        sums_[static_cast<std::size_t>(figure)].add(sample, model_);
    }

    bool is_empty() const { return is_empty_; }
    EngineReport report(EngineKind kind, Moment now) const;

private:
    const FigureSum& at(EngineFigure figure) const { return sums_[static_cast<std::size_t>(figure)]; }
    std::optional<double> sum(EngineFigure first, EngineFigure otherwise) const {
        const auto value = at(first).sum();
        return value ? value : at(otherwise).sum();
    }
    void add_configuration(const energy::ExpositionSample& sample);
    void add_cache_size(EngineReport& report) const;

    const std::string_view model_;
    std::array<FigureSum, kEngineFigures> sums_;
    std::optional<std::uint64_t> block_tokens_;  // as labels say
    std::uint64_t label_tokens_ = 0;
    bool is_empty_ = true;
};

void Reading::add_configuration(const energy::ExpositionSample& sample) {
    if (FigureSum::is_repeated(sample)) return;
    const auto vllm_block = number_in(sample, "block_size");
    const auto block = vllm_block ? vllm_block : number_in(sample, "page_size");
    const auto vllm_blocks = number_in(sample, "num_gpu_blocks");
    const auto blocks = vllm_blocks ? vllm_blocks : number_in(sample, "num_pages");
    if (block) block_tokens_ = block;
    if (block && blocks) label_tokens_ += *block * *blocks;
}

void Reading::add_cache_size(EngineReport& report) const {
    report.block_tokens = block_tokens_ ? block_tokens_ : whole(at(EngineFigure::block_tokens).mean());
    report.cache_tokens = whole(at(EngineFigure::cache_tokens).sum());
    if (report.cache_tokens) return;
    const auto blocks = at(EngineFigure::blocks).sum();
    if (label_tokens_ > 0) {
        report.cache_tokens = label_tokens_;
    } else if (blocks && report.block_tokens) {
        report.cache_tokens = whole(*blocks * static_cast<double>(*report.block_tokens));
    }
}

EngineReport Reading::report(EngineKind kind, Moment now) const {
    EngineReport report{.kind = kind, .read_at = now};
    report.running = at(EngineFigure::running).sum();
    report.waiting = sum(EngineFigure::waiting_by_reason, EngineFigure::waiting);
    const auto usage = at(EngineFigure::kv_usage).mean();
    report.kv_usage = usage ? usage : at(EngineFigure::old_kv_usage).mean();
    if (report.kv_usage > 1.0) report.kv_usage.reset();
    report.prefix_queried_tokens = sum(EngineFigure::queried, EngineFigure::old_queried);
    report.prefix_hit_tokens = sum(EngineFigure::hit, EngineFigure::old_hit);
    const auto read = at(EngineFigure::prompt_read).sum();
    if (read && report.prefix_hit_tokens) report.prefix_queried_tokens = *read + *report.prefix_hit_tokens;
    add_cache_size(report);
    return report;
}

}  // namespace

std::optional<EngineReport> read_engine_page(std::string_view page, std::string_view model, Moment now) {
    std::array<Reading, kEngineKindNames.size()> readings = {Reading(model), Reading(model), Reading(model),
                                                             Reading(model)};
    energy::for_each_sample(page, kEngineBeginnings, [&](const energy::ExpositionSample& sample) {
        const auto* const family = std::ranges::find(kEngineFamilies, sample.name, &EngineFamily::name);
        if (family != kEngineFamilies.end())
            readings[static_cast<std::size_t>(family->kind)].add(family->figure, sample);
    });
    const auto found = std::ranges::find_if(readings, [](const Reading& one) { return !one.is_empty(); });
    if (found == readings.end()) return std::nullopt;
    return found->report(static_cast<EngineKind>(found - readings.begin()), now);
}

}  // namespace greeninfer::fleet
