#pragma once
// Turns settings into the Generation that requests use. Ids and labels outlive generations, so they are kept here.
#include <memory>

#include "app/settings.hpp"
#include "fleet/fleet.hpp"
#include "models/model_ids.hpp"
#include "pipeline/generation.hpp"

namespace greeninfer::app {

class GenerationBuilder {
public:
    GenerationBuilder(const Clock& clock, telemetry::LabelNames& names, std::shared_ptr<budget::BudgetStore> budgets)
        : clock_(clock), names_(names), budgets_(std::move(budgets)) {}

    // Serves the local engine's model by these endpoints, one for each replica, in every generation from now on.
    void set_local(const fleet::LocalEngineSettings& engine, fleet::Endpoints endpoints);

    // Endpoints get the ledgers of their meters from here, in every generation from now on.
    void set_ledgers(fleet::LedgerOf ledger_of) { ledger_of_ = std::move(ledger_of); }

    // Where new endpoints get places, in every generation from now on.
    void set_index(std::shared_ptr<fleet::PrefixIndex> index) { index_ = std::move(index); }
    const std::shared_ptr<fleet::PrefixIndex>& index() const { return index_; }

    // The next generation; endpoints that stay the same keep how they are doing. Fails as Catalogue and Fleet do.
    Result<std::shared_ptr<const pipeline::Generation>> build(const Settings& settings);

private:
    std::shared_ptr<const pipeline::PreviewSeal> preview_seal(const Settings& settings) const;

    const Clock& clock_;
    telemetry::LabelNames& names_;
    std::shared_ptr<budget::BudgetStore> budgets_;
    models::ModelIds model_ids_;
    std::optional<fleet::LocalEndpoint> local_;
    std::optional<models::ModelSettings> local_model_;
    fleet::LedgerOf ledger_of_;
    std::shared_ptr<fleet::PrefixIndex> index_;
    // Of this process, for as long as no key is configured: a reload must not make the previews before it foreign.
    std::shared_ptr<const pipeline::PreviewSeal> own_seal_ = pipeline::PreviewSeal::random();
    std::shared_ptr<const pipeline::Generation> last_;
};

// The endpoint of an engine that is not ready yet; its state's origin is set when it is. `replica` counts from 0;
// `index` may be null.
std::shared_ptr<const fleet::Endpoint> make_local_endpoint(const fleet::LocalEngineSettings& settings,
                                                           std::shared_ptr<const config::Secret> api_key,
                                                           telemetry::LabelNames& names, std::size_t replica = 0,
                                                           const std::shared_ptr<fleet::PrefixIndex>& index = nullptr);

}  // namespace greeninfer::app
