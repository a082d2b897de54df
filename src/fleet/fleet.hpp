#pragma once
// All endpoints of all models of one configuration. Immutable; shared by all cores and swapped whole on a reload.
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/endpoint_choice.hpp"
#include "grid/places.hpp"
#include "models/catalogue.hpp"

namespace greeninfer::fleet {

// An endpoint that is not in the configuration: the engine that the gateway runs itself.
struct LocalEndpoint {
    std::string model;  // the catalogue name that it serves
    std::shared_ptr<const Endpoint> endpoint;
    std::string meter = {};  // that watches it; empty: none
    Endpoints further = {};  // replicas of it
};

// The ledger of the meter of this name; null where there is none.
using LedgerOf = std::function<std::shared_ptr<energy::WindowLedger>(std::string_view meter)>;

// The regions that the endpoints of these models say, once per endpoint; views of the settings.
std::vector<std::string_view> regions_in_use(std::span<const models::ModelSettings> models);

class Fleet {
public:
    // Endpoints of `before` that are configured the same keep how they are doing. `places` must have every region in
    // use. Fails on an unusable URL and on a region that it has not, with the model's name in the field. `before` and
    // `local` may be null; the local endpoint is copied, with the default place as its own. With an index, new
    // endpoints get places in it.
    static Result<std::shared_ptr<const Fleet>> build(const models::Catalogue& catalogue, const grid::Places& places,
                                                      const Fleet* before, const LocalEndpoint* local,
                                                      telemetry::LabelNames& names, const LedgerOf& ledger_of = {},
                                                      const std::shared_ptr<PrefixIndex>& index = nullptr);

    const Endpoints& endpoints_of(const models::Model& model) const { return by_model_[model.id]; }
    const Endpoints& all() const { return all_; }

private:
    std::vector<Endpoints> by_model_;  // indexed by Model::id
    Endpoints all_;
};

}  // namespace greeninfer::fleet
